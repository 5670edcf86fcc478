/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h - the bench command and the forms of its result
 */
#ifndef ZONEDEV_BENCH_H
#define ZONEDEV_BENCH_H

#include "formats.h"
#include "measure.h"
#include "share.h"
#include "sweep.h"
#include "request.h"

/* One scenario as it was run: its size may not be the published one */
struct bench_result {
	const struct scenario *scenario;
	struct zonedev_geometry geometry;
	struct measurement measurement;
};

/* What reporters are told of the whole */
struct bench_run {
	const struct bench_request *request;
	const struct bench_result *results;
	unsigned nr;		/* that are done */
	const struct sweep *sweep;	/* instead of those, or NULL */
};

/* What a row's samples come to, in the units that are printed; 0: none */
struct figures {
	double fresh, fresh_whole;	/* ms */
	double mean, median, quartile_1, quartile_3, min, max, whole; /* ms */
	double ns_per_page, gb_per_s;
	double reread;			/* times undisturbed */
	double published_fresh, published; /* ms */
	struct interval ratio, fresh_ratio;	/* to base */
	struct interval share;			/* of the limit */
};

void bench_figures(const struct bench_result *result,
		   const struct measured *row, struct figures *figures);

/* Base, then the rows; NULL behind the last */
const struct measured *bench_row_at(const struct bench_result *result,
				    unsigned i);

/* Descriptors that a bind writes, and their bytes */
uint64_t bench_descriptors(const struct bench_result *result);
uint64_t bench_descriptor_bytes(const struct bench_result *result);

/* The row as a table has it, "auto x2" */
void bench_row_name(const struct measured *row, char text[32]);

/* The row of that name with one thread, or NULL */
const struct measured *bench_row(const struct bench_result *result,
				 const char *name);

/*
 * Sentences, a line each: does the published series help here, does it by
 * another store, what is best for a kernel and for a program. Each says its
 * interval, or that it is undecided.
 */
void bench_verdict(const struct bench_result *result, char *text, size_t size);

/* Whole binds, which a reviewer timed, where the scenario is of those */
void wholes_print(const struct bench_result *result);

/* The story of other machines beside this result; nothing where it has none */
void machines_print(const struct bench_result *result);

#endif
