/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.c - binds and rebinds of a namespace, path by path, timed
 *
 * The machine drifts, so a row is compared with the run of base next to it, in
 * an order that alternates (measure.h). The limit is that of the same round:
 * what none of its fills and none of its rows passed.
 *
 * Each strategy settles by its own kind before it is timed: the dirty lines
 * that the one before left in the caches are written back during the last 64
 * MiB of descriptors, not on the clock. A memmap that fits a cache is another
 * matter: there each row writes all of it several times first. And where one
 * init is so short that the clock is felt, or the noise, a sample is the mean
 * of several. Each is timed by itself all the same: the checks around it cost
 * all paths as much, and to count them would make every ratio look nearer to 1.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/progress.h"
#include "common/resident.h"
#include "measure.h"

/* Every so many rounds the re-reads are measured too. */
#define REREAD_EVERY	8

/*
 * Descriptors of so many bytes may stay in a last-level cache, and each row
 * then writes them so many times before it is measured. After one time a row
 * still pays for what the row before it did: behind a streaming one base took
 * 1.2 to 1.5 times as long as the control for 16 MiB, and 1.1 to 1.2 after four
 * (AMD EPYC, family 25 model 17, 32 MiB of third level).
 */
#define SETTLE_BYTES	(UINT64_C(256) << 20)
#define SETTLE_TIMES	4

/* Larger ones settle by the last so many pages: 64 MiB of descriptors */
#define SETTLE_PAGES	(UINT64_C(1) << 20)

/*
 * A sample lasts so long at least, unless it were more than so many inits. Long
 * against the settling before it: auto learns from that too, and would choose
 * for a cold cache what is then counted in a warm one.
 */
#define SAMPLE_NS	2000000
#define BATCH_MAX	1000

/* Of the time, for fresh binds where such are what was published */
#define FRESH_SHARE	0.5

/* ns of an init, and of the whole bind around it */
struct times {
	double init, whole;
};

struct run {
	struct measurement *m;
	struct zonedev *machine;
	struct zonedev_namespace *ns;
	bool small;		/* the descriptors may stay in a cache */
	unsigned batch;		/* inits of a sample */
	uint64_t start;
	char *why;
	size_t size;
	/* The round at hand: kept when it is complete */
	struct times row[MEASURE_ROWS], beside[MEASURE_ROWS], base;
	unsigned bases;
};

static void keep_refusal(void *arg, enum zonedev_level level, const char *line)
{
	struct run *run = arg;

	if (level == ZONEDEV_ERROR)
		snprintf(run->why, run->size, "%s", line);
}

static struct zonedev_options options_of(const struct measured *row)
{
	return (struct zonedev_options){
		.path = row->type->path,
		.threads = row->threads,
		.strategy = row->strategy,
		.keep_caches = row->type->keep_caches,
	};
}

static int drop(struct run *run)
{
	int err = zonedev_unbind(run->ns);

	if (!err)
		err = zonedev_destroy(run->ns);
	run->ns = NULL;
	return err;
}

static void keep_report(struct measured *row,
			const struct zonedev_report *report)
{
	row->last = *report;
	if (report->threads > row->had)
		row->had = report->threads;
}

static int bind_fresh(struct run *run, struct measured *row,
		      struct times *times)
{
	struct zonedev_options options = options_of(row);
	struct zonedev_config config = run->m->config;
	struct zonedev_bind_report report;
	int err;

	config.hooks = (struct zonedev_hooks){
		.log = keep_refusal, .arg = run,
	};
	err = zonedev_bind(run->machine, &config, &options, &run->ns, &report);
	if (err)
		return err;
	times->init = (double)report.init.ns;
	times->whole = (double)report.total_ns;
	keep_report(row, &report.init);
	return 0;
}

static int fresh_once(struct run *run, struct measured *row,
		      struct times *times)
{
	int err = run->ns ? drop(run) : 0;

	return err ? err : bind_fresh(run, row, times);
}

/* Adds to @times. A loop by hand writes a bound memmap, and leaves it bound. */
static int rebind_once(struct run *run, struct measured *row,
		       struct times *times)
{
	struct zonedev_options options = options_of(row);
	struct zonedev_bind_report report;
	int err;

	if (row->type->write) {
		times->init += (double)row->type->write(run->ns);
		return 0;
	}
	err = zonedev_unbind(run->ns);
	if (!err)
		err = zonedev_rebind(run->ns, &options, &report);
	if (err)
		return err;
	times->init += (double)report.init.ns;
	times->whole += (double)report.total_ns;
	keep_report(row, &report.init);
	return 0;
}

/*
 * The last pages of a bound namespace, by the row's own stores. An altmap lies
 * before them: this is a range without one.
 */
static int settle_last(struct run *run, const struct measured *row)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(run->ns);
	struct zonedev_pagemap pgmap = g->pgmap;
	struct zonedev_options options = options_of(row);

	if (g->nr_pages < 2 * SETTLE_PAGES || row->type->write)
		return 0;
	pgmap.flags &= ~ZONEDEV_PGMAP_ALTMAP_VALID;
	return zonedev_memmap_init(zonedev_namespace_zone(run->ns),
				   g->start_pfn + g->nr_pages - SETTLE_PAGES,
				   SETTLE_PAGES, &pgmap, &options, NULL);
}

static int rebind_sample(struct run *run, struct measured *row,
			 struct times *times)
{
	unsigned i;
	int err = 0;

	*times = (struct times){0};
	if (!run->small)
		err = settle_last(run, row);
	for (i = 0; !err && i < SETTLE_TIMES && run->small; i++)
		err = rebind_once(run, row, &(struct times){0});
	for (i = 0; !err && i < run->batch; i++)
		err = rebind_once(run, row, times);
	times->init /= run->batch;
	times->whole /= run->batch;
	return err;
}

/* What is measured of a row: binds of a fresh memmap, or rebinds */
struct regime {
	int (*sample)(struct run *run, struct measured *row,
		      struct times *times);
	bool fresh;
};

static struct paired *paired_of(const struct regime *regime,
				struct measured *row)
{
	return regime->fresh ? &row->fresh : &row->rebind;
}

static bool applies(const struct regime *regime, const struct measured *row)
{
	return !regime->fresh || !row->type->write;
}

static int sample_base(struct run *run, const struct regime *regime,
		       unsigned first)
{
	struct times times;
	unsigned i;
	int err = regime->sample(run, &run->m->base, &times);

	for (i = first; i < first + 2 && i < run->m->nr_rows; i++)
		run->beside[i] = times;
	run->base.init += times.init;
	run->base.whole += times.whole;
	run->bases++;
	return err;
}

static int sample_row(struct run *run, const struct regime *regime, unsigned i)
{
	struct measured *row = &run->m->row[i];

	if (interrupt_came())
		return -EINTR;
	if (i >= run->m->nr_rows || !applies(regime, row))
		return 0;
	return regime->sample(run, row, &run->row[i]);
}

/* Two rows with base between them, and backwards in every other round */
static int sample_all(struct run *run, const struct regime *regime,
		      unsigned round)
{
	unsigned groups = (run->m->nr_rows + 1) / 2, g, first, odd = round % 2;
	int err = 0;

	run->base = (struct times){0};
	run->bases = 0;
	if (!groups)
		err = sample_base(run, regime, 0);
	for (g = 0; !err && g < groups; g++) {
		first = 2 * (odd ? groups - 1 - g : g);
		err = sample_row(run, regime, first + odd);
		if (!err)
			err = sample_base(run, regime, first);
		if (!err)
			err = sample_row(run, regime, first + 1 - odd);
	}
	return err;
}

/* A clock that stepped back: a round that is no measurement, and is left out */
static bool round_valid(const struct run *run, const struct regime *regime)
{
	const struct measurement *m = run->m;
	unsigned i;

	for (i = 0; i < m->nr_rows; i++)
		if (applies(regime, &m->row[i]) &&
		    !(run->row[i].init > 0 && run->beside[i].init > 0))
			return false;
	return run->base.init > 0;
}

/* The least of the round's fills and rows by at most so many threads */
static double round_limit(const struct run *run, unsigned threads)
{
	const struct measurement *m = run->m;
	const struct limit *l = m->limits.limit;
	double least = run->base.init / run->bases;
	unsigned i;

	for (i = 0; i < m->limits.nr; i++)
		if (l[i].threads <= threads && l[i].round &&
		    l[i].round < least)
			least = l[i].round;
	for (i = 0; i < m->nr_rows; i++) {
		if (measured_threads(&m->row[i]) > threads)
			continue;
		if (run->row[i].init < least)
			least = run->row[i].init;
		if (run->beside[i].init < least)
			least = run->beside[i].init;
	}
	return least;
}

static int keep_pair(struct paired *p, struct times row, struct times base)
{
	int err = sample_add_pair(&p->ns, row.init, &p->base, base.init);

	if (!err && row.whole)
		err = sample_add_pair(&p->whole, row.whole, &p->base_whole,
				      base.whole);
	return err;
}

static int keep_round(struct run *run, const struct regime *regime)
{
	struct measurement *m = run->m;
	struct times base = { run->base.init / run->bases,
			      run->base.whole / run->bases };
	int err = keep_pair(paired_of(regime, &m->base), base, base);
	unsigned i;

	for (i = 0; !err && i < m->nr_rows; i++)
		if (applies(regime, &m->row[i]))
			err = keep_pair(paired_of(regime, &m->row[i]),
					run->row[i], run->beside[i]);
	if (err || regime->fresh)
		return err;
	err = sample_add(&m->base.limit, round_limit(run, 1));
	for (i = 0; !err && i < m->nr_rows; i++)
		err = sample_add(&m->row[i].limit, round_limit(run,
				 measured_threads(&m->row[i])));
	return err ? err : limits_keep(&m->limits);
}

struct disturbance {
	struct run *run;
	struct measured *row;
	int err;
};

static void rebind_uncounted(void *arg)
{
	struct disturbance *d = arg;

	d->err = rebind_once(d->run, d->row, &(struct times){0});
}

static int measure_reread(struct run *run, struct measured *row)
{
	struct disturbance d = { .run = run, .row = row };
	double times = resident_reread(rebind_uncounted, &d);

	if (!d.err && times && sample_add(&row->reread, times))
		return -ENOMEM;
	return d.err;
}

static int measure_rereads(struct run *run)
{
	struct measurement *m = run->m;
	unsigned i;
	int err = measure_reread(run, &m->base);

	for (i = 0; !err && i < m->nr_rows && !interrupt_came(); i++)
		err = measure_reread(run, &m->row[i]);
	return err;
}

static int run_round(struct run *run, const struct regime *regime,
		     unsigned round)
{
	struct measurement *m = run->m;
	int err = sample_all(run, regime, round);

	if (!err && !regime->fresh)
		limits_round(&m->limits, run->ns, run->batch,
			     run->small ? SETTLE_TIMES : 0);
	if (!err && round_valid(run, regime))
		err = keep_round(run, regime);
	if (!err && !regime->fresh && m->rereads && round % REREAD_EVERY == 0)
		err = measure_rereads(run);
	return err;
}

static bool narrow(const struct run *run, const struct regime *regime,
		   const struct stopping *stopping)
{
	const struct measurement *m = run->m;
	struct interval ratio[MEASURE_ROWS];
	unsigned i, n = 0;

	for (i = 0; i < m->nr_rows; i++) {
		if (!applies(regime, &m->row[i]))
			continue;
		ratio[n++] = regime->fresh ?
			measured_fresh_ratio(&m->row[i], false,
					     STATISTICS_ERROR) :
			measured_ratio(&m->row[i], STATISTICS_ERROR);
	}
	return stopping_reached(stopping, ratio, n, clock_ns());
}

/*
 * So many rounds; or, if that is 0, until all is narrow enough or another round
 * would end after the time.
 */
static int run_rounds(struct run *run, const struct regime *regime,
		      unsigned rounds, uint64_t until)
{
	struct measurement *m = run->m;
	struct stopping stopping = { .width = m->width, .start = run->start,
				     .ns = until - run->start };
	uint64_t began = clock_ns(), longest = 0, now;
	unsigned round = 0;
	int err = 0;

	while (!err && (rounds ? round < rounds :
			!narrow(run, regime, &stopping) &&
			began + longest <= until)) {
		err = run_round(run, regime, round++);
		now = clock_ns();
		if (now - began > longest)
			longest = now - began;
		began = now;
		progress_show(m->name, rounds ? round : (unsigned)
			      ((now - run->start) / 1000000000), rounds ?
			      rounds : (unsigned)(m->time_ns / 1000000000));
	}
	return err;
}

/*
 * The first touch of memory that the host has not backed yet is the host's
 * time, not the path's; so one bind goes before those that count.
 */
static int measure_fresh(struct run *run)
{
	static const struct regime regime = { fresh_once, true };
	struct measurement *m = run->m;
	struct measured uncounted = { .type = m->base.type, .threads = 1 };
	struct times times;
	int err = bind_fresh(run, &uncounted, &times);

	return err ? err : run_rounds(run, &regime, m->fresh ? m->binds :
				      m->binds ? m->binds : 1, run->start +
				      (uint64_t)(FRESH_SHARE *
						 (double)m->time_ns));
}

static int choose_batch(struct run *run)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(run->ns);
	struct times once = {0};
	int err = rebind_once(run, &run->m->base, &once);

	run->small = g->memmap_written <= SETTLE_BYTES;
	run->batch = 1;
	if (once.init * BATCH_MAX < SAMPLE_NS)
		run->batch = BATCH_MAX;
	else if (once.init < SAMPLE_NS)
		run->batch = (unsigned)(SAMPLE_NS / once.init) + 1;
	return err;
}

static int measure_rebinds(struct run *run)
{
	static const struct regime regime = { rebind_sample, false };
	struct measurement *m = run->m;
	int err = choose_batch(run);

	return err ? err : run_rounds(run, &regime, m->rebinds,
				      run->start + m->time_ns);
}

static unsigned most_threads(const struct measurement *m)
{
	unsigned i, most = 1;

	for (i = 0; i < m->nr_rows; i++)
		if (m->row[i].threads != 1)
			most = m->row[i].threads ? m->row[i].threads :
			       zonedev_cpus();
	return most;
}

int measure(struct measurement *m, char *why, size_t size)
{
	struct run run = {
		.m = m, .machine = zonedev_new(m->model),
		.start = clock_ns(), .why = why, .size = size,
	};
	int err;

	snprintf(why, size, "no memory");
	if (!run.machine)
		return -errno;
	err = limits_init(&m->limits, most_threads(m));
	if (!err)
		err = measure_fresh(&run);
	if (!err)
		err = measure_rebinds(&run);
	progress_clear();
	zonedev_free(run.machine);
	m->took_ns = clock_ns() - run.start;
	m->partial = interrupt_came();
	return err == -EINTR ? 0 : err;
}

struct measured *measure_add_row(struct measurement *m,
				 const struct row_type *type, unsigned threads)
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
	sample_free(&row->limit);
	sample_free(&row->reread);
}

void measure_free(struct measurement *m)
{
	unsigned i;

	free_row(&m->base);
	for (i = 0; i < m->nr_rows; i++)
		free_row(&m->row[i]);
	limits_free(&m->limits);
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

struct interval measured_share(const struct measured *row)
{
	return statistics_ratio(&row->limit, &row->rebind.ns,
				STATISTICS_ERROR);
}

struct interval measured_between(const struct measured *fast,
				 const struct measured *slow, double error)
{
	return statistics_ratio(&slow->rebind.ns, &fast->rebind.ns, error);
}
