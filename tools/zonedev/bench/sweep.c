/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sweep.c - what a page costs, from 1 GiB of device to all that fits
 *
 * All sizes begin at the same pfn and share the memmap of the largest, so that
 * they can take turns within a round: two sizes that were measured one after
 * the other would differ by what the machine did meanwhile. What is timed is a
 * rebind that finds its descriptors in memory, as after other work: small sizes
 * take turns with large ones, which sweep the caches.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include "common/machine.h"
#include "common/progress.h"
#include "room.h"
#include "sweep.h"

struct run {
	struct sweep *sweep;
	struct zonedev_zone *zone;
	char *why;
	size_t size;
	unsigned done;
};

static void keep_refusal(void *arg, enum zonedev_level level, const char *line)
{
	struct run *run = arg;

	if (level == ZONEDEV_ERROR)
		snprintf(run->why, run->size, "%s", line);
}

int sweep_sizes(struct sweep *sweep, uint64_t most, char *why, size_t size)
{
	uint64_t have = machine_memory();
	struct zonedev_config config = sweep->config;
	struct sweep_size *s;
	int err;

	sweep->nr_sizes = 0;
	if (most > SWEEP_MOST)
		most = SWEEP_MOST;
	for (config.size = SWEEP_LEAST; config.size <= most;
	     config.size *= 2) {
		s = &sweep->size[sweep->nr_sizes];
		err = zonedev_geometry(sweep->model, &config, &s->geometry,
				       why, size);
		if (err)
			return err;
		if (!room_for(&s->geometry, have))
			break;
		s->bytes = sweep->config.size = config.size;
		sweep->nr_sizes++;
	}
	if (sweep->nr_sizes)
		return 0;
	snprintf(why, size, "a sweep begins at %" PRIu64 " bytes of device, whose descriptors need 80 MiB of memory to be had",
		 SWEEP_LEAST);
	return -ENOMEM;
}

/* Smallest, largest, second smallest, ... */
static unsigned turn(const struct sweep *sweep, unsigned i)
{
	return i % 2 ? sweep->nr_sizes - 1 - i / 2 : i / 2;
}

static int init_size(struct run *run, struct sweep_row *row, unsigned i)
{
	const struct zonedev_geometry *g = &run->sweep->size[i].geometry;
	struct zonedev_options options = {
		.path = row->path, .threads = row->threads,
	};
	struct zonedev_pagemap pgmap = g->pgmap;
	struct zonedev_report report;
	int err = zonedev_memmap_init(run->zone, g->start_pfn,
					  g->nr_pages, &pgmap, &options,
					  &report);

	if (err)
		return err;
	if (report.threads > row->had)
		row->had = report.threads;
	progress_show("sweep", ++run->done, run->sweep->rounds *
		      run->sweep->nr_rows * run->sweep->nr_sizes);
	return sample_add(&row->ns_per_page[i], (double)report.ns /
			  (double)(report.compounds * report.per_compound));
}

static int run_rounds(struct run *run)
{
	struct sweep *sweep = run->sweep;
	unsigned round, row, i;
	int err = 0;

	for (round = 0; !err && round < sweep->rounds; round++)
		for (row = 0; !err && row < sweep->nr_rows; row++)
			for (i = 0; !err && i < sweep->nr_sizes; i++)
				err = init_size(run, &sweep->row[row],
						turn(sweep, i));
	return err;
}

int sweep_run(struct sweep *sweep, char *why, size_t size)
{
	struct run run = { .sweep = sweep, .why = why, .size = size };
	struct zonedev_options options = {
		.path = ZONEDEV_BASE, .threads = 1,
	};
	struct zonedev *machine = zonedev_new(sweep->model);
	struct zonedev_namespace *largest;
	int err;

	snprintf(why, size, "out of memory");
	if (!machine)
		return -errno;
	sweep->config.hooks = (struct zonedev_hooks){
		.log = keep_refusal, .arg = &run,
	};
	err = zonedev_bind(machine, &sweep->config, &options, &largest, NULL);
	if (!err) {
		run.zone = zonedev_namespace_zone(largest);
		err = run_rounds(&run);
	}
	progress_clear();
	zonedev_free(machine);
	return err;
}

void sweep_free(struct sweep *sweep)
{
	unsigned row, i;

	for (row = 0; row < sweep->nr_rows; row++)
		for (i = 0; i < sweep->nr_sizes; i++)
			sample_free(&sweep->row[row].ns_per_page[i]);
}

void sweep_row_name(const struct sweep_row *row, char text[32])
{
	if (row->threads == 1)
		snprintf(text, 32, "%s", zonedev_path_name(row->path));
	else
		snprintf(text, 32, "%s x%u", zonedev_path_name(row->path),
			 row->had);
}

struct interval sweep_flatness(const struct sweep *sweep,
			       const struct sweep_row *row, unsigned first,
			       unsigned *cheapest, unsigned *dearest)
{
	const struct sample *all = row->ns_per_page;
	unsigned i, n = sweep->nr_sizes - first, pairs = n * (n - 1) / 2;

	*cheapest = *dearest = first;
	for (i = first + 1; i < sweep->nr_sizes; i++) {
		if (sample_median(&all[i]) < sample_median(&all[*cheapest]))
			*cheapest = i;
		if (sample_median(&all[i]) > sample_median(&all[*dearest]))
			*dearest = i;
	}
	return statistics_ratio(&all[*cheapest], &all[*dearest], n < 2 ?
				STATISTICS_ERROR : STATISTICS_ERROR / pairs);
}
