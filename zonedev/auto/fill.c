/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fill.c - the strategies, and a chunk of a range written by one of them
 *
 * The slow path is among the strategies: on some CPUs eight stores of eight
 * bytes beat every copy, and then auto must not be slower than base.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "auto/fill.h"
#include "kernel/compound.h"
#include "kernel/page.h"
#include "kernel/pageblock.h"
#include "kernel/series.h"

/* The template holds no pfn, so a run of it is one fill. */
static void write_filled(const struct strategy *strategy,
			 struct memmap_init *in, struct page_template *t,
			 uint64_t pfn, uint64_t n)
{
	strategy->backend->fill(init_page(in, pfn), t->bytes, in->layout.size,
				n);
	in->counts.filled += n;
}

static void write_streamed(const struct strategy *strategy,
			   struct memmap_init *in, struct page_template *t,
			   uint64_t pfn, uint64_t n)
{
	(void)strategy;
	in->runs->stream(&in->layout, zd_page_run(in, pfn, n), t->bytes);
	in->counts.streaming += n;
}

static struct strategies all;

/* The one that this backend varies, which is before it, or its own number */
static uint8_t parent_of(const struct streamcpy_backend *backend)
{
	unsigned i;

	for (i = 0; backend && backend->variant_of && i < all.n; i++)
		if (!strcmp(all.strategy[i].name, backend->variant_of))
			return (uint8_t)i;
	return (uint8_t)all.n;
}

enum { EQUAL = 1, DIFFERING = 2 };	/* the runs that one can write */

static void add(struct strategy strategy, bool non_temporal, unsigned runs)
{
	uint32_t bit = UINT32_C(1) << all.n;

	if (all.n == STRATEGIES_MAX)
		return;
	all.non_temporal |= non_temporal ? bit : 0;
	all.equal |= runs & EQUAL ? bit : 0;
	all.differing |= runs & DIFFERING ? bit : 0;
	all.parent[all.n] = parent_of(strategy.backend);
	all.strategy[all.n++] = strategy;
}

/*
 * Where descriptors are equal, copies one by one are never better than a fill;
 * where each differs, by its page->virtual, nothing can be filled.
 */
static void make_all(void)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	add((struct strategy){
		.name = "base",
	}, false, EQUAL | DIFFERING);
	add((struct strategy){
		.name = "copies", .write = write_streamed,
		.weakly_ordered = true,
	}, true, DIFFERING);
	for (; *b; b++)
		add((struct strategy){
			.name = (*b)->name, .backend = *b,
			.write = write_filled,
			.weakly_ordered = (*b)->flags &
					  STREAMCPY_WEAKLY_ORDERED,
		}, (*b)->flags & STREAMCPY_NON_TEMPORAL, EQUAL);
}

const struct strategies *zd_strategies(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_all);
	return &all;
}

static uint32_t possible(const struct strategies *s,
			 const struct zonedev_layout *layout)
{
	return layout->virtual_offset ? s->differing : s->equal;
}

uint32_t zd_strategies_eligible(const struct strategies *s,
				const struct zonedev_layout *layout,
				bool keep_caches)
{
	uint32_t eligible = possible(s, layout);

	if (keep_caches)
		eligible &= s->non_temporal;
	return eligible ? eligible : UINT32_C(1) << STRATEGY_BASE;
}

static bool is_known(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return true;
	return false;
}

int zd_strategies_only(const char *name, const struct zonedev_layout *layout,
		       bool keep_caches, uint32_t *eligible,
		       const struct log *log)
{
	const struct strategies *s = zd_strategies();
	unsigned i;

	for (i = 0; i < s->n; i++)
		if (!strcmp(s->strategy[i].name, name))
			break;
	if (i == s->n && is_known(name))
		return zd_refuse(log, -ENOTSUP, "strategy %s: this CPU lacks what it needs",
				 name);
	if (i == s->n)
		return zd_refuse(log, -ENOENT, "strategy %s: there is none of that name; there are base, copies and the backends of libstreamcpy",
				 name);
	*eligible = UINT32_C(1) << i;
	if (!(*eligible & possible(s, layout)))
		return zd_refuse(log, -EINVAL, "strategy %s cannot write this model's descriptors: %s",
				 name, layout->virtual_offset ?
				 "page->virtual makes each differ" :
				 "copies one by one are for those that differ");
	if (keep_caches && !(*eligible & s->non_temporal))
		return zd_refuse(log, -EINVAL, "strategy %s with keep_caches: it stores through the caches",
				 name);
	return 0;
}

/*
 * 2 MiB of descriptors: one huge page to fault in, long against the two clock
 * readings (50 ns of about 100 us), short against a bind, so that trying every
 * way costs little.
 */
#define CHUNK_BYTES	(UINT64_C(2) << 20)

/*
 * A power of two of pages, since compounds, sections and the words of the
 * pageblock map are: eight pageblocks at least.
 */
uint64_t zd_chunk_pages(const struct memmap_init *in)
{
	uint64_t pages = UINT64_C(8) << in->model->pageblock_order;
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	if (pages < step)
		pages = step;
	while (chunk_descriptors(in, pages) * in->layout.size < CHUNK_BYTES)
		pages *= 2;
	return pages;
}

static void make_template(struct memmap_init *in, struct page_template *t,
			  uint64_t pfn)
{
	struct run run = zd_page_run(in, pfn, 1);

	run.at = t->bytes;
	in->runs->build(&in->layout, run, &t->values);
}

/* Of a compound only tails are many; its head is written on its own. */
void zd_chunk_prepare(struct memmap_init *in)
{
	if (in->pgmap->vmemmap_shift == 0) {
		make_template(in, &in->head, in->pfn);
		return;
	}
	zd_tail_values(in, in->pfn);
	make_template(in, &in->tail, in->pfn);
}

/* The end of the section of @pfn where its number is in the flags, or @end */
static uint64_t section_end(const struct memmap_init *in, uint64_t pfn,
			    uint64_t end)
{
	uint64_t pages, next;

	if (!in->layout.section.width)
		return end;
	pages = section_pages(in->model);
	next = (pfn / pages + 1) * pages;
	return next < end ? next : end;
}

/*
 * Between two changes that depend on the pfn a template does not change, so
 * the run is one fill instead of a copy for each descriptor.
 */
static void write_equal(struct memmap_init *in, struct page_template *t,
			const struct strategy *strategy, uint64_t pfn,
			uint64_t end)
{
	uint64_t next;

	for (; pfn < end; pfn = next) {
		next = section_end(in, pfn, end);
		zd_page_section(in, t, pfn);
		strategy->write(strategy, in, t, pfn, next - pfn);
	}
}

static void build(struct memmap_init *in, struct page_template *t, uint64_t pfn,
		  uint64_t n)
{
	zd_page_section(in, t, pfn);
	zd_pages_build(in, t, pfn, n);
}

/*
 * The two tails that hold their compound's data are built field by field and
 * through the cache, before the run behind them: nothing that was streamed is
 * written again, so no drain is needed between compounds.
 */
static void write_tails(struct memmap_init *in,
			const struct strategy *strategy, uint64_t head,
			uint64_t end)
{
	uint64_t own = in->per_compound > 3 ? 3 : in->per_compound;

	build(in, &in->tail, head + 1, own - 1);
	zd_prep_compound_head(in, head);
	write_equal(in, &in->tail, strategy, head + own, end);
}

static void write_compound(struct memmap_init *in,
			   const struct strategy *strategy, uint64_t head)
{
	build(in, &in->head, head, 1);
	zd_set_page_head(in, head);
	if (in->layout.tail_mode == ZONEDEV_TAIL_POINTER) {
		zd_tail_values(in, head);
		make_template(in, &in->tail, head + 1);
	}
	write_tails(in, strategy, head, head + in->per_compound);
}

static void write_descriptors(struct memmap_init *in,
			      const struct strategy *strategy, uint64_t pfn,
			      uint64_t end, uint64_t step)
{
	if (step == 1) {
		write_equal(in, &in->head, strategy, pfn, end);
		return;
	}
	for (; pfn < end; pfn += step)
		write_compound(in, strategy, pfn);
}

/*
 * Those that begin at a pfn whose descriptor is written, by the older rule, or
 * all. Where each compound's first pages begin all of its pageblocks the two
 * are one.
 */
static void visit_pageblocks(const struct memmap_init *in, uint64_t pfn,
			     uint64_t end, uint64_t step)
{
	uint64_t written = in->per_compound;

	if (step - written < pageblock_pages(in->model) ||
	    in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		written = step = end - pfn;
	for (; pfn < end; pfn += step)
		zd_pageblock_set_range(in->zone, pfn, pfn + written);
}

/*
 * Base is the kernel's loop itself: as strategies write, compound by compound,
 * its 64 descriptors each of 512 compounds took 90 us instead of 82 (AMD EPYC,
 * family 26 model 2).
 *
 * The pageblocks of others come after all descriptors of the chunk: setting one
 * is a locked instruction, which waits until every streaming store before it
 * has left the core. One for each 2 MiB compound cost 7 % of a rebind of
 * dax_pmem (AMD EPYC, family 25 model 17: 67.9 ms against 62.9).
 */
void zd_chunk_write(struct memmap_init *in, const struct strategy *strategy,
		    uint64_t pfn, uint64_t end)
{
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	if (!strategy->write) {
		zd_series_base(in, pfn, end);
		return;
	}
	write_descriptors(in, strategy, pfn, end, step);
	visit_pageblocks(in, pfn, end, step);
}
