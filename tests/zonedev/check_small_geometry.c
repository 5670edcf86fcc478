/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_small_geometry.c - every geometry of up to 4 compounds x start x
 * altmap cut, by every path, against the oracle
 *
 * A device of 2 MiB compounds may start at any subsection of 2 MiB, and with
 * map=dev the first of its pages go to the memmap: the cut. Compounds of 4 MiB
 * on a machine with such an alignment put the cut into the midst of one. With
 * pages of 64 KiB the reserve before the cut is a single one, and a pageblock a
 * whole section.
 */
#include <stdio.h>
#include "support/bound_check.h"
#include "support/runner.h"

#define MIB		(UINT64_C(1) << 20)
#define MOST		4

static const char *const models[] = { "x86_64", "arm64-64k" };
static const uint64_t aligns[] = { 0, 2 * MIB, 4 * MIB };	/* 0: a page */
static const enum zonedev_memory_type types[] = {
	ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MEMORY_GENERIC,
	ZONEDEV_MEMORY_PRIVATE,
};
static const struct zonedev_model *model;
static unsigned long bound, refused;

static struct zonedev_options options_of(enum zonedev_path path)
{
	return (struct zonedev_options){
		.path = path, .threads = path == ZONEDEV_AUTO,
	};
}

static void bind_twice(struct zonedev *machine,
		       const struct zonedev_config *config,
		       enum zonedev_path path)
{
	struct zonedev_options options = options_of(path);
	struct zonedev_namespace *ns;
	char why[256];

	ck_assert_int_eq(zonedev_bind(machine, config, &options, &ns, NULL),
			 0);
	ck_assert_msg(bound_check(model, config, ns, why, sizeof(why)),
		      "path %d: %s", path, why);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	options = options_of((path + 1) % ZONEDEV_PATHS);
	ck_assert_int_eq(zonedev_rebind(ns, &options, NULL), 0);
	ck_assert_msg(bound_check(model, config, ns, why, sizeof(why)),
		      "rebind after path %d: %s", path, why);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_destroy(ns), 0);
	bound++;
}

/* A refusal is a matter of the geometry alone, and the same for all paths. */
static void try_config(struct zonedev *machine,
		       const struct zonedev_config *config)
{
	struct zonedev_geometry g;
	int path;

	if (zonedev_geometry(model, config, &g, NULL, 0)) {
		refused++;
		return;
	}
	for (path = 0; path < ZONEDEV_PATHS; path++)
		bind_twice(machine, config, (enum zonedev_path)path);
}

/* Starts within a section and across its end, in steps of a subsection */
static void try_starts(struct zonedev *machine, struct zonedev_config c,
		       uint64_t size)
{
	uint64_t start;

	for (start = 248; start <= 256; start++) {
		c.start_pfn = start * 2 * MIB >> model->page_shift;
		c.size = size;
		c.map = ZONEDEV_MAP_MEM;
		try_config(machine, &c);
		c.map = ZONEDEV_MAP_DEV;
		try_config(machine, &c);
		c.early = true;
		try_config(machine, &c);
		c.early = false;
	}
}

START_TEST(small_geometry_is_what_the_oracle_says)
{
	struct zonedev_config c = { .align = aligns[_i % 3] };
	uint64_t step = c.align ? c.align : 2 * MIB;
	struct zonedev *machine;
	unsigned type, n;

	model = zonedev_model(models[_i / 3]);
	machine = zonedev_new(model);
	if (!c.align)
		c.align = UINT64_C(1) << model->page_shift;
	for (type = 0; type < 3; type++) {
		c.type = types[type];
		for (n = 1; n <= MOST; n++)
			try_starts(machine, c, n * step);
	}
	zonedev_free(machine);
	printf("%lu binds by 5 paths, %lu refusals\n", bound, refused);
	ck_assert_uint_gt(bound, 100);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("small geometry");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, small_geometry_is_what_the_oracle_says, 0, 6);
	return run_tcase("small_geometry", tc);
}
