/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_rows.c - the loops by hand do the work that they are compared with, and
 * no row makes a measurement much longer than it may be
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "zonedev/bench/control.h"
#include "zonedev/bench/measure.h"
#include "zonedev/bench/rows.h"
#include "support/runner.h"
#include "zonedev/bench/written.h"

static const struct zonedev_config configs[] = {
	{ .type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_DEV,
	  .size = 8 << 20, .align = 2 << 20 },
	{ .type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_DEV,
	  .size = 8 << 20, .align = 2 << 20 },
	{ .type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_MEM,
	  .size = 8 << 20, .align = 2 << 20 },
	{ .type = ZONEDEV_MEMORY_PRIVATE, .map = ZONEDEV_MAP_MEM,
	  .size = 8 << 20, .align = 4096 },
};

#define NR_CONFIGS	((int)(sizeof(configs) / sizeof(configs[0])))

static bool steps_back, leaps;

int __real_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_gettime(clockid_t id, struct timespec *t);

/* An hour less at each call, or a second more */
int __wrap_clock_gettime(clockid_t id, struct timespec *t)
{
	static unsigned calls;

	if (!steps_back && !leaps)
		return __real_clock_gettime(id, t);
	calls++;
	t->tv_sec = leaps ? (long)calls : 36000000 - 3600 * (long)calls;
	t->tv_nsec = 0;
	return 0;
}

static void spoil(struct zonedev_namespace *ns)
{
	const struct zonedev_zone *zone = zonedev_namespace_zone(ns);
	struct written v = written_of(ns);
	uint64_t keep = 4 * v.page_size, i;

	memset(v.at + keep, 0xa5, v.size - keep);
	for (i = 1; i < v.pieces; i++)
		memset(v.at + i * v.step, 0xa5, v.size);
	memset(zone->pageblocks, 0x5a, zone->nr_pages >>
	       zone->model->pageblock_order);
}

/*
 * What a loop is to repeat is read from the first compound; then all behind it
 * is spoilt, and must come back. The pageblock map is the loop's too, unless it
 * is the control. Under a clock that steps back the time is none, which is 0.
 */
START_TEST(loop_writes_what_base_writes)
{
	const struct row_type *type = row_type_at((unsigned)(_i / NR_CONFIGS));
	const struct zonedev_options options = { .path = ZONEDEV_BASE };
	struct zonedev_config config = configs[_i % NR_CONFIGS];
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	const struct zonedev_geometry *g;
	const struct zonedev_zone *zone;
	struct zonedev_namespace *ns;
	unsigned char *all, *blocks;
	size_t nr_blocks;

	config.start_pfn = UINT64_C(1) << 20;
	ck_assert_int_eq(zonedev_bind(machine, &config, &options, &ns, NULL),
			 0);
	g = zonedev_namespace_geometry(ns);
	zone = zonedev_namespace_zone(ns);
	ck_assert(control_possible(g));
	if (type->write && row_type_here(type)) {
		all = malloc(g->memmap_size);
		memcpy(all, zone->memmap, g->memmap_size);
		nr_blocks = zone->nr_pages >> zone->model->pageblock_order;
		blocks = malloc(nr_blocks);
		memcpy(blocks, zone->pageblocks, nr_blocks);
		spoil(ns);
		ck_assert_uint_gt(type->write(ns), 0);
		steps_back = true;
		ck_assert_uint_eq(type->write(ns), 0);
		steps_back = false;
		ck_assert_mem_eq(all, zone->memmap, g->memmap_size);
		if (type->write != control_write && config.map ==
		    ZONEDEV_MAP_MEM)
			ck_assert_mem_eq(blocks, zone->pageblocks, nr_blocks);
		free(blocks);
		free(all);
	} else if (type->write) {
		printf("%s: not on this CPU\n", type->name);
	}
	zonedev_free(machine);
}
END_TEST

static int nr_types(void)
{
	int n = 0;

	while (row_type_at((unsigned)n))
		n++;
	return n;
}

START_TEST(each_row_is_found_by_its_name)
{
	const struct row_type *type;
	unsigned i;

	for (i = 0; (type = row_type_at(i)); i++) {
		ck_assert_ptr_eq(row_type_find(type->name), type);
		ck_assert_ptr_nonnull(type->how);
		/* What no library has is a loop that knows where it can run */
		ck_assert(!type->here || type->write);
	}
	ck_assert_str_eq(row_type_at(0)->name, "base");
	ck_assert_ptr_null(row_type_find("warp"));
}
END_TEST

/*
 * Where each look at the clock is a second after the last one, the first round
 * takes more than 25 s. Of 10 it is given up after 11, and what is then under
 * way ends: a bind has a few such looks, one by auto more.
 */
START_TEST(late_round_is_given_up)
{
	struct measurement m = {
		.name = "late", .model = zonedev_model("x86_64"),
		.config = configs[0], .width = STATISTICS_WIDTH,
		.time_ns = UINT64_C(10000000000), .binds = (unsigned)_i,
		.base = { .type = row_type_at(0), .threads = 1 },
	};
	const struct row_type *type;
	char why[128];
	unsigned i;

	m.config.start_pfn = UINT64_C(1) << 20;
	for (i = 1; (type = row_type_at(i)); i++)
		if (row_type_here(type) && (type->write || type->path))
			ck_assert_ptr_nonnull(measurement_add_row(&m, type, 1));
	leaps = true;
	ck_assert_int_eq(measure(&m, why, sizeof(why)), 0);
	leaps = false;
	printf("%.0f s\n", (double)m.took_ns * 1e-9);
	if (m.binds)
		ck_assert_uint_gt(m.took_ns, 5 * m.time_ns / 2);
	else
		ck_assert_uint_lt(m.took_ns, 5 * m.time_ns / 2);
	ck_assert(!m.partial);
	measurement_free(&m);
}
END_TEST

START_TEST(other_descriptors_have_no_control)
{
	struct zonedev_geometry g = {
		.nr_pages = 512, .memmap_size = 56 * 512,
	};

	ck_assert(!control_possible(&g));
	g.memmap_size = 64 * 512;
	ck_assert(control_possible(&g));
}
END_TEST

static void add_row(struct measurement *m, const char *strategy,
		    unsigned threads, unsigned rounds, double ns)
{
	struct measured *row = measurement_add_row(m, row_type_find("auto"),
						   threads);

	row->strategy = strategy;
	while (rounds--)
		ck_assert_int_eq(sample_add(&row->rebind.ns, ns + rounds), 0);
}

static bool rests(bool race, unsigned rounds, unsigned row)
{
	static struct measurement m;
	bool does;

	memset(&m, 0, sizeof(m));
	m.race = race;
	add_row(&m, NULL, 1, rounds, 400);
	add_row(&m, "near", 1, rounds, 110);
	add_row(&m, "fastest", 1, rounds, 100);
	add_row(&m, "beaten", 1, rounds, 130);
	add_row(&m, "alone", 2, rounds, 300);
	measurement_rest_beaten(&m);
	does = m.row[row].rests;
	measurement_free(&m);
	return does;
}

START_TEST(race_rests_what_is_beaten_and_nothing_else)
{
	ck_assert(rests(true, 6, 3));
	ck_assert(!rests(true, 6, 0));	/* of no one strategy */
	ck_assert(!rests(true, 6, 1));
	ck_assert(!rests(true, 6, 2));
	ck_assert(!rests(true, 6, 4));	/* with other threads */
	ck_assert(!rests(true, 5, 3));
	ck_assert(!rests(false, 6, 3));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rows");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, loop_writes_what_base_writes, 0,
			    nr_types() * NR_CONFIGS);
	tcase_add_loop_test(tc, late_round_is_given_up, 0, 2);
	tcase_add_test(tc, each_row_is_found_by_its_name);
	tcase_add_test(tc, other_descriptors_have_no_control);
	tcase_add_test(tc, race_rests_what_is_beaten_and_nothing_else);
	return run_tcase("rows", tc);
}
