/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_refusals.c - a wrong range, pgmap or zone is refused by name, and
 * nothing is changed
 */
#include <errno.h>
#include "support/refusal_log.h"
#include "support/runner.h"
#include "support/zone_fixture.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

/* The zone: four subsections, at the start of a section */
#define FIRST	UINT64_C(0x40000)
#define PAGES	UINT64_C(2048)

static struct fixture f;

static void open_zone(void)
{
	fixture_open(&f, zonedev_model("x86_64"), FIRST, PAGES);
	f.zone.hooks.log = log_keep;
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	log_clear();
}

static bool all_bytes(const void *at, size_t n, unsigned char byte)
{
	const unsigned char *p = at;

	while (n--)
		if (*p++ != byte)
			return false;
	return true;
}

/* By every path, into a report that must not change either */
static void assert_range_refused(uint64_t start, uint64_t nr, int err,
				 const char *word)
{
	struct zonedev_options options = {0};
	struct zonedev_pagemap before = f.pgmap;
	struct zonedev_report report;
	unsigned path;

	memset(&report, 0x5a, sizeof(report));
	for (path = 0; path < ZONEDEV_PATHS; path++) {
		log_clear();
		options.path = (enum zonedev_path)path;
		ck_assert_int_eq(zonedev_memmap_init(&f.zone, start, nr,
							 &f.pgmap, &options,
							 &report), err);
		log_has_refusal(word);
	}
	ck_assert(all_bytes(&report, sizeof(report), 0x5a));
	ck_assert_mem_eq(&before, &f.pgmap, sizeof(before));
	ck_assert(all_bytes(f.zone.memmap, f.memmap_size, 0xff));
	ck_assert(all_bytes(f.zone.pageblocks, f.pageblocks_size, 0));
}

static const struct bad_range {
	uint64_t start, nr;
	unsigned order;
	int err;
	const char *word;
} bad_ranges[] = {
	{ FIRST + 1, 512, 0, -EINVAL, "start pfn 0x40001 is not aligned to 2 MiB" },
	{ FIRST + 256, 512, 0, -EINVAL, "start pfn 0x40100" },
	{ FIRST, 511, 0, -EINVAL, "length 511 pages" },
	{ FIRST, PAGES + 512, 0, -ERANGE, "not inside the zone" },
	{ FIRST - 512, 512, 0, -ERANGE, "not inside the zone" },
	{ FIRST + 512, PAGES, 0, -ERANGE, "not inside the zone" },
	{ FIRST + PAGES, 512, 0, -ERANGE, "not inside the zone" },
	{ UINT64_MAX - 511, 1024, 0, -ERANGE, "52 bits of physical memory" },
	{ FIRST, UINT64_MAX - 511, 0, -ERANGE, "52 bits" },
	{ UINT64_C(1) << 40, 512, 0, -ERANGE, "52 bits" },
	{ FIRST, 512, 10, -EINVAL, "whole compounds of 1024" },
	{ FIRST, 1536, 10, -EINVAL, "whole compounds of 1024" },
	{ FIRST + 512, 1024, 10, -EINVAL, "whole compounds of 1024" },
	{ FIRST, 512, 23, -EINVAL, "order 23" },
	{ FIRST, 512, 64, -EINVAL, "order 64" },
	{ FIRST, 512, UINT32_MAX, -EINVAL, "order 4294967295" },
};

START_TEST(bad_range_is_refused_by_name)
{
	const struct bad_range *bad = &bad_ranges[_i];

	open_zone();
	f.pgmap.vmemmap_shift = bad->order;
	assert_range_refused(bad->start, bad->nr, bad->err, bad->word);
	fixture_close(&f);
}
END_TEST

static const struct bad_altmap {
	uint64_t base, reserve, free;
	unsigned order;
	const char *word;
} bad_altmaps[] = {
	{ FIRST + 512, 2, 510, 0, "altmap base pfn 0x40200 is not the start of the range, 0x40000" },
	{ FIRST, 2, PAGES, 0, "altmap of 2 reserved and 2048 free pages is larger than the range" },
	{ FIRST, PAGES + 1, 0, 0, "2049 reserved" },
	{ FIRST, 2, UINT64_MAX - 1, 0, "18446744073709551614 free" },
	{ FIRST, 2, 512, 9, "inside a compound of 512" },
};

START_TEST(bad_altmap_is_refused_by_name)
{
	const struct bad_altmap *bad = &bad_altmaps[_i];

	open_zone();
	f.pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	f.pgmap.vmemmap_shift = bad->order;
	f.pgmap.altmap = (struct zonedev_altmap){
		.base_pfn = bad->base, .reserve = bad->reserve,
		.free = bad->free,
	};
	assert_range_refused(FIRST, PAGES, -EINVAL, bad->word);
	fixture_close(&f);
}
END_TEST

/* Two ranges of one pgmap: well without an altmap, and not with one */
START_TEST(altmap_on_second_range_is_refused)
{
	const struct zonedev_options base = { .path = ZONEDEV_BASE };

	open_zone();
	f.pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	f.pgmap.altmap = (struct zonedev_altmap){
		.base_pfn = FIRST, .reserve = 2, .free = 510,
	};
	assert_range_refused(FIRST + 1024, 1024, -EINVAL,
			     "another range of it, from 0x40400");
	f.pgmap.altmap.base_pfn = FIRST + 1024;
	assert_range_refused(FIRST, 1024, -EINVAL, "another range of it");
	f.pgmap.flags = 0;
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, 512, &f.pgmap,
						 &base, NULL), 0);
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST + 1024, 512,
						 &f.pgmap, &base, NULL), 0);
	ck_assert_uint_eq(fixture_page(&f, FIRST + 1024)->compound_info,
			  (uintptr_t)&f.pgmap);
	ck_assert(all_bytes(fixture_page(&f, FIRST + 512),
			    512 * f.zone.layout.size, 0xff));
	fixture_close(&f);
}
END_TEST

/* The hotplug step is as careful with an altmap that it is given. */
START_TEST(init_of_bad_altmap_is_refused)
{
	static const struct zonedev_altmap bad[] = {
		{ .base_pfn = FIRST, .reserve = 2, .free = PAGES },
		{ .base_pfn = FIRST - 512, .reserve = 2, .free = 510 },
		{ .base_pfn = FIRST, .reserve = 1024, .free = UINT64_MAX },
	};
	size_t i;

	open_zone();
	f.pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	for (i = 0; i < NR(bad); i++) {
		log_clear();
		f.pgmap.altmap = bad[i];
		ck_assert_int_lt(zonedev_memmap_init_altmap(&f.zone, &f.pgmap),
				 0);
		ck_assert_uint_eq(logged.lines[ZONEDEV_ERROR], 1);
	}
	ck_assert(all_bytes(f.zone.memmap, f.memmap_size, 0xff));
	fixture_close(&f);
}
END_TEST

START_TEST(zone_other_than_zone_device_is_refused)
{
	open_zone();
	for (f.zone.idx = 0; f.zone.idx < 6; f.zone.idx++)
		if (f.zone.idx != 4)
			assert_range_refused(FIRST, PAGES, -EINVAL,
					     "is not ZONE_DEVICE, which is 4");
	fixture_close(&f);
}
END_TEST

START_TEST(node_beyond_its_bits_is_refused)
{
	open_zone();
	f.zone.nid = 1024;
	assert_range_refused(FIRST, PAGES, -ERANGE, "node 1024");
	fixture_close(&f);
}
END_TEST

START_TEST(model_that_does_not_fit_is_refused)
{
	struct zonedev_model m = *zonedev_model("x86_64");
	struct zonedev_zone zone = {
		.model = &m, .start_pfn = FIRST, .nr_pages = PAGES,
		.hooks.log = log_keep,
	};

	log_clear();
	m.nr_pageflags = 49;
	ck_assert_int_eq(zonedev_zone_alloc(&zone, NULL), -EINVAL);
	log_has_refusal("nodes_shift 10");
	ck_assert_ptr_null(zone.memmap);
}
END_TEST

START_TEST(zone_without_layout_is_refused)
{
	open_zone();
	f.zone.layout = (struct zonedev_layout){0};
	assert_range_refused(FIRST, PAGES, -EINVAL,
			     "no layout; zonedev_zone_alloc() sets it");
	ck_assert_ptr_null(zonedev_pfn_to_page(&f.zone, FIRST));
	f.zone.layout.size = 64;	/* to be freed */
	fixture_close(&f);
}
END_TEST

START_TEST(unknown_path_is_refused)
{
	const struct zonedev_options options = {
		.path = (enum zonedev_path)ZONEDEV_PATHS,
	};

	open_zone();
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES,
						 &f.pgmap, &options, NULL),
			 -EINVAL);
	log_has_refusal("path 5 is none; they are 0 (auto) to 4 (streaming)");
	ck_assert(all_bytes(f.zone.memmap, f.memmap_size, 0xff));
	fixture_close(&f);
}
END_TEST

/* By each path but auto, which has them */
static const struct {
	struct zonedev_options options;
	const char *word;
} inapplicable[] = {
	{ { .threads = 2 }, "2 threads by path" },
	{ { .strategy = "base" }, "strategy base by path" },
	{ { .keep_caches = true }, "keep_caches by path" },
};

START_TEST(option_of_auto_by_another_path_is_refused)
{
	struct zonedev_options options = inapplicable[_i].options;
	unsigned path;

	open_zone();
	for (path = ZONEDEV_BASE; path < ZONEDEV_PATHS; path++) {
		log_clear();
		options.path = (enum zonedev_path)path;
		ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES,
						     &f.pgmap, &options, NULL),
				 -EINVAL);
		log_has_refusal(inapplicable[_i].word);
		log_has_refusal(zonedev_path_name(options.path));
	}
	ck_assert(all_bytes(f.zone.memmap, f.memmap_size, 0xff));
	ck_assert(all_bytes(f.zone.pageblocks, f.pageblocks_size, 0));
	fixture_close(&f);
}
END_TEST

/* Both are auto, by as many threads as may be. */
START_TEST(no_options_and_zero_options_are_the_same)
{
	const struct zonedev_options zero = {0};
	struct zonedev_report null_report, zero_report;

	open_zone();
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES, &f.pgmap,
					     NULL, &null_report), 0);
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES, &f.pgmap,
					     &zero, &zero_report), 0);
	ck_assert_int_eq(null_report.path, zero_report.path);
	ck_assert_uint_eq(null_report.threads, zero_report.threads);
	ck_assert_int_eq(zonedev_path_find("auto"), 0);
	fixture_close(&f);
}
END_TEST

static const struct bad_zone {
	uint64_t start, nr;
	unsigned order;
	int err;
	const char *word;
} bad_zones[] = {
	{ FIRST, 0, 0, -EINVAL, "a zone of 0 pages" },
	{ FIRST, 512, 23, -EINVAL, "order 23" },
	{ UINT64_MAX - 511, 1024, 0, -ERANGE, "more than 64 bits address" },
	{ FIRST, UINT64_MAX / 2, 0, -ERANGE, "more than 64 bits address" },
	{ FIRST, UINT64_C(1) << 50, 0, -ENOMEM, "no memory for a memmap" },
};

START_TEST(zone_that_cannot_be_is_not_allocated)
{
	const struct bad_zone *bad = &bad_zones[_i];
	const struct zonedev_pagemap pgmap = { .vmemmap_shift = bad->order };
	struct zonedev_zone zone = {
		.model = zonedev_model("x86_64"), .start_pfn = bad->start,
		.nr_pages = bad->nr, .hooks.log = log_keep,
	}, before = zone;

	log_clear();
	ck_assert_int_eq(zonedev_zone_alloc(&zone, &pgmap), bad->err);
	log_has_refusal(bad->word);
	ck_assert_mem_eq(&zone, &before, sizeof(zone));
	zonedev_zone_free(&zone);
}
END_TEST

START_TEST(null_pgmap_is_refused)
{
	open_zone();
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES, NULL,
						 NULL, NULL), -EINVAL);
	log_has_refusal("pgmap");
	fixture_close(&f);
}
END_TEST

/* A misplaced memmap would make tails find the wrong head. */
START_TEST(unaligned_memmap_is_refused)
{
	void *memmap;

	open_zone();
	f.pgmap.vmemmap_shift = 9;
	memmap = f.zone.memmap;
	f.zone.memmap = (char *)memmap + 64;
	f.memmap_size -= 64;
	assert_range_refused(FIRST, 512, -EINVAL, "as mask mode needs");
	f.zone.memmap = (char *)memmap + 8;
	assert_range_refused(FIRST, 512, -EINVAL, "aligned to 16 bytes");
	f.zone.memmap = memmap;
	f.zone.pageblocks++;
	f.pageblocks_size--;
	assert_range_refused(FIRST, 512, -EINVAL, "pageblock map");
	f.zone.pageblocks--;
	fixture_close(&f);
}
END_TEST

START_TEST(pfn_outside_of_the_zone_has_no_page)
{
	open_zone();
	ck_assert_ptr_null(zonedev_pfn_to_page(&f.zone, FIRST - 1));
	ck_assert_ptr_eq(zonedev_pfn_to_page(&f.zone, FIRST), f.zone.memmap);
	ck_assert_ptr_nonnull(zonedev_pfn_to_page(&f.zone, FIRST + PAGES - 1));
	ck_assert_ptr_null(zonedev_pfn_to_page(&f.zone, FIRST + PAGES));
	fixture_close(&f);
}
END_TEST

/* No refusal: as in the kernel the count stays 1, with one warning. */
START_TEST(unknown_type_keeps_count_1_and_warns_once)
{
	static const unsigned types[] = { 0, 6, 4711 };
	struct zonedev_options options = {0};
	unsigned path;

	open_zone();
	f.pgmap.type = (enum zonedev_memory_type)types[_i];
	for (path = 0; path < ZONEDEV_PATHS; path++) {
		log_clear();
		options.path = (enum zonedev_path)path;
		memset(f.zone.memmap, 0xff, f.memmap_size);
		ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST, PAGES,
							 &f.pgmap, &options,
							 NULL), 0);
		ck_assert_uint_eq(logged.lines[ZONEDEV_WARNING], 1);
		ck_assert_uint_eq(logged.lines[ZONEDEV_ERROR], 0);
		ck_assert_ptr_nonnull(strstr(logged.last[ZONEDEV_WARNING],
					     "unknown memory type"));
		ck_assert_int_eq(fixture_page(&f, FIRST + 77)->refcount, 1);
	}
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("refusals");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc,
			    bad_range_is_refused_by_name,
			    0, (int)NR(bad_ranges));
	tcase_add_loop_test(tc,
			    bad_altmap_is_refused_by_name,
			    0, (int)NR(bad_altmaps));
	tcase_add_test(tc, altmap_on_second_range_is_refused);
	tcase_add_test(tc, init_of_bad_altmap_is_refused);
	tcase_add_test(tc, zone_other_than_zone_device_is_refused);
	tcase_add_test(tc, node_beyond_its_bits_is_refused);
	tcase_add_test(tc, model_that_does_not_fit_is_refused);
	tcase_add_test(tc, unknown_path_is_refused);
	tcase_add_test(tc, null_pgmap_is_refused);
	tcase_add_test(tc, zone_without_layout_is_refused);
	tcase_add_loop_test(tc, option_of_auto_by_another_path_is_refused, 0,
			    (int)NR(inapplicable));
	tcase_add_test(tc, no_options_and_zero_options_are_the_same);
	tcase_add_loop_test(tc, zone_that_cannot_be_is_not_allocated, 0,
			    (int)NR(bad_zones));
	tcase_add_test(tc, unaligned_memmap_is_refused);
	tcase_add_test(tc, pfn_outside_of_the_zone_has_no_page);
	tcase_add_loop_test(tc, unknown_type_keeps_count_1_and_warns_once,
			    0, 3);
	return run_tcase("refusals", tc);
}
