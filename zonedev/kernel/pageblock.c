/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pageblock.c - the migratetype of each pageblock
 */
#include <string.h>
#include "kernel/pageblock.h"

/* A byte for each; the kernel's with MEMORY_ISOLATION: bit 3 is compact-skip */
#define PER_WORD		8
#define TYPE_AND_ISOLATE	(UINT64_C(0x7) | UINT64_C(0x10))

static uint64_t index_of(const struct zonedev_zone *zone, uint64_t pfn)
{
	unsigned order = zone->model->pageblock_order;

	return (pfn >> order) - (zone->start_pfn >> order);
}

/* A byte for each pageblock, in whole words of eight */
uint64_t zd_pageblock_map_size(const struct zonedev_model *model,
			       uint64_t start_pfn, uint64_t nr_pages)
{
	unsigned order = model->pageblock_order;
	uint64_t last = (start_pfn + nr_pages - 1) >> order;

	return ((last - (start_pfn >> order)) / PER_WORD + 1) * PER_WORD;
}

/* 1 in each of @n bytes from the one of @index on, as they lie in memory */
static uint64_t ones(uint64_t index, uint64_t n)
{
	const uint64_t all = UINT64_C(0x0101010101010101);
	uint64_t these = all >> 8 * (PER_WORD - n);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return these << 8 * (PER_WORD - n - index % PER_WORD);
#else
	return these << 8 * (index % PER_WORD);
#endif
}

/*
 * @n pageblocks, 1 to 8, in the word of @index. Neighbouring ones share a word,
 * and their pages may be initialised by different threads: hence
 * compare-exchange, as in the kernel.
 */
static void set_in_word(const struct zonedev_zone *zone, uint64_t index,
			uint64_t n)
{
	uint64_t *word = (uint64_t *)zone->pageblocks + index / PER_WORD;
	uint64_t bytes = ones(index, n), old, new;
	uint64_t type = zone->model->mobility_grouping ?
			ZONEDEV_MIGRATE_MOVABLE : ZONEDEV_MIGRATE_UNMOVABLE;

	old = __atomic_load_n(word, __ATOMIC_RELAXED);
	do {
		new = (old & ~(TYPE_AND_ISOLATE * bytes)) | type * bytes;
	} while (!__atomic_compare_exchange_n(word, &old, new, true,
					      __ATOMIC_RELAXED,
					      __ATOMIC_RELAXED));
}

void zd_pageblock_clear(const struct zonedev_zone *zone)
{
	memset(zone->pageblocks, 0,
	       zd_pageblock_map_size(zone->model, zone->start_pfn,
				     zone->nr_pages));
}

void zd_pageblock_set(const struct zonedev_zone *zone, uint64_t pfn)
{
	set_in_word(zone, index_of(zone, pfn), 1);
}

/*
 * A word at a time: one locked instruction for each of 50,399 pageblocks is
 * half a millisecond of a 60 ms rebind.
 */
void zd_pageblock_set_range(const struct zonedev_zone *zone, uint64_t pfn,
			    uint64_t end)
{
	uint64_t pages = pageblock_pages(zone->model);
	uint64_t index = index_of(zone, pfn + pages - 1), n;
	uint64_t last = index_of(zone, end + pages - 1);

	for (; index < last; index += n) {
		n = PER_WORD - index % PER_WORD;
		if (n > last - index)
			n = last - index;
		set_in_word(zone, index, n);
	}
}

enum zonedev_migratetype zd_pageblock_get(const struct zonedev_zone *zone,
					  uint64_t pfn)
{
	return zone->pageblocks[index_of(zone, pfn)] & 7;
}

void zd_pageblock_visit(const struct memmap_init *in, uint64_t pfn)
{
	if (in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_VISITED)
		zd_pageblock_set(in->zone, pfn);
}

uint64_t zd_pageblock_end(const struct memmap_init *in, uint64_t pfn,
			  uint64_t end)
{
	uint64_t pages = pageblock_pages(in->model);
	uint64_t next = (pfn / pages + 1) * pages;

	return next < end ? next : end;
}
