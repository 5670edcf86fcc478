/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ways.c - the ways in which auto can write a run of descriptors
 *
 * The slow path is among them: on some CPUs eight stores of eight bytes beat
 * every copy, and then auto must not be slower than base.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "ways.h"

static void write_built(const struct way *way, struct init *in,
			struct kind *kind, uint64_t pfn, uint64_t n)
{
	(void)way;
	in->runs->build(&in->layout, zd_init_run(in, pfn, n), &kind->values);
	in->counts.slow += n;
}

/* The template holds no pfn, so a run of it is one fill. */
static void write_filled(const struct way *way, struct init *in,
			 struct kind *kind, uint64_t pfn, uint64_t n)
{
	way->backend->fill(init_page(in, pfn), kind->template, in->layout.size,
			   n);
	in->counts.filled += n;
}

static void write_streamed(const struct way *way, struct init *in,
			   struct kind *kind, uint64_t pfn, uint64_t n)
{
	(void)way;
	in->runs->stream(&in->layout, zd_init_run(in, pfn, n), kind->template);
	in->counts.streaming += n;
}

static struct ways all;

/* The way that this backend varies, which is before it, or the way itself */
static uint8_t parent_of(const struct streamcpy_backend *backend)
{
	unsigned i;

	for (i = 0; backend && backend->variant_of && i < all.n; i++)
		if (!strcmp(all.way[i].name, backend->variant_of))
			return (uint8_t)i;
	return (uint8_t)all.n;
}

static void add(struct way way, bool non_temporal, bool differing)
{
	if (all.n == TUNER_WAYS)
		return;
	all.non_temporal |= (uint32_t)non_temporal << all.n;
	all.differing |= (uint32_t)differing << all.n;
	all.parent[all.n] = parent_of(way.backend);
	all.way[all.n++] = way;
}

static void make_all(void)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	add((struct way){
		.name = "base", .write = write_built, .slow = true,
	}, false, true);
	add((struct way){
		.name = "copies", .write = write_streamed,
		.weakly_ordered = true,
	}, true, true);
	for (; *b; b++)
		add((struct way){
			.name = (*b)->name, .backend = *b,
			.write = write_filled,
			.weakly_ordered = (*b)->flags &
					  STREAMCPY_WEAKLY_ORDERED,
		}, (*b)->flags & STREAMCPY_NON_TEMPORAL, false);
}

const struct ways *zd_ways(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_all);
	return &all;
}

/*
 * With page->virtual every descriptor differs from the next: nothing can be
 * filled. Elsewhere copies one by one are never better than a fill.
 */
static uint32_t possible(const struct ways *ways,
			 const struct zonedev_layout *layout)
{
	uint32_t copies = UINT32_C(1) << 1;

	return layout->virtual_offset ? ways->differing :
	       (UINT32_MAX >> (32 - ways->n)) & ~copies;
}

uint32_t zd_ways_eligible(const struct ways *ways,
			  const struct zonedev_layout *layout,
			  bool keep_caches)
{
	uint32_t eligible = possible(ways, layout);

	if (keep_caches)
		eligible &= ways->non_temporal;
	return eligible ? eligible : 1;
}

static bool is_known(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return true;
	return false;
}

int zd_ways_only(const char *name, const struct zonedev_layout *layout,
		 uint32_t *eligible, struct refusal *why)
{
	const struct ways *ways = zd_ways();
	unsigned i;

	for (i = 0; i < ways->n; i++)
		if (!strcmp(ways->way[i].name, name))
			break;
	if (i == ways->n && is_known(name))
		return refuse(why, -ENOTSUP, "way %s: this CPU lacks what it needs",
			      name);
	if (i == ways->n)
		return refuse(why, -ENOENT, "way %s: there is none of that name; base and the backends' names are",
			      name);
	*eligible = UINT32_C(1) << i;
	if (!(*eligible & possible(ways, layout)))
		return refuse(why, -EINVAL, "way %s cannot write this model's descriptors: %s",
			      name, layout->virtual_offset ?
			      "page->virtual makes each differ" :
			      "copies one by one are for those that differ");
	return 0;
}
