/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * experiment.h - the published experiments, as a guest can run them
 */
#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include <zonedev.h>

/* Names are those of zonedev bench, and of two more that have no row there. */
struct experiment {
	const char *name, *what;
	const char *kind;		/* of the namespace: pfn or dax */
	const char *mode;		/* where the memmap lies: pmem or ram */
	uint64_t align;			/* bytes */
	enum zonedev_memory_type type;
	unsigned vmemmap_shift;
	bool published;			/* run where nothing else is asked */
};

/* All, the @i-th; NULL behind the last */
const struct experiment *experiment_at(unsigned i);

#define EXPERIMENTS_MAX	8

#endif
