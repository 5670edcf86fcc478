/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * altmap.c - the pages of the device that hold its own memmap
 */
#include <errno.h>
#include "check.h"
#include "init.h"

/*
 * Ordinary reserved pages: a count of 1, no pgmap, and the one place where the
 * list that __init_single_page() links to itself survives.
 */
static void init_altmap_page(struct init *in, uint64_t pfn)
{
	struct zonedev_page *page = (struct zonedev_page *)init_page(in, pfn);
	struct page_values *v = &in->head.values;

	v->page.compound_info = (uintptr_t)&page->compound_info;
	in->runs->build(&in->layout, zd_init_run(in, pfn, 1), v);
	page->zone_device_data = v->page.compound_info;
}

static int check(struct init *in)
{
	char text[256];
	struct refusal why = { text, sizeof(text) };
	struct zonedev_zone *zone = in->zone;
	uint64_t start = in->pgmap->altmap.base_pfn;
	uint64_t nr = zd_pgmap_init_pfn(in->pgmap, start) - start;
	int err = zd_model_layout(in->model, &in->layout, &why);

	if (!err)
		err = zd_check_pgmap(in->model, in->pgmap, start, nr, &why);
	if (!err)
		err = zd_check_zone(zone, &in->layout, in->pgmap, start, nr,
				    &why);
	if (err && zone->hooks.log)
		zone->hooks.log(zone->hooks.arg, ZONEDEV_ERROR, text);
	return err;
}

/*
 * The hotplug step visits pageblocks by the first page it initialises, so one
 * that begins in the reserve keeps its type; and it always does so, whatever
 * the rule for the range behind.
 */
int zonedev_memmap_init_altmap(struct zonedev_zone *zone,
			       const struct zonedev_pagemap *pgmap)
{
	struct zonedev_pagemap map = *pgmap;
	struct init in = {
		.zone = zone, .model = zone->model, .pgmap = &map,
	};
	uint64_t pfn, end;
	int err;

	if (!(pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID))
		return 0;
	err = check(&in);
	if (err)
		return err;
	in.runs = zd_runs_of_size(in.layout.size);
	zd_init_values(&in, &in.head);
	in.head.values.page.refcount = 1;
	pfn = pgmap->altmap.base_pfn + pgmap->altmap.reserve;
	end = zd_pgmap_init_pfn(pgmap, 0);
	for (; pfn < end; pfn++) {
		zd_init_refresh_section(&in, &in.head, pfn);
		init_altmap_page(&in, pfn);
		if (pfn % pageblock_pages(&in) == 0)
			zd_pageblock_set(zone, in.model, pfn);
	}
	return 0;
}
