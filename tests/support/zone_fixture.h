/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone_fixture.h - a zone with memory of its own, filled with 0xff
 */
#ifndef ZONE_FIXTURE_H
#define ZONE_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zonedev.h>

struct fixture {
	struct zonedev_zone zone;
	struct zonedev_pagemap pgmap;
	size_t memmap_size, pageblocks_size;
};

/* For compounds of any order up to 1 GiB of 4 KiB pages; none is set. */
static inline void fixture_open(struct fixture *f,
				const struct zonedev_model *model,
				uint64_t start_pfn, uint64_t nr_pages)
{
	const unsigned gib = 18, most = model->max_folio_order;
	const struct zonedev_pagemap any = {
		.vmemmap_shift = most < gib ? most : gib,
	};
	unsigned order = model->pageblock_order;

	memset(f, 0, sizeof(*f));
	f->zone = (struct zonedev_zone){
		.model = model, .start_pfn = start_pfn, .nr_pages = nr_pages,
	};
	ck_assert_int_eq(zonedev_zone_alloc(&f->zone, &any), 0);
	f->memmap_size = nr_pages * f->zone.layout.size;
	f->pageblocks_size = (((start_pfn + nr_pages - 1) >> order) -
			      (start_pfn >> order)) / 8 * 8 + 8;
	memset(f->zone.memmap, 0xff, f->memmap_size);
}

static inline void fixture_close(struct fixture *f)
{
	zonedev_zone_free(&f->zone);
}

static inline struct zonedev_page *fixture_page(const struct fixture *f,
						uint64_t pfn)
{
	return zonedev_pfn_to_page(&f->zone, pfn);
}

/* Initialises the whole zone by @path; the report, and 0 is asserted */
static inline struct zonedev_report fixture_init(struct fixture *f,
						 enum zonedev_path path)
{
	struct zonedev_options options = { .path = path, .threads = 1 };
	struct zonedev_report report;

	ck_assert_int_eq(zonedev_memmap_init(&f->zone, f->zone.start_pfn,
					     f->zone.nr_pages, &f->pgmap,
					     &options, &report), 0);
	return report;
}

#endif
