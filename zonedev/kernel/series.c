/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * series.c - memmap_init_zone_device() of the kernel and of the series
 *
 * Four paths that differ in what is copied from a template, and whether the
 * copies are streamed: nothing, heads, tails too, both streamed.
 */
#include "kernel/compound.h"
#include "kernel/page.h"
#include "kernel/pageblock.h"
#include "kernel/series.h"

static void init_singles(struct memmap_init *in, uint64_t pfn, uint64_t end)
{
	uint64_t next;

	for (; pfn < end; pfn = next) {
		next = zd_pageblock_end(in, pfn, end);
		zd_pages_init(in, &in->head, pfn, next - pfn);
	}
}

/*
 * PG_head is set in a descriptor that may just have been streamed: hence the
 * drain, except after the first head, which went the slow way.
 */
static void init_compounds(struct memmap_init *in, uint64_t pfn, uint64_t end)
{
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	for (; pfn < end; pfn += step) {
		zd_pages_init(in, &in->head, pfn, 1);
		if (in->head.streamed && pfn != in->pfn)
			init_drain(in);
		zd_compound_init(in, pfn);
	}
}

static void init_range(struct memmap_init *in, uint64_t pfn, uint64_t end)
{
	if (in->pgmap->vmemmap_shift)
		init_compounds(in, pfn, end);
	else
		init_singles(in, pfn, end);
	if (in->head.streamed)
		init_drain(in);
	if (in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		zd_pageblock_set_range(in->zone, pfn, end);
}

static void set_path(struct memmap_init *in, enum zonedev_path path)
{
	in->head.copied = path != ZONEDEV_BASE;
	in->tail.copied = path == ZONEDEV_TEMPLATE ||
			  path == ZONEDEV_STREAMING;
	in->head.streamed = in->tail.streamed = path == ZONEDEV_STREAMING;
}

void zd_series_init(struct memmap_init *in, enum zonedev_path path)
{
	set_path(in, path);
	init_range(in, in->pfn, in->end);
}

void zd_series_base(struct memmap_init *in, uint64_t pfn, uint64_t end)
{
	set_path(in, ZONEDEV_BASE);
	init_range(in, pfn, end);
}
