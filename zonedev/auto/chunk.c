/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chunk.c - the piece of a range that one worker writes in one way
 *
 * Between two changes that depend on the pfn a template does not change, so
 * the run is one fill instead of a copy for each descriptor.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "chunk.h"

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
uint64_t zd_chunk_pages(const struct init *in)
{
	uint64_t pages = UINT64_C(8) << in->model->pageblock_order;
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	if (pages < step)
		pages = step;
	while (chunk_descriptors(in, pages) * in->layout.size < CHUNK_BYTES)
		pages *= 2;
	return pages;
}

static void make_template(struct init *in, struct kind *kind, uint64_t pfn)
{
	struct run run = zd_init_run(in, pfn, 1);

	run.at = kind->template;
	in->runs->build(&in->layout, run, &kind->values);
}

/* Of a compound only tails are many; its head is written on its own. */
void zd_chunk_prepare(struct init *in)
{
	if (in->pgmap->vmemmap_shift == 0) {
		make_template(in, &in->head, in->pfn);
		return;
	}
	zd_init_tail_values(in, in->pfn);
	make_template(in, &in->tail, in->pfn);
}

/* The end of the section of @pfn where its number is in the flags, or @end */
static uint64_t section_end(const struct init *in, uint64_t pfn, uint64_t end)
{
	uint64_t pages, next;

	if (!in->layout.section.width)
		return end;
	pages = UINT64_C(1) << (in->model->section_size_bits -
				in->model->page_shift);
	next = (pfn / pages + 1) * pages;
	return next < end ? next : end;
}

static void write_equal(struct init *in, struct kind *kind,
			const struct way *way, uint64_t pfn, uint64_t end)
{
	uint64_t next;

	for (; pfn < end; pfn = next) {
		next = section_end(in, pfn, end);
		zd_init_refresh_section(in, kind, pfn);
		way->write(way, in, kind, pfn, next - pfn);
	}
}

static void build(struct init *in, struct kind *kind, uint64_t pfn, uint64_t n)
{
	zd_init_refresh_section(in, kind, pfn);
	in->runs->build(&in->layout, zd_init_run(in, pfn, n), &kind->values);
	in->counts.slow += n;
}

/*
 * The two tails that hold their compound's data go the slow way and through the
 * cache, before the run behind them: nothing that was streamed is written
 * again, so no drain is needed between compounds. The slow way itself has no
 * such need, and two runs instead of one cost it 2 % (128 descriptors, AMD
 * EPYC, family 25 model 17).
 */
static void write_tails(struct init *in, const struct way *way, uint64_t head,
			uint64_t end)
{
	uint64_t own = in->per_compound > 3 ? 3 : in->per_compound;

	if (way->slow) {
		write_equal(in, &in->tail, way, head + 1, end);
		zd_init_prep_head(in, head);
		return;
	}
	build(in, &in->tail, head + 1, own - 1);
	zd_init_prep_head(in, head);
	write_equal(in, &in->tail, way, head + own, end);
}

static void write_compound(struct init *in, const struct way *way,
			   uint64_t head)
{
	build(in, &in->head, head, 1);
	zd_init_set_head(in, head);
	if (in->layout.tail_mode == ZONEDEV_TAIL_POINTER) {
		zd_init_tail_values(in, head);
		make_template(in, &in->tail, head + 1);
	}
	write_tails(in, way, head, head + in->per_compound);
}

static void write_descriptors(struct init *in, const struct way *way,
			      uint64_t pfn, uint64_t end, uint64_t step)
{
	if (step == 1) {
		write_equal(in, &in->head, way, pfn, end);
		return;
	}
	for (; pfn < end; pfn += step)
		write_compound(in, way, pfn);
}

/*
 * Those that begin at a pfn whose descriptor is written, by the older rule, or
 * all. Where each compound's first pages begin all of its pageblocks the two
 * are one.
 */
static void visit_pageblocks(const struct init *in, uint64_t pfn, uint64_t end,
			     uint64_t step)
{
	uint64_t visited = in->per_compound;

	if (step - visited < pageblock_pages(in) ||
	    in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		visited = step = end - pfn;
	for (; pfn < end; pfn += step)
		zd_pageblock_set_range(in->zone, in->model, pfn,
				       pfn + visited);
}

/*
 * The pageblocks come after all descriptors of the chunk: setting one is a
 * locked instruction, which waits until every streaming store before it has
 * left the core. One for each 2 MiB compound cost 7 % of a rebind of dax_pmem
 * (AMD EPYC, family 25 model 17: 67.9 ms against 62.9).
 */
void zd_chunk_write(struct init *in, const struct way *way, uint64_t pfn,
		    uint64_t end)
{
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	write_descriptors(in, way, pfn, end, step);
	visit_pageblocks(in, pfn, end, step);
}

/*
 * A write that changes nothing, to each page, where madvise() cannot do it. Of
 * a word: riscv64 has no atomic instruction for a byte.
 */
static void touch(unsigned char *at, unsigned char *end, uintptr_t page)
{
	for (; at < end; at += page)
		__atomic_fetch_or((uint32_t *)(void *)at, 0, __ATOMIC_RELAXED);
}

void zd_chunk_populate(const struct init *in, uint64_t pfn, uint64_t end)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	unsigned char *last = init_page(in, end - 1) + in->layout.size;
	unsigned char *first = init_page(in, pfn);

	first -= (uintptr_t)first % page;
#ifdef MADV_POPULATE_WRITE
	if (!madvise(first, (size_t)(last - first), MADV_POPULATE_WRITE))
		return;
#endif
	touch(first, last, page);
}
