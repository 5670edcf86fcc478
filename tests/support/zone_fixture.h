/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone_fixture.h - a zone with memory of its own, filled with 0xff
 */
#ifndef ZONE_FIXTURE_H
#define ZONE_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <zonedev.h>

/* Descriptors of compounds up to 1 GiB are aligned naturally in it. */
#define FIXTURE_ALIGN	(UINT64_C(64) << 18)

struct fixture {
	struct zonedev_zone zone;
	struct zonedev_pagemap pgmap;
	struct zonedev_layout layout;
	unsigned char *mapping;
	size_t mapping_size, memmap_size, pageblocks_size;
};

static inline void fixture_open(struct fixture *f,
				const struct zonedev_model *model,
				uint64_t first_pfn, uint64_t nr_pages)
{
	uintptr_t at;

	memset(f, 0, sizeof(*f));
	ck_assert_int_eq(zonedev_layout(model, &f->layout, NULL, 0), 0);
	f->memmap_size = nr_pages * f->layout.size;
	f->mapping_size = f->memmap_size + 2 * FIXTURE_ALIGN;
	f->mapping = mmap(NULL, f->mapping_size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	ck_assert_ptr_ne(f->mapping, MAP_FAILED);
	at = ((uintptr_t)f->mapping + FIXTURE_ALIGN - 1) / FIXTURE_ALIGN *
	     FIXTURE_ALIGN;
	at += first_pfn * f->layout.size % FIXTURE_ALIGN;
	f->pageblocks_size = ((nr_pages >> model->pageblock_order) + 16) / 8 *
			     8;
	f->zone = (struct zonedev_zone){
		.model = model, .idx = f->layout.zone_device,
		.first_pfn = first_pfn, .nr_pages = nr_pages,
		.memmap = (void *)at,
		.pageblocks = calloc(1, f->pageblocks_size),
	};
	ck_assert_ptr_nonnull(f->zone.pageblocks);
	memset(f->zone.memmap, 0xff, f->memmap_size);
}

static inline void fixture_close(struct fixture *f)
{
	munmap(f->mapping, f->mapping_size);
	free(f->zone.pageblocks);
}

static inline struct zonedev_page *fixture_page(const struct fixture *f,
						uint64_t pfn)
{
	return (struct zonedev_page *)((char *)f->zone.memmap +
			       (pfn - f->zone.first_pfn) * f->layout.size);
}

/* Initialises the whole zone by @path; the report, and 0 is asserted */
static inline struct zonedev_report fixture_init(struct fixture *f,
						 enum zonedev_path path)
{
	struct zonedev_options options = { .path = path, .threads = 1 };
	struct zonedev_report report;

	ck_assert_int_eq(zonedev_memmap_init(&f->zone, f->zone.first_pfn,
						 f->zone.nr_pages, &f->pgmap,
						 &options, &report), 0);
	return report;
}

#endif
