/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * binds.c - binds and rebinds of a namespace by the path of a row, timed
 *
 * Each strategy settles by its own kind before it is timed: the dirty lines
 * that the one before left in the caches are written back during the last 64
 * MiB of descriptors, not on the clock. A memmap that fits a cache is another
 * matter: there each row writes all of it several times first. And where one
 * init is so short that the clock is felt, or the noise, a sample is the mean
 * of several. Each is timed by itself all the same: the checks around it cost
 * all paths as much, and to count them would make every ratio look nearer to 1.
 */
#include <math.h>
#include <stdio.h>
#include "binds.h"

/*
 * Descriptors of so many bytes may stay in a last-level cache, and each row
 * then writes so many bytes before it is measured, or as much as four times
 * what it has. After one time a row still pays for what the row before it did:
 * behind a streaming one base took 1.2 to 1.5 times as long as the control for
 * 16 MiB, and 1.1 to 1.2 after four (AMD EPYC, family 25 model 17, 32 MiB of
 * third level).
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

static void keep_refusal(void *arg, enum zonedev_level level, const char *line)
{
	struct binds *b = arg;

	if (level == ZONEDEV_ERROR)
		snprintf(b->why, b->size, "%s", line);
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

static int drop(struct binds *b)
{
	int err = zonedev_unbind(b->ns);

	if (!err)
		err = zonedev_destroy(b->ns);
	b->ns = NULL;
	return err;
}

/* 0, of a clock that stepped back, is no time, nor is a sum with it. */
static double time_of(uint64_t ns)
{
	return ns ? (double)ns : -HUGE_VAL;
}

static void keep_report(struct measured *row,
			const struct zonedev_report *report)
{
	row->last = *report;
	if (report->threads > row->had)
		row->had = report->threads;
}

int binds_fresh(struct binds *b, struct measured *row, struct times *times)
{
	struct zonedev_options options = options_of(row);
	struct zonedev_config config = b->config;
	struct zonedev_bind_report report;
	int err = b->ns ? drop(b) : 0;

	if (err)
		return err;
	config.hooks = (struct zonedev_hooks){
		.log = keep_refusal, .arg = b,
	};
	err = zonedev_bind(b->machine, &config, &options, &b->ns, &report);
	if (err)
		return err;
	times->init = time_of(report.init.ns);
	times->whole = (double)report.total_ns;
	keep_report(row, &report.init);
	return 0;
}

/* Adds to @times. A loop by hand writes a bound memmap, and leaves it bound. */
int binds_rebind_once(struct binds *b, struct measured *row,
		      struct times *times)
{
	struct zonedev_options options = options_of(row);
	struct zonedev_bind_report report;
	int err;

	if (row->type->write) {
		times->init += time_of(row->type->write(b->ns));
		return 0;
	}
	err = zonedev_unbind(b->ns);
	if (!err)
		err = zonedev_rebind(b->ns, &options, &report);
	if (err)
		return err;
	times->init += time_of(report.init.ns);
	times->whole += (double)report.total_ns;
	keep_report(row, &report.init);
	return 0;
}

/*
 * The last pages of a bound namespace, by the row's own stores. An altmap lies
 * before them: this is a range without one.
 */
static int settle_last(struct binds *b, const struct measured *row)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(b->ns);
	struct zonedev_pagemap pgmap = g->pgmap;
	struct zonedev_options options = options_of(row);

	if (g->nr_pages < 2 * SETTLE_PAGES || row->type->write)
		return 0;
	pgmap.flags &= ~ZONEDEV_PGMAP_ALTMAP_VALID;
	return zonedev_memmap_init(zonedev_namespace_zone(b->ns),
				   g->start_pfn + g->nr_pages - SETTLE_PAGES,
				   SETTLE_PAGES, &pgmap, &options, NULL);
}

int binds_rebind(struct binds *b, struct measured *row, struct times *times)
{
	unsigned i;
	int err = 0;

	*times = (struct times){0};
	if (!b->settle)
		err = settle_last(b, row);
	for (i = 0; !err && i < b->settle; i++)
		err = binds_rebind_once(b, row, &(struct times){0});
	for (i = 0; !err && i < b->batch; i++)
		err = binds_rebind_once(b, row, times);
	times->init /= b->batch;
	times->whole /= b->batch;
	return err;
}

/* 0: by the last of them */
static unsigned settle_times(uint64_t bytes)
{
	uint64_t times = SETTLE_BYTES / bytes;

	return times > SETTLE_TIMES ? SETTLE_TIMES : (unsigned)times;
}

int binds_choose_batch(struct binds *b, struct measured *base)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(b->ns);
	struct times once = {0};
	int err = binds_rebind_once(b, base, &once);

	b->settle = settle_times(g->memmap_written);
	b->batch = 1;
	if (once.init * BATCH_MAX < SAMPLE_NS)
		b->batch = BATCH_MAX;
	else if (once.init < SAMPLE_NS)
		b->batch = (unsigned)(SAMPLE_NS / once.init) + 1;
	return err;
}
