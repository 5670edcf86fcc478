/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pageblock.c - the migratetype of each pageblock
 */
#include "init.h"

/* A byte for each; the kernel's with MEMORY_ISOLATION: bit 3 is compact-skip */
#define PER_WORD		8
#define TYPE_AND_ISOLATE	(UINT64_C(0x7) | UINT64_C(0x10))

static uint64_t index_of(const struct zone *zone,
			 const struct zonedev_model *model, uint64_t pfn)
{
	return (pfn >> model->pageblock_order) -
	       (zone->first_pfn >> model->pageblock_order);
}

/* In the word, bit 8 * i is that of the i-th byte in memory */
static unsigned shift_of(uint64_t index)
{
	unsigned byte = index % PER_WORD;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	byte = PER_WORD - 1 - byte;
#endif
	return byte * 8;
}

/*
 * Neighbouring pageblocks share a word, and their pages may be initialised by
 * different threads: hence compare-exchange, as in the kernel.
 */
void zd_pageblock_set(const struct zone *zone,
		      const struct zonedev_model *model, uint64_t pfn)
{
	uint64_t index = index_of(zone, model, pfn), old, new;
	unsigned shift = shift_of(index);
	uint64_t type = model->mobility_grouping ? MIGRATE_MOVABLE :
			MIGRATE_UNMOVABLE;
	uint64_t *word = (uint64_t *)zone->pageblocks + index / PER_WORD;

	old = __atomic_load_n(word, __ATOMIC_RELAXED);
	do {
		new = (old & ~(TYPE_AND_ISOLATE << shift)) | type << shift;
	} while (!__atomic_compare_exchange_n(word, &old, new, true,
					      __ATOMIC_RELAXED,
					      __ATOMIC_RELAXED));
}

/* All that begin in [@pfn, @end) */
void zd_pageblock_set_range(const struct zone *zone,
			    const struct zonedev_model *model, uint64_t pfn,
			    uint64_t end)
{
	uint64_t pages = UINT64_C(1) << model->pageblock_order;

	for (pfn = (pfn + pages - 1) / pages * pages; pfn < end; pfn += pages)
		zd_pageblock_set(zone, model, pfn);
}

enum migratetype zd_pageblock_get(const struct zone *zone,
				  const struct zonedev_model *model,
				  uint64_t pfn)
{
	return zone->pageblocks[index_of(zone, model, pfn)] & 7;
}

/* The first page of a pageblock was initialised. */
void zd_pageblock_visit(const struct init *in, uint64_t pfn)
{
	if (in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_VISITED)
		zd_pageblock_set(in->zone, in->model, pfn);
}
