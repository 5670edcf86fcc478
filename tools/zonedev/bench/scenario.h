/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scenario.h - the published experiments, and what was published
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <zonedev.h>

/* Where the device begins: at 64 GiB, behind the memory of a machine */
#define SCENARIO_START_PFN	(UINT64_C(1) << 24)

/* Milliseconds; 0 where nothing was published */
struct published {
	double first, rebind;
};

struct scenario {
	const char *name;
	const char *what;
	enum zonedev_memory_type type;
	enum zonedev_map map;
	uint64_t size, align;	/* bytes */
	bool whole_binds;	/* the published ratio is of those */
	struct published published[ZONEDEV_PATHS];
};

/* At most: for those who keep a list of them */
#define SCENARIOS_MAX	16

/* The one of that name, or NULL */
const struct scenario *scenario_find(const char *name);

/* All, the @i-th; NULL behind the last */
const struct scenario *scenario_at(unsigned i);

#endif
