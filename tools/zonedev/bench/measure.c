/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.c - binds and rebinds of a namespace, path by path, timed
 *
 * The machine drifts, so paths are compared inside a round: each round runs
 * every path once, over the same memmap.
 *
 * A memmap that fits a cache is another matter: what the path before left there
 * would count for or against the next. So a path that comes to such a memmap
 * does it once without being counted. And where one init is so short that the
 * clock is felt, or the noise, a sample is the mean of several. Each is timed
 * by itself all the same: the checks around it cost all paths as much, and to
 * count them would make every ratio look nearer to 1.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/clock.h"
#include "control.h"
#include "measure.h"
#include "common/progress.h"
#include "common/resident.h"

/* Every so many rounds the write limit is measured too, and the re-reads. */
#define LIMIT_EVERY	6

/*
 * Descriptors of so many bytes may stay in a last-level cache, and each row
 * then writes them so many times before it is measured. After one time a row
 * still pays for what the row before it did: behind a streaming one base took
 * 1.2 to 1.5 times as long as the control for 16 MiB, and 1.1 to 1.2 after four
 * (AMD EPYC, family 25 model 17, 32 MiB of third level).
 */
#define SETTLE_BYTES	(UINT64_C(256) << 20)
#define SETTLE_TIMES	4

/*
 * A sample lasts so long at least, unless it were more than so many inits. Long
 * against the settling before it: auto learns from that too, and would choose
 * for a cold cache what is then counted in a warm one.
 */
#define SAMPLE_NS	2000000
#define BATCH_MAX	1000

struct run {
	struct measurement *m;
	struct zonedev *machine;
	struct zonedev_namespace *ns;
	bool settle;
	unsigned batch;		/* inits of a sample */
	unsigned done, all;
	char *why;
	size_t size;
};

/* ns of an init, and of the whole bind around it */
struct times {
	double init, whole;
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
		.path = row->path,
		.threads = row->threads,
		.strategy = row->strategy,
		.keep_caches = row->keep_caches,
	};
}

static void step(struct run *run)
{
	progress_show(run->m->name, ++run->done, run->all);
}

static int add(struct sample *init, struct sample *whole,
	       struct times times, unsigned n)
{
	if (sample_add(init, times.init / n) ||
	    (times.whole && sample_add(whole, times.whole / n)))
		return -ENOMEM;
	return 0;
}

static int drop(struct run *run)
{
	int err = zonedev_unbind(run->ns);

	if (!err)
		err = zonedev_destroy(run->ns);
	run->ns = NULL;
	return err;
}

static void keep(struct measured *row, const struct zonedev_report *report)
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
	keep(row, &report.init);
	return 0;
}

static int rebind_fresh(struct run *run, struct measured *row)
{
	struct times times;
	int err = drop(run);

	if (!err)
		err = bind_fresh(run, row, &times);
	if (!err)
		err = add(&row->first, &row->first_whole, times, 1);
	step(run);
	return err;
}

/*
 * The first touch of memory that the host has not backed yet is the host's
 * time, not the path's; so one bind goes before those that count.
 */
static int measure_fresh(struct run *run)
{
	struct measurement *m = run->m;
	struct measured uncounted = { .path = ZONEDEV_BASE, .threads = 1 };
	struct measured *row;
	struct times times;
	unsigned round, i;
	int err = bind_fresh(run, &uncounted, &times);

	for (round = 0; !err && round < m->binds; round++) {
		for (i = 0; !err && i < m->nr_rows; i++) {
			row = &m->row[(round + i) % m->nr_rows];
			if (!row->control)
				err = rebind_fresh(run, row);
		}
	}
	return err;
}

/* Adds to @times. The control writes a bound memmap, and leaves it bound. */
static int rebind_once(struct run *run, struct measured *row,
		       struct times *times)
{
	struct zonedev_options options = options_of(row);
	struct zonedev_bind_report report;
	int err;

	if (row->control) {
		times->init += (double)control_write(run->ns);
		return 0;
	}
	err = zonedev_unbind(run->ns);
	if (!err)
		err = zonedev_rebind(run->ns, &options, &report);
	if (err)
		return err;
	times->init += (double)report.init.ns;
	times->whole += (double)report.total_ns;
	keep(row, &report.init);
	return 0;
}

static int rebind(struct run *run, struct measured *row)
{
	struct times times = {0};
	unsigned i;
	int err = 0;

	for (i = 0; !err && i < SETTLE_TIMES && run->settle; i++)
		err = rebind_once(run, row, &(struct times){0});
	for (i = 0; !err && i < run->batch; i++)
		err = rebind_once(run, row, &times);
	if (!err)
		err = add(&row->rebind, &row->rebind_whole, times, run->batch);
	step(run);
	return err;
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

static int measure_rereads(struct run *run)
{
	struct measured *row = run->m->row;
	struct disturbance d = { .run = run };
	double times;

	for (; row < run->m->row + run->m->nr_rows; row++) {
		d.row = row;
		times = resident_reread(rebind_uncounted, &d);
		if (d.err)
			return d.err;
		if (times && sample_add(&row->reread, times))
			return -ENOMEM;
	}
	return 0;
}

static int choose_batch(struct run *run)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(run->ns);
	struct times once = {0};
	int err = rebind_once(run, &run->m->row[0], &once);

	run->settle = g->memmap_written <= SETTLE_BYTES;
	run->batch = 1;
	if (once.init * BATCH_MAX < SAMPLE_NS)
		run->batch = BATCH_MAX;
	else if (once.init < SAMPLE_NS)
		run->batch = (unsigned)(SAMPLE_NS / once.init) + 1;
	return err;
}

static unsigned most_threads(const struct measurement *m)
{
	unsigned i, most = 1;

	for (i = 0; i < m->nr_rows; i++)
		if (measured_threads(&m->row[i]) > most)
			most = measured_threads(&m->row[i]);
	return most;
}

static int measure_rebinds(struct run *run)
{
	struct measurement *m = run->m;
	unsigned round, i;
	int err = choose_batch(run);

	for (round = 0; !err && round < m->rebinds; round++) {
		for (i = 0; !err && i < m->nr_rows; i++)
			err = rebind(run, &m->row[(round + i) % m->nr_rows]);
		if (!err && round % LIMIT_EVERY == 0)
			err = limits_measure(&m->limits, run->ns,
					     most_threads(m), run->batch,
					     run->settle);
		if (!err && m->rereads && round % LIMIT_EVERY == 0)
			err = measure_rereads(run);
	}
	return err;
}

static unsigned steps(const struct measurement *m)
{
	unsigned i, all = 0;

	for (i = 0; i < m->nr_rows; i++) {
		if (!m->row[i].control)
			all += m->binds;
		all += m->rebinds;
	}
	return all;
}

int measure(struct measurement *m, char *why, size_t size)
{
	struct run run = {
		.m = m, .machine = zonedev_new(m->model),
		.all = steps(m),
		.why = why, .size = size,
	};
	int err;

	snprintf(why, size, "no memory");
	if (!run.machine)
		return -errno;
	err = measure_fresh(&run);
	if (!err)
		err = measure_rebinds(&run);
	progress_clear();
	zonedev_free(run.machine);
	return err;
}

void measure_free(struct measurement *m)
{
	unsigned i;

	for (i = 0; i < m->nr_rows; i++) {
		sample_free(&m->row[i].first);
		sample_free(&m->row[i].rebind);
		sample_free(&m->row[i].first_whole);
		sample_free(&m->row[i].rebind_whole);
		sample_free(&m->row[i].reread);
	}
	limits_free(&m->limits);
}

/* The library takes fewer where more would not pay, and says how many. */
unsigned measured_threads(const struct measured *row)
{
	return row->had ? row->had : 1;
}
