/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measurement.h - what is measured of a namespace, and the samples of each row
 */
#ifndef MEASUREMENT_H
#define MEASUREMENT_H

#include <zonedev.h>
#include "common/statistics.h"
#include "limits.h"
#include "rows.h"

/* All types but base, auto with threads, and auto held to each backend */
#define MEASURE_ROWS	(ROW_TYPES_MAX + 32)

/* What a row took in each round, ns, beside base's run next to it */
struct paired {
	struct sample ns, base;		/* of the init */
	struct sample whole, base_whole; /* of the bind around it */
};

/* One row of the result: what ran, and how many threads it had */
struct measured {
	const struct row_type *type;
	/* auto: the only one, and then of rebinds alone; NULL: all */
	const char *strategy;
	unsigned threads;		/* asked for, 0: all CPUs */
	unsigned had;			/* the most that a run of it took */
	bool rests;			/* beaten: no more rebinds of it */
	struct paired fresh, rebind;
	struct sample reread;		/* of a resident set after it */
	struct zonedev_report last;	/* of the last rebind */
};

/* What is measured of a row: binds of a fresh memmap, or rebinds */
enum phase { PHASE_FRESH, PHASE_REBIND };

struct measurement;

/* Whether a phase has come to what was asked of it */
typedef bool measurement_enough(const struct measurement *m, enum phase phase,
				const void *arg);

struct measurement {
	const char *name;	/* for the progress bar */
	const struct zonedev_model *model;
	struct zonedev_config config;
	/* Rounds of fresh binds and of rebinds; 0: as the time allows */
	unsigned binds, rebinds;
	bool fresh;		/* fresh binds too, more than one round */
	uint64_t time_ns;
	uint64_t deadline;	/* a round is given up then; 0: never */
	double width;		/* and then until intervals are so narrow */
	measurement_enough *enough; /* or until that says so, unless NULL */
	const void *enough_arg;
	bool fills;		/* the limit is of fills too */
	bool rereads;		/* see what each path leaves in the caches */
	bool race;		/* rows of one strategy rest once beaten */
	struct measured base;
	struct measured row[MEASURE_ROWS];
	unsigned nr_rows;
	struct limits limits;
	uint64_t took_ns;
	bool partial;		/* a signal ended it */
};

/* A row more, which is to be filled further; NULL: there is no room */
struct measured *measurement_add_row(struct measurement *m,
				     const struct row_type *type,
				     unsigned threads);
void measurement_free(struct measurement *m);

/*
 * Where it is a race: of the rows of one strategy those rest whose rebinds take
 * 15 % longer than those of the fastest of as many threads, in the median of at
 * least six rounds, or longer beyond doubt. What is left is what the best in
 * hindsight may be.
 */
void measurement_rest_beaten(struct measurement *m);

/* As many threads as this row had in the run that had most */
unsigned measured_threads(const struct measured *row);

/* How many times as fast as base */
struct interval measured_ratio(const struct measured *row, double error);
struct interval measured_fresh_ratio(const struct measured *row, bool whole,
				     double error);

/* That of another row by one's own, round by round */
struct interval measured_between(const struct measured *fast,
				 const struct measured *slow, double error);

#endif
