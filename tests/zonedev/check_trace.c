/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_trace.c - page_ref_set: each event, in the kernel's order
 */
#include "support/runner.h"
#include "support/zone_fixture.h"

#define FIRST_PFN	UINT64_C(0x40000)
#define PG_RESERVED	(UINT64_C(1) << 13)
#define EVENTS_MAX	4096

static struct fixture f;
static struct zonedev_page_ref_set events[EVENTS_MAX];
static unsigned nr_events;

static void record(void *arg, const struct zonedev_page_ref_set *event)
{
	(void)arg;
	ck_assert_uint_lt(nr_events, EVENTS_MAX);
	events[nr_events++] = *event;
}

static struct zonedev_report trace(enum zonedev_memory_type type,
				   unsigned order)
{
	nr_events = 0;
	fixture_open(&f, zonedev_model("x86_64"), FIRST_PFN, 512);
	f.pgmap.type = type;
	f.pgmap.vmemmap_shift = order;
	f.zone.hooks.page_ref_set = record;
	return fixture_init(&f, ZONEDEV_STREAMING);
}

static unsigned of_pfn(uint64_t pfn, struct zonedev_page_ref_set *found)
{
	unsigned i, n = 0;

	for (i = 0; i < nr_events; i++)
		if (events[i].pfn == pfn)
			found[n++] = events[i];
	return n;
}

START_TEST(active_hook_takes_base_path)
{
	struct zonedev_report r = trace(ZONEDEV_MEMORY_FS_DAX, 0);

	ck_assert_int_eq(r.path, ZONEDEV_BASE);
	ck_assert_uint_eq(r.counts.slow, 512);
	ck_assert_uint_eq(r.counts.drains, 0);
	fixture_close(&f);
}
END_TEST

/* Born with 1, mapcount not yet -1, only zone and node in the flags; then 0 */
START_TEST(events_of_single_page_are_1_0)
{
	struct zonedev_page_ref_set e[8];

	trace(ZONEDEV_MEMORY_FS_DAX, 0);
	ck_assert_uint_eq(nr_events, 2 * 512);
	ck_assert_uint_eq(of_pfn(FIRST_PFN, e), 2);
	ck_assert_int_eq(e[0].val, 1);
	ck_assert_int_eq(e[0].mapcount, 0);
	ck_assert_uint_eq(e[0].flags, UINT64_C(4) << 51);
	ck_assert_int_eq(e[0].migratetype, ZONEDEV_MIGRATE_UNMOVABLE);
	ck_assert_int_eq(e[1].val, 0);
	ck_assert_int_eq(e[1].count, 0);
	ck_assert_int_eq(e[1].mapcount, -1);
	ck_assert_uint_eq(e[1].flags & PG_RESERVED, PG_RESERVED);
	ck_assert_int_eq(e[1].migratetype, ZONEDEV_MIGRATE_MOVABLE);
	fixture_close(&f);
}
END_TEST

START_TEST(events_of_generic_compound_are_1_then_1_0)
{
	struct zonedev_page_ref_set e[8];

	trace(ZONEDEV_MEMORY_GENERIC, 9);
	ck_assert_uint_eq(of_pfn(FIRST_PFN, e), 1);
	ck_assert_int_eq(e[0].val, 1);
	ck_assert_uint_eq(of_pfn(FIRST_PFN + 5, e), 2);
	ck_assert_int_eq(e[0].val, 1);
	ck_assert_uint_eq(e[0].mapping, 0);
	ck_assert_int_eq(e[1].val, 0);
	ck_assert_uint_eq(e[1].mapping, 0xdead000000000400);
	fixture_close(&f);
}
END_TEST

START_TEST(events_of_other_tails_are_1_0_0)
{
	struct zonedev_page_ref_set e[8];

	trace(ZONEDEV_MEMORY_COHERENT, 9);
	ck_assert_uint_eq(of_pfn(FIRST_PFN, e), 2);
	ck_assert_uint_eq(of_pfn(FIRST_PFN + 5, e), 3);
	ck_assert_int_eq(e[0].val, 1);
	ck_assert_int_eq(e[1].val, 0);
	ck_assert_uint_eq(e[1].mapping, 0);
	ck_assert_int_eq(e[2].val, 0);
	ck_assert_uint_eq(e[2].mapping, 0xdead000000000400);
	fixture_close(&f);
}
END_TEST

START_TEST(traced_run_writes_bases_bytes)
{
	static const char *const models[] = {
		"x86_64", "x86_64-pointer", "classic-sparse", "page-virtual",
	};
	unsigned char *traced;

	fixture_open(&f, zonedev_model(models[_i]), FIRST_PFN, 1024);
	f.pgmap.type = ZONEDEV_MEMORY_PCI_P2PDMA;
	f.pgmap.vmemmap_shift = 9;
	nr_events = 0;
	f.zone.hooks.page_ref_set = record;
	fixture_init(&f, ZONEDEV_BASE);
	traced = malloc(f.memmap_size);
	memcpy(traced, f.zone.memmap, f.memmap_size);
	memset(f.zone.memmap, 0xff, f.memmap_size);
	f.zone.hooks.page_ref_set = NULL;
	fixture_init(&f, ZONEDEV_BASE);
	ck_assert_int_eq(memcmp(traced, f.zone.memmap, f.memmap_size), 0);
	free(traced);
	fixture_close(&f);
}
END_TEST

/* ---- Every event --------------------------------------------------------- */

#define TAIL_MAPPING	UINT64_C(0xdead000000000400)
#define MOST_PAGES	1024

/* Flags of a page as it is born, and when it is done; the section's place */
static const struct traced_model {
	const char *name;
	uint64_t links, flags;
	unsigned section_shift;
	bool range_rule;
} traced_models[] = {
	{ "x86_64", UINT64_C(4) << 51, 0x0027ffffc0002000, 0, false },
	{ "x86_64", UINT64_C(4) << 51, 0x0027ffffc0002000, 0, true },
	{ "classic-sparse", UINT64_C(4) << 36, 0x0000004000002000, 45, false },
};

static const unsigned traced_orders[] = { 0, 1, 9 };

#define NR_MODELS	3
#define NR_ORDERS	3
#define NR_TYPES	7	/* 0 and 6 are unknown */

static struct zonedev_page_ref_set wanted[EVENTS_MAX];
static unsigned nr_wanted;

static void want(uint64_t pfn, uint64_t flags, int32_t val, int32_t mapcount,
		 uint64_t mapping, enum zonedev_migratetype type)
{
	wanted[nr_wanted++] = (struct zonedev_page_ref_set){
		.pfn = pfn, .flags = flags, .mapping = mapping, .count = val,
		.mapcount = mapcount, .val = val, .migratetype = type,
	};
}

/*
 * Born with 1: no mapcount yet, no cpupid, not reserved. Then its pageblock,
 * then what the type says, then what makes it a tail.
 */
static void want_page(const struct traced_model *m, uint64_t pfn, bool zeroed,
		      bool tail)
{
	static enum zonedev_migratetype type;
	uint64_t section = m->section_shift ?
			   pfn >> 15 << m->section_shift : 0;

	if (pfn % 512 == 0)
		type = ZONEDEV_MIGRATE_UNMOVABLE;
	want(pfn, m->links | section, 1, 0, 0, type);
	if (pfn % 512 == 0 && !m->range_rule)
		type = ZONEDEV_MIGRATE_MOVABLE;
	if (zeroed)
		want(pfn, m->flags | section, 0, -1, 0, type);
	if (tail)
		want(pfn, m->flags | section, 0, -1, TAIL_MAPPING, type);
}

static bool starts_at_0(unsigned type)
{
	return type == ZONEDEV_MEMORY_PRIVATE ||
	       type == ZONEDEV_MEMORY_COHERENT ||
	       type == ZONEDEV_MEMORY_FS_DAX ||
		type == ZONEDEV_MEMORY_PCI_P2PDMA;
}

START_TEST(events_come_in_the_kernels_order)
{
	const struct traced_model *traced = &traced_models[_i % NR_MODELS];
	unsigned order = traced_orders[_i / NR_MODELS % NR_ORDERS];
	unsigned type = (unsigned)_i / (NR_MODELS * NR_ORDERS), i;
	struct zonedev_model m = *zonedev_model(traced->name);
	uint64_t pfn, number;

	m.optimize_dax_vmemmap = false;
	m.pageblock_rule = traced->range_rule ? ZONEDEV_PAGEBLOCK_RANGE :
			   ZONEDEV_PAGEBLOCK_VISITED;
	fixture_open(&f, &m, FIRST_PFN, MOST_PAGES);
	f.pgmap.type = (enum zonedev_memory_type)type;
	f.pgmap.vmemmap_shift = order;
	f.zone.hooks.page_ref_set = record;
	nr_events = nr_wanted = 0;
	fixture_init(&f, ZONEDEV_AUTO);
	for (pfn = FIRST_PFN; pfn < FIRST_PFN + MOST_PAGES; pfn++) {
		number = pfn % (UINT64_C(1) << order);
		want_page(traced, pfn, starts_at_0(type), number > 0);
	}
	ck_assert_uint_eq(nr_events, nr_wanted);
	for (i = 0; i < nr_wanted; i++)
		ck_assert_msg(!memcmp(&events[i], &wanted[i],
				      sizeof(events[i])),
			      "event %u, of pfn %#lx: flags %#lx, mapping %#lx, count %d, mapcount %d, val %d, type %d",
			      i, (unsigned long)events[i].pfn,
			      (unsigned long)events[i].flags,
			      (unsigned long)events[i].mapping,
			      events[i].count, events[i].mapcount,
			      events[i].val, events[i].migratetype);
	fixture_close(&f);
}
END_TEST

static void forget_hook(void *arg, const struct zonedev_page_ref_set *event)
{
	f.zone.hooks.page_ref_set = NULL;
	record(arg, event);
}

/* A hook that goes, or comes, while a call works changes nothing of it. */
START_TEST(hook_that_goes_during_a_call_is_told_all)
{
	struct zonedev_report r;

	fixture_open(&f, zonedev_model("x86_64"), FIRST_PFN, 512);
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	nr_events = 0;
	f.zone.hooks.page_ref_set = forget_hook;
	r = fixture_init(&f, ZONEDEV_STREAMING);
	ck_assert_uint_eq(nr_events, 512);
	ck_assert_int_eq(r.path, ZONEDEV_BASE);
	r = fixture_init(&f, ZONEDEV_TEMPLATE);
	ck_assert_uint_eq(nr_events, 512);
	fixture_close(&f);
}
END_TEST

static unsigned lines;

static void count_line(void *arg, enum zonedev_level level, const char *line)
{
	(void)arg;
	(void)line;
	lines += level == ZONEDEV_DEBUG;
}

static void forget_log(void *arg, const struct zonedev_page_ref_set *event)
{
	f.zone.hooks.log = NULL;
	record(arg, event);
}

START_TEST(log_that_goes_during_a_call_is_told_its_end)
{
	fixture_open(&f, zonedev_model("x86_64"), FIRST_PFN, 512);
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	lines = nr_events = 0;
	f.zone.hooks.page_ref_set = forget_log;
	f.zone.hooks.log = count_line;
	fixture_init(&f, ZONEDEV_BASE);
	ck_assert_uint_eq(lines, 1);
	fixture_init(&f, ZONEDEV_BASE);
	ck_assert_uint_eq(lines, 1);
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("trace");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, active_hook_takes_base_path);
	tcase_add_test(tc, events_of_single_page_are_1_0);
	tcase_add_test(tc, events_of_generic_compound_are_1_then_1_0);
	tcase_add_test(tc, events_of_other_tails_are_1_0_0);
	tcase_add_loop_test(tc, traced_run_writes_bases_bytes, 0, 4);
	tcase_add_loop_test(tc, events_come_in_the_kernels_order, 0,
			    NR_MODELS * NR_ORDERS * NR_TYPES);
	tcase_add_test(tc, hook_that_goes_during_a_call_is_told_all);
	tcase_add_test(tc, log_that_goes_during_a_call_is_told_its_end);
	return run_tcase("trace", tc);
}
