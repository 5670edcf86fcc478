/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * experiment.c - the published experiments, as a guest can run them
 */
#include <inttypes.h>
#include <stdio.h>
#include "experiment.h"
#include "modules.h"

#define MIB	(UINT64_C(1) << 20)

static const struct experiment experiments[] = {
	{ .name = "nd_pmem", .what = "fsdax, map=dev, single pages",
	  .kind = "pfn", .mode = "pmem", .align = 2 * MIB,
	  .type = ZONEDEV_MEMORY_FS_DAX, .published = true },
	{ .name = "dax_pmem", .what = "devdax, map=dev, 2 MiB compounds",
	  .kind = "dax", .mode = "pmem", .align = 2 * MIB,
	  .type = ZONEDEV_MEMORY_GENERIC, .vmemmap_shift = 9,
	  .published = true },
	{ .name = "dedup-2M",
	  .what = "devdax, map=mem, 2 MiB compounds, shared tails",
	  .kind = "dax", .mode = "ram", .align = 2 * MIB,
	  .type = ZONEDEV_MEMORY_GENERIC, .vmemmap_shift = 9 },
	{ .name = "dedup-1G",
	  .what = "devdax, map=mem, 1 GiB compounds, shared tails",
	  .kind = "dax", .mode = "ram", .align = 1024 * MIB,
	  .type = ZONEDEV_MEMORY_GENERIC, .vmemmap_shift = 18 },
	{ .name = "fsdax-mem", .what = "fsdax, map=mem, single pages",
	  .kind = "pfn", .mode = "ram", .align = 2 * MIB,
	  .type = ZONEDEV_MEMORY_FS_DAX },
	{ .name = "devdax-4K", .what = "devdax, map=dev, single pages",
	  .kind = "dax", .mode = "pmem", .align = 4096,
	  .type = ZONEDEV_MEMORY_GENERIC },
	/* Loaded, it makes two devices, each with a chunk of this size. */
	{ .name = "hmm", .what = "test_hmm, device-private, single pages",
	  .kind = "hmm", .mode = "ram", .align = 4096,
	  .type = ZONEDEV_MEMORY_PRIVATE, .module = "test_hmm",
	  .option = "CONFIG_TEST_HMM", .size = 256 * MIB },
};

#define NR_EXPERIMENTS	(sizeof(experiments) / sizeof(experiments[0]))

_Static_assert(NR_EXPERIMENTS <= EXPERIMENTS_MAX, "raise EXPERIMENTS_MAX");

const struct experiment *experiment_at(unsigned i)
{
	return i < NR_EXPERIMENTS ? &experiments[i] : NULL;
}

/* test_hmm chains free pages by a word of each. */
bool experiment_compares(const struct experiment *experiment)
{
	return !experiment->module;
}

bool experiment_fits(const struct experiment *experiment,
		     const struct kernel *kernel, uint64_t size,
		     char why[EXPERIMENT_WHY])
{
	const struct experiment *e = experiment;

	if (size < 2 * e->align) {
		snprintf(why, EXPERIMENT_WHY, "--size must be %" PRIu64 "G or more for it",
			 2 * e->align >> 30);
		return false;
	}
	if (!e->module || (*kernel->modules &&
			   modules_have(kernel->modules, e->module)))
		return true;
	snprintf(why, EXPERIMENT_WHY, "%s has no module %s; build one with %s=m, which stock kernels do without, and give --kernel IMAGE,MODULES",
		 kernel->name, e->module, e->option);
	return false;
}
