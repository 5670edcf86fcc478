/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pageblock.h - the migratetype of each pageblock
 */
#ifndef ZONEDEV_PAGEBLOCK_H
#define ZONEDEV_PAGEBLOCK_H

#include "kernel/memmap_init.h"

/* Bytes of a pageblock map for [@start_pfn, @start_pfn + @nr_pages) */
uint64_t zd_pageblock_map_size(const struct zonedev_model *model,
			       uint64_t start_pfn, uint64_t nr_pages);

/* All of a zone as a section that is added has them: UNMOVABLE, no bits */
void zd_pageblock_clear(const struct zonedev_zone *zone);
void zd_pageblock_set(const struct zonedev_zone *zone, uint64_t pfn);

/* All that begin in [@pfn, @end) */
void zd_pageblock_set_range(const struct zonedev_zone *zone, uint64_t pfn,
			    uint64_t end);
enum zonedev_migratetype zd_pageblock_get(const struct zonedev_zone *zone,
					  uint64_t pfn);

/* The first page of a pageblock was initialised. */
void zd_pageblock_visit(const struct memmap_init *in, uint64_t pfn);

/* Where the pageblock of @pfn ends, or @end before */
uint64_t zd_pageblock_end(const struct memmap_init *in, uint64_t pfn,
			  uint64_t end);

#endif
