/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * experiment.c - the published experiments, as a guest can run them
 */
#include "experiment.h"

#define MIB	(UINT64_C(1) << 20)

static const struct experiment experiments[] = {
	{ "nd_pmem", "fsdax, map=dev, single pages", "pfn", "pmem", 2 * MIB,
	  ZONEDEV_MEMORY_FS_DAX, 0, true },
	{ "dax_pmem", "devdax, map=dev, 2 MiB compounds", "dax", "pmem",
	  2 * MIB, ZONEDEV_MEMORY_GENERIC, 9, true },
	{ "dedup-2M", "devdax, map=mem, 2 MiB compounds, shared tails", "dax",
	  "ram", 2 * MIB, ZONEDEV_MEMORY_GENERIC, 9, false },
	{ "dedup-1G", "devdax, map=mem, 1 GiB compounds, shared tails", "dax",
	  "ram", 1024 * MIB, ZONEDEV_MEMORY_GENERIC, 18, false },
	{ "fsdax-mem", "fsdax, map=mem, single pages", "pfn", "ram", 2 * MIB,
	  ZONEDEV_MEMORY_FS_DAX, 0, false },
	{ "devdax-4K", "devdax, map=dev, single pages", "dax", "pmem", 4096,
	  ZONEDEV_MEMORY_GENERIC, 0, false },
};

#define NR_EXPERIMENTS	(sizeof(experiments) / sizeof(experiments[0]))

_Static_assert(NR_EXPERIMENTS <= EXPERIMENTS_MAX, "raise EXPERIMENTS_MAX");

const struct experiment *experiment_at(unsigned i)
{
	return i < NR_EXPERIMENTS ? &experiments[i] : NULL;
}
