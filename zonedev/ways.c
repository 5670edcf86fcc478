/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ways.c - the ways in which auto can write a run of descriptors
 *
 * The slow path is among them: on some CPUs eight stores of eight bytes beat
 * every copy, and then auto must not be slower than base.
 */
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

static void add(struct ways *ways, unsigned *n, struct way way, bool eligible)
{
	if (*n == TUNER_WAYS)
		return;
	ways->way[*n] = way;
	ways->eligible |= (uint32_t)eligible << *n;
	++*n;
}

/*
 * With page->virtual every descriptor differs from the next: nothing can be
 * filled. Where only non-temporal ways may compete and no backend is one, the
 * slow path remains.
 */
void zd_ways_init(struct ways *ways, const struct init *in, bool keep_caches)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	bool equal = !in->layout.virtual_offset;
	unsigned n = 0;

	memset(ways, 0, sizeof(*ways));
	add(ways, &n, (struct way){ "base", NULL, write_built },
	    !keep_caches);
	add(ways, &n, (struct way){ "copies", NULL, write_streamed }, !equal);
	for (; *b; b++)
		add(ways, &n, (struct way){ (*b)->name, *b, write_filled },
		    equal && (!keep_caches ||
			      (*b)->flags & STREAMCPY_NON_TEMPORAL));
	if (!ways->eligible)
		ways->eligible = 1;
}
