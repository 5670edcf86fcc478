/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.h - binds and rebinds of a namespace, path by path, timed
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <zonedev.h>
#include "stats.h"

#define MEASURE_PATHS	(ZONEDEV_PATHS + 1)

/* One row of the result: a path, and how many threads it had */
struct measured {
	enum zonedev_path path;
	unsigned threads;
	struct sample first, rebind;		/* of the init, ns */
	struct sample first_whole, rebind_whole; /* of the bind, ns */
	struct zonedev_report last;		/* of the last rebind */
};

/* A way to write the same memory that knows nothing of descriptors */
struct limit {
	const char *name;
	enum limit_kind { LIMIT_CACHED = 1, LIMIT_STREAMING = 2,
			  LIMIT_OTHER = 4, LIMIT_ANY = 7 } kind;
	struct sample ns;
};

#define MEASURE_LIMITS	16

struct measurement {
	const char *name;	/* for the progress bar */
	const struct zonedev_model *model;
	struct zonedev_config config;
	unsigned binds, rebinds;
	bool keep_caches;
	struct measured row[MEASURE_PATHS];
	unsigned nr_rows;
	struct limit limit[MEASURE_LIMITS];
	unsigned nr_limits;
};

/*
 * Fills the samples. 0, or -errno with the reason in @why; nothing of what
 * was bound is left in either case.
 */
int measure(struct measurement *m, char *why, size_t size);
void measure_free(struct measurement *m);

/* The fastest of these kinds to write that memory: median in ns, and name */
double measure_limit(const struct measurement *m, unsigned kinds,
		     const char **name);

#endif
