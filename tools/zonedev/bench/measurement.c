/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measurement.c - what is measured of a namespace, and the samples of each row
 */
#include <string.h>
#include "measurement.h"

struct measured *measurement_add_row(struct measurement *m,
				     const struct row_type *type,
				     unsigned threads)
{
	struct measured *row;

	if (m->nr_rows == MEASURE_ROWS)
		return NULL;
	row = &m->row[m->nr_rows++];
	memset(row, 0, sizeof(*row));
	row->type = type;
	row->threads = threads;
	return row;
}

static void free_paired(struct paired *p)
{
	sample_free(&p->ns);
	sample_free(&p->base);
	sample_free(&p->whole);
	sample_free(&p->base_whole);
}

static void free_row(struct measured *row)
{
	free_paired(&row->fresh);
	free_paired(&row->rebind);
	sample_free(&row->reread);
}

void measurement_free(struct measurement *m)
{
	unsigned i;

	free_row(&m->base);
	for (i = 0; i < m->nr_rows; i++)
		free_row(&m->row[i]);
	limits_free(&m->limits);
}

/* Six rounds are what a median has an interval of (statistics.h). */
#define RACE_ROUNDS	6
#define BEATEN		1.15

static bool races(const struct measured *row, unsigned threads)
{
	return row->strategy && !row->rests && row->threads == threads &&
	       row->rebind.ns.n >= RACE_ROUNDS;
}

static const struct measured *fastest(const struct measurement *m,
				      unsigned threads)
{
	const struct measured *row = m->row, *best = NULL;

	for (; row < m->row + m->nr_rows; row++)
		if (races(row, threads) &&
		    (!best || sample_median(&row->rebind.ns) <
		     sample_median(&best->rebind.ns)))
			best = row;
	return best;
}

void measurement_rest_beaten(struct measurement *m)
{
	const struct measured *best = NULL;
	struct measured *row = m->row;
	struct interval times;

	for (; m->race && row < m->row + m->nr_rows; row++) {
		if (!races(row, row->threads))
			continue;
		if (!best || best->threads != row->threads)
			best = fastest(m, row->threads);
		times = measured_between(best, row, STATISTICS_ERROR);
		row->rests = times.value > BEATEN || interval_above(&times, 1);
	}
}

/* The library takes fewer where more would not pay, and says how many. */
unsigned measured_threads(const struct measured *row)
{
	return row->had ? row->had : 1;
}

struct interval measured_ratio(const struct measured *row, double error)
{
	return statistics_ratio(&row->rebind.base, &row->rebind.ns, error);
}

struct interval measured_fresh_ratio(const struct measured *row, bool whole,
				     double error)
{
	return whole ? statistics_ratio(&row->fresh.base_whole,
					&row->fresh.whole, error) :
		statistics_ratio(&row->fresh.base, &row->fresh.ns, error);
}

struct interval measured_between(const struct measured *fast,
				 const struct measured *slow, double error)
{
	return statistics_ratio(&slow->rebind.ns, &fast->rebind.ns, error);
}
