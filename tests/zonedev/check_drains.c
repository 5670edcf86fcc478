/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_drains.c - the streaming path does what the series does, where it does
 * it
 *
 * The counts were taken with breakpoints in a running kernel. The drains are
 * caught by the linker (--wrap), and each looks at the memory as it is then:
 * that they come before what they must order, and not only that they come.
 */
#include <stdio.h>
#include <streamcpy.h>
#include "support/runner.h"
#include "support/zone_fixture.h"

#define PG_HEAD		(UINT64_C(1) << 6)
#define FIRST_PFN	UINT64_C(0x40000)

static struct fixture f;
static uint64_t drains, before_head, before_tails, at_end;
static bool deduplicated;	/* 128 descriptors of each compound */

void __real_memcpy_streaming_drain(void);
void __wrap_memcpy_streaming_drain(void);

static bool touched(const struct zonedev_page *page)
{
	return page->flags != UINT64_MAX;
}

/* prep_compound_head() was there: page[2] is a list of its own */
static bool finished(uint64_t head_pfn)
{
	const struct zonedev_page *second = fixture_page(&f, head_pfn + 2);

	return second->zone_device_data ==
	       (uintptr_t)&second->zone_device_data;
}

/* Where the compound that is being built stands */
static void classify(uint64_t pfn, uint64_t per_compound)
{
	const struct zonedev_page *head = fixture_page(&f, pfn);

	if (!touched(fixture_page(&f, pfn + 1))) {
		ck_assert_msg(!(head->flags & PG_HEAD),
			      "PG_head of pfn %#lx was set before the drain",
			      (unsigned long)pfn);
		before_head++;
		return;
	}
	ck_assert(touched(fixture_page(&f, pfn + per_compound - 1)));
	ck_assert_msg(fixture_page(&f, pfn + 2)->zone_device_data == 0,
		      "page[2] of pfn %#lx was linked before the drain",
		      (unsigned long)pfn);
	before_tails++;
}

void __wrap_memcpy_streaming_drain(void)
{
	uint64_t step = UINT64_C(1) << f.pgmap.vmemmap_shift;
	uint64_t end = f.zone.start_pfn + f.zone.nr_pages, pfn;
	uint64_t written = deduplicated ? 128 : step;
	uint64_t first = f.zone.start_pfn + f.pgmap.altmap.reserve +
			 f.pgmap.altmap.free;

	__real_memcpy_streaming_drain();
	drains++;
	for (pfn = first; pfn < end; pfn += step)
		if (!touched(fixture_page(&f, pfn)))
			break;
	pfn -= step;
	if (step == 1 || finished(pfn))
		at_end++;
	else
		classify(pfn, written);
}

static void open(uint64_t nr_pages, enum zonedev_memory_type type,
		 unsigned order)
{
	drains = before_head = before_tails = at_end = 0;
	deduplicated = false;
	fixture_open(&f, zonedev_model("x86_64"), FIRST_PFN, nr_pages);
	f.pgmap.type = type;
	f.pgmap.vmemmap_shift = order;
}

static void assert_counts(const struct zonedev_report *r, uint64_t slow,
			  uint64_t cached, uint64_t streaming, uint64_t drained)
{
	ck_assert_uint_eq(r->counts.slow, slow);
	ck_assert_uint_eq(r->counts.cached, cached);
	ck_assert_uint_eq(r->counts.streaming, streaming);
	ck_assert_uint_eq(r->counts.drains, drained);
	ck_assert_uint_eq(drains, drained);
}

/* In a sanitizer build the opt-out holds and nothing streams. */
static bool opted_out(const struct zonedev_report *r)
{
	if (!STREAMCPY_SANITIZED)
		return false;
	ck_assert_int_eq(r->path, ZONEDEV_BASE);
	printf("skipped: nothing streams in a sanitizer build\n");
	return true;
}

START_TEST(streaming_of_single_pages_drains_once)
{
	struct zonedev_report r;

	open(4096, ZONEDEV_MEMORY_FS_DAX, 0);
	r = fixture_init(&f, ZONEDEV_STREAMING);
	if (!opted_out(&r)) {
		assert_counts(&r, 1, 7, 4088, 1);
		ck_assert_uint_eq(at_end, 1);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(streaming_of_shared_tails_drains_2n)
{
	struct zonedev_report r;

	open(64 * 512, ZONEDEV_MEMORY_GENERIC, 9);
	deduplicated = true;
	r = fixture_init(&f, ZONEDEV_STREAMING);
	if (!opted_out(&r)) {
		assert_counts(&r, 65, 63, 8064, 128);
		ck_assert_uint_eq(before_head, 63);
		ck_assert_uint_eq(before_tails, 64);
		ck_assert_uint_eq(at_end, 1);
	}
	fixture_close(&f);
}
END_TEST

/* 31 compounds behind the 512 pages of an altmap */
START_TEST(streaming_of_full_compounds_drains_2n)
{
	struct zonedev_report r;

	open(32 * 512, ZONEDEV_MEMORY_GENERIC, 9);
	f.pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	f.pgmap.altmap = (struct zonedev_altmap){
		.base_pfn = FIRST_PFN, .reserve = 2, .free = 510,
	};
	r = fixture_init(&f, ZONEDEV_STREAMING);
	if (!opted_out(&r)) {
		assert_counts(&r, 32, 30, 15810, 62);
		ck_assert_uint_eq(before_head, 30);
		ck_assert_uint_eq(before_tails, 31);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(cached_paths_drain_nothing)
{
	static const enum zonedev_path paths[] = {
		ZONEDEV_BASE, ZONEDEV_HEAD_TEMPLATE, ZONEDEV_TEMPLATE,
	};
	struct zonedev_report r;

	open(4 * 512, ZONEDEV_MEMORY_GENERIC, 9);
	r = fixture_init(&f, paths[_i]);
	ck_assert_uint_eq(r.counts.drains, 0);
	ck_assert_uint_eq(r.counts.streaming, 0);
	ck_assert_uint_eq(r.counts.slow + r.counts.cached, 4 * 128);
	ck_assert_uint_eq(drains, 0);
	fixture_close(&f);
}
END_TEST

START_TEST(empty_range_changes_nothing)
{
	struct zonedev_report r;

	open(512, ZONEDEV_MEMORY_FS_DAX, 0);
	f.pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	f.pgmap.altmap = (struct zonedev_altmap){
		.base_pfn = FIRST_PFN, .reserve = 2, .free = 510,
	};
	r = fixture_init(&f, ZONEDEV_STREAMING);
	ck_assert_uint_eq(r.init_pages, 0);
	assert_counts(&r, 0, 0, 0, 0);
	ck_assert(!touched(fixture_page(&f, FIRST_PFN)));
	ck_assert(!touched(fixture_page(&f, FIRST_PFN + 511)));
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("drains");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, streaming_of_single_pages_drains_once);
	tcase_add_test(tc, streaming_of_shared_tails_drains_2n);
	tcase_add_test(tc, streaming_of_full_compounds_drains_2n);
	tcase_add_loop_test(tc, cached_paths_drain_nothing, 0, 3);
	tcase_add_test(tc, empty_range_changes_nothing);
	return run_tcase("drains", tc);
}
