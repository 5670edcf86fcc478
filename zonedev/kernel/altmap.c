/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * altmap.c - the pages of the device that hold its own memmap
 */
#include <errno.h>
#include "kernel/altmap.h"
#include "kernel/check.h"
#include "kernel/page.h"
#include "kernel/pageblock.h"

/*
 * Ordinary reserved pages: a count of 1, no pgmap, and the one place where the
 * list that __init_single_page() links to itself survives.
 */
static void init_altmap_page(struct memmap_init *in, uint64_t pfn)
{
	struct zonedev_page *page = (struct zonedev_page *)init_page(in, pfn);

	zd_page_section(in, &in->head, pfn);
	in->head.values.page.compound_info = (uintptr_t)&page->compound_info;
	zd_pages_build(in, &in->head, pfn, 1);
	page->zone_device_data = (uintptr_t)&page->compound_info;
}

static bool has_altmap(const struct zonedev_pagemap *pgmap)
{
	return pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID;
}

/*
 * The hotplug step visits pageblocks by the first page it initialises, so one
 * that begins in the reserve keeps its type; and it always does so, whatever
 * the rule for the range behind.
 */
void zd_altmap_init(struct zonedev_zone *zone,
		    struct zonedev_pagemap *pgmap)
{
	struct memmap_init in = {
		.zone = zone, .model = zone->model, .layout = zone->layout,
		.pgmap = pgmap, .runs = zd_runs_of_size(zone->layout.size),
	};
	uint64_t pfn, end;

	if (!has_altmap(pgmap))
		return;
	zd_page_values(&in, &in.head);
	in.head.values.page.refcount = 1;
	pfn = pgmap->altmap.base_pfn + pgmap->altmap.reserve;
	end = zd_pgmap_init_pfn(pgmap, 0);
	for (; pfn < end; pfn++) {
		init_altmap_page(&in, pfn);
		if (pfn % pageblock_pages(in.model) == 0)
			zd_pageblock_set(zone, pfn);
	}
}

int zonedev_memmap_init_altmap(struct zonedev_zone *zone,
			       const struct zonedev_pagemap *pgmap)
{
	const struct log log = { .hooks = zone->hooks };
	struct zonedev_pagemap map;
	uint64_t start, nr;
	int err;

	if (!pgmap)
		return zd_refuse(&log, -EINVAL, "pgmap is NULL");
	if (!has_altmap(pgmap))
		return 0;
	map = *pgmap;
	start = map.altmap.base_pfn;
	nr = zd_pgmap_init_pfn(&map, start) - start;
	err = zd_check_pgmap(zone->model, &map, start, nr, &log);
	if (err)
		return err;
	err = zd_check_zone(zone, &map, start, nr, &log);
	if (err)
		return err;
	zd_altmap_init(zone, &map);
	return 0;
}
