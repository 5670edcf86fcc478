/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scenario.c - the published experiments, and what was published
 *
 * The figures: Li Zhe, "mm: speed up ZONE_DEVICE memmap initialization", v4,
 * 3 June 2026, an Ice Lake virtual machine, a namespace of 100 GB, the mean of
 * the rebinds after the first. Its patches 1 to 4 are head-template, 1 to 5
 * template, all streaming. The hmm case is the reviewer's of 4 June 2026, who
 * published a ratio (3 % slower) and no times.
 */
#include <string.h>
#include "scenario.h"

#define GIB	(UINT64_C(1) << 30)
#define MIB	(UINT64_C(1) << 20)

static const struct scenario scenarios[] = {
	{
		.name = "nd_pmem", .what = "fsdax, map=dev, single pages",
		.type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_DEV,
		.size = 100 * GIB, .align = 2 * MIB,
		.published = {
			[ZONEDEV_BASE] = { 1466, 262.12 },
			[ZONEDEV_HEAD_TEMPLATE] = { 0, 246.30 },
			[ZONEDEV_STREAMING] = { 1359, 108.36 },
		},
	}, {
		.name = "dax_pmem", .what = "devdax, map=dev, 2 MiB compounds",
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_DEV,
		.size = 100 * GIB, .align = 2 * MIB,
		.published = {
			[ZONEDEV_BASE] = { 1430, 229.12 },
			[ZONEDEV_TEMPLATE] = { 0, 180.00 },
			[ZONEDEV_STREAMING] = { 1273, 100.17 },
		},
	}, {
		.name = "hmm", .what = "device private, single pages",
		.type = ZONEDEV_MEMORY_PRIVATE, .map = ZONEDEV_MAP_MEM,
		.size = 64 * GIB, .align = 4096,
		.whole_binds = true,
	}, {
		.name = "dedup-2M",
		.what = "devdax, map=mem, 2 MiB compounds, shared tails",
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_MEM,
		.size = 100 * GIB, .align = 2 * MIB,
	}, {
		.name = "dedup-1G",
		.what = "devdax, map=mem, 1 GiB compounds, shared tails",
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_MEM,
		.size = 100 * GIB, .align = GIB,
	},
};

#define SCENARIOS	(sizeof(scenarios) / sizeof(scenarios[0]))

_Static_assert(SCENARIOS <= SCENARIOS_MAX, "lists have room for the table");

const struct scenario *scenario_at(unsigned i)
{
	return i < SCENARIOS ? &scenarios[i] : NULL;
}

const struct scenario *scenario_find(const char *name)
{
	const struct scenario *s;
	unsigned i;

	for (i = 0; (s = scenario_at(i)); i++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}
