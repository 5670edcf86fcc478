/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_control.c - the loop by hand does the work that it is compared with
 */
#include <string.h>
#include "zonedev/bench/control.h"
#include "support/runner.h"
#include "zonedev/bench/visited.h"

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

/*
 * What the loop is to repeat is read from the first compound; then all behind
 * it is spoilt, and must come back.
 */
START_TEST(control_writes_what_base_writes)
{
	const struct zonedev_options options = { .path = ZONEDEV_BASE };
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	const struct zonedev_geometry *g;
	struct zonedev_config config = configs[_i];
	struct zonedev_namespace *ns;
	struct visited v;
	unsigned char *all;
	uint64_t keep;

	config.start_pfn = UINT64_C(1) << 20;
	ck_assert_int_eq(zonedev_bind(machine, &config, &options, &ns, NULL),
			 0);
	g = zonedev_namespace_geometry(ns);
	ck_assert(control_possible(g));
	v = visited_of(ns);
	all = malloc(g->memmap_size);
	memcpy(all, zonedev_namespace_zone(ns)->memmap, g->memmap_size);

	keep = 4 * v.page_size;
	memset(v.at + keep, 0xa5, v.size - keep);
	for (uint64_t i = 1; i < v.pieces; i++)
		memset(v.at + i * v.step, 0xa5, v.size);
	control_write(ns);
	ck_assert_mem_eq(all, zonedev_namespace_zone(ns)->memmap,
			 g->memmap_size);
	free(all);
	zonedev_free(machine);
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

int main(void)
{
	TCase *tc = tcase_create("control");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, control_writes_what_base_writes, 0, NR_CONFIGS);
	tcase_add_test(tc, other_descriptors_have_no_control);
	return run_tcase("control", tc);
}
