/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.h - binds and rebinds of a namespace, path by path, timed
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <zonedev.h>
#include "limits.h"
#include "common/statistics.h"

/* The paths, the control, auto with threads; or auto held to a strategy */
#define MEASURE_ROWS	(ZONEDEV_PATHS + 16)

/* One row of the result: a path, and how many threads it had */
struct measured {
	enum zonedev_path path;
	bool control;			/* the loop by hand, not the path */
	const char *strategy;		/* auto: the only one; NULL: all */
	bool keep_caches;		/* auto: non-temporal strategies */
	unsigned threads;		/* asked for, 0: all CPUs */
	unsigned had;			/* the most that a run of it took */
	struct sample first, rebind;		/* of the init, ns */
	struct sample first_whole, rebind_whole; /* of the bind, ns */
	struct sample reread;			/* of a resident set after it */
	struct zonedev_report last;		/* of the last rebind */
};

struct measurement {
	const char *name;	/* for the progress bar */
	const struct zonedev_model *model;
	struct zonedev_config config;
	unsigned binds, rebinds;
	bool rereads;		/* see what each path leaves in the caches */
	struct measured row[MEASURE_ROWS];
	unsigned nr_rows;
	struct limits limits;
};

/*
 * Fills the samples. 0, or -errno with the reason in @why; nothing of what
 * was bound is left in either case.
 */
int measure(struct measurement *m, char *why, size_t size);
void measure_free(struct measurement *m);

/* As many threads as this row had in the run that had most */
unsigned measured_threads(const struct measured *row);

#endif
