/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h - the bench command and the forms of its result
 */
#ifndef ZONEDEV_BENCH_H
#define ZONEDEV_BENCH_H

#include "measure.h"
#include "sweep.h"
#include "request.h"

/* One scenario as it was run: its size may not be the published one */
struct bench_result {
	const struct scenario *scenario;
	struct zonedev_geometry geometry;
	struct measurement measurement;
};

void bench_print_begin(const struct bench_request *request);
void bench_print(const struct bench_request *request,
		 const struct bench_result *result);
void bench_print_end(const struct bench_request *request);
void bench_print_table(const struct bench_request *request,
		       const struct bench_result *result);

/* All results of the request in one picture; 0 or 1 with a line said */
int bench_plot(const struct bench_request *request,
	       const struct bench_result *results);

/* What a row's samples come to, in the units that are printed; 0: none */
struct figures {
	double first, first_whole;	/* ms */
	double mean, median, quartile_1, quartile_3, min, max, whole; /* ms */
	double ns_per_page, gb_per_s;
	double ratio, share;		/* of base; of the limit */
	double reread;			/* times undisturbed */
	double published_first, published; /* ms */
};

void bench_figures(const struct bench_result *result,
		   const struct measured *row, struct figures *figures);

/* Descriptors that a bind writes, and their bytes */
uint64_t bench_descriptors(const struct bench_result *result);
uint64_t bench_descriptor_bytes(const struct bench_result *result);

/* "auto", "control"; and the row as a table has it, "auto x2" */
const char *bench_path_name(const struct measured *row);
void bench_row_name(const struct measured *row, char text[32]);

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

/* zonedev bench --sweep; the exit status */
int bench_sweep(const struct bench_request *request);
void sweep_row_name(const struct sweep_row *row, char text[32]);
int sweep_plot(const struct bench_request *request,
	       const struct sweep *sweep);

#endif
