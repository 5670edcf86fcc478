/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * experiment.h - the published experiments, as a guest can run them
 */
#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include <stdbool.h>
#include <zonedev.h>
#include "kernel.h"

/* Names are those of zonedev bench, and of two more that have no row there. */
struct experiment {
	const char *name, *what;
	const char *kind;		/* of namespace: pfn or dax; or hmm */
	const char *mode;		/* where the memmap lies: pmem or ram */
	uint64_t align;			/* bytes */
	enum zonedev_memory_type type;
	unsigned vmemmap_shift;
	bool published;			/* run where nothing else is asked */
	/* A module that does it, the option that makes it, and its own size */
	const char *module, *option;
	uint64_t size;			/* bytes; 0: --size */
};

/*
 * What its descriptors hold is what memmap_init_zone_device() left there: no
 * driver has written into them since.
 */
bool experiment_compares(const struct experiment *experiment);

#define EXPERIMENT_WHY	(KERNEL_PATH + 128)

/* Whether it can be run with @kernel in @size bytes; else @why is one line */
bool experiment_fits(const struct experiment *experiment,
		     const struct kernel *kernel, uint64_t size,
		     char why[EXPERIMENT_WHY]);

/* All, the @i-th; NULL behind the last */
const struct experiment *experiment_at(unsigned i);

#define EXPERIMENTS_MAX	8

#endif
