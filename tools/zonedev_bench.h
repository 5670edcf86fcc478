/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev_bench.h - the bench command and the forms of its result
 */
#ifndef ZONEDEV_BENCH_H
#define ZONEDEV_BENCH_H

#include "measure.h"
#include "scenario.h"

enum bench_format { BENCH_TABLE, BENCH_CSV, BENCH_JSON };

/* One scenario as it was run: its size may not be the published one */
struct bench_result {
	const struct scenario *scenario;
	struct zonedev_geometry geometry;
	struct measurement measurement;
};

void bench_print_begin(enum bench_format format);
void bench_print(enum bench_format format, const struct bench_result *result);
void bench_print_end(enum bench_format format);

/* The row of that path, or of the control, with one thread; or NULL */
const struct measured *bench_row(const struct bench_result *result,
				 enum zonedev_path path, bool control);

/*
 * Base's time divided by a row's, 0 without base or row; and in @spread,
 * unless NULL, what the rounds differ by
 */
double bench_ratio(const struct bench_result *result,
		   const struct measured *row, double *spread);

/* One plain sentence or two: what happened, and whether streaming helps */
void bench_verdict(const struct bench_result *result, char *text, size_t size);

#endif
