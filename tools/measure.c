/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.c - binds and rebinds of a namespace, path by path, timed
 *
 * The machine drifts, so paths are compared inside a round: each round runs
 * every path once, over the same memmap, beginning with the next path each
 * time, so that none always finds the caches as one other leaves them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <streamcpy.h>
#include "clock.h"
#include "measure.h"
#include "progress.h"

/* Every so many rounds the write limit is measured too. */
#define LIMIT_EVERY	6

struct run {
	struct measurement *m;
	struct zonedev *machine;
	struct zonedev_namespace *ns;
	unsigned done, all;
	char *why;
	size_t size;
};

static void keep_refusal(void *arg, enum zonedev_level level, const char *line)
{
	struct run *run = arg;

	if (level == ZONEDEV_ERROR)
		snprintf(run->why, run->size, "%s", line);
}

static struct zonedev_options options_of(const struct measurement *m,
					 const struct measured *row)
{
	return (struct zonedev_options){
		.path = row->path,
		.threads = row->threads,
		.keep_caches = m->keep_caches,
	};
}

static void step(struct run *run)
{
	progress_show(run->m->name, ++run->done, run->all);
}

static int add(struct sample *init, struct sample *whole,
	       const struct zonedev_bind_report *report)
{
	if (sample_add(init, (double)report->init.ns) ||
	    sample_add(whole, (double)report->total_ns))
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

static int bind_fresh(struct run *run, struct measured *row, bool count)
{
	struct zonedev_options options = options_of(run->m, row);
	struct zonedev_config config = run->m->config;
	struct zonedev_bind_report report;
	int err;

	config.hooks = (struct zonedev_hooks){
		.log = keep_refusal, .arg = run,
	};
	err = zonedev_bind(run->machine, &config, &options, &run->ns, &report);
	if (!err && count)
		err = add(&row->first, &row->first_whole, &report);
	row->last = report.init;
	return err;
}

/*
 * The first touch of memory that the host has not backed yet is the host's
 * time, not the path's; so one bind goes before those that count.
 */
static int measure_fresh(struct run *run)
{
	struct measurement *m = run->m;
	unsigned round, i;
	int err = bind_fresh(run, &m->row[0], false);

	for (round = 0; !err && round < m->binds; round++) {
		for (i = 0; !err && i < m->nr_rows; i++) {
			err = drop(run);
			if (!err)
				err = bind_fresh(run, &m->row[(round + i) %
						 m->nr_rows], true);
			step(run);
		}
	}
	return err;
}

static int rebind(struct run *run, struct measured *row)
{
	struct zonedev_options options = options_of(run->m, row);
	struct zonedev_bind_report report;
	int err = zonedev_unbind(run->ns);

	if (!err)
		err = zonedev_rebind(run->ns, &options, &report);
	if (!err)
		err = add(&row->rebind, &row->rebind_whole, &report);
	if (!err)
		row->last = report.init;
	step(run);
	return err;
}

static void memset_plain(void *dst, size_t n)
{
	memset(dst, 0xff, n);
	/* Or the compiler may see that nobody reads it. */
	__asm__ __volatile__("" : : "r"(dst) : "memory");
}

static void limit_write(const struct streamcpy_backend *backend, void *dst,
			size_t n)
{
	static const uint64_t ones[8] = { ~0ull, ~0ull, ~0ull, ~0ull,
					  ~0ull, ~0ull, ~0ull, ~0ull };

	if (!backend) {
		memset_plain(dst, n);
		return;
	}
	backend->fill(dst, ones, sizeof(ones), n / sizeof(ones));
	backend->drain();
}

/* The memory that a rebind writes is one piece unless tails are shared. */
static int measure_one_limit(struct run *run,
			     const struct streamcpy_backend *backend,
			     struct limit *limit)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(run->ns);
	struct zone *zone = zonedev_namespace_zone(run->ns);
	unsigned char *at = (unsigned char *)zonedev_pfn_to_page(zone,
								 g->init_pfn);
	uint64_t page = g->memmap_size / g->nr_pages, start, i;
	uint64_t step = UINT64_C(1) << g->pgmap.vmemmap_shift;
	uint64_t pieces = g->per_compound == step ? 1 : g->init_pages / step;
	uint64_t piece = g->per_compound == step ? g->init_pages :
			 g->per_compound;

	start = clock_ns();
	for (i = 0; i < pieces; i++)
		limit_write(backend, at + i * step * page, piece * page);
	return sample_add(&limit->ns, (double)(clock_ns() - start)) ?
		-ENOMEM : 0;
}

static int measure_limits(struct run *run)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct measurement *m = run->m;
	unsigned n = 1;
	int err;

	m->limit[0].name = "memset";
	m->limit[0].kind = LIMIT_OTHER;	/* a large one may stream */
	err = measure_one_limit(run, NULL, &m->limit[0]);
	for (; !err && *b && n < MEASURE_LIMITS; b++, n++) {
		m->limit[n].name = (*b)->name;
		m->limit[n].kind = (*b)->flags & STREAMCPY_NON_TEMPORAL ?
				   LIMIT_STREAMING : LIMIT_CACHED;
		err = measure_one_limit(run, *b, &m->limit[n]);
	}
	m->nr_limits = n;
	return err;
}

static int measure_rebinds(struct run *run)
{
	struct measurement *m = run->m;
	unsigned round, i;
	int err = 0;

	for (round = 0; !err && round < m->rebinds; round++) {
		for (i = 0; !err && i < m->nr_rows; i++)
			err = rebind(run, &m->row[(round + i) % m->nr_rows]);
		if (!err && round % LIMIT_EVERY == 0)
			err = measure_limits(run);
	}
	return err;
}

int measure(struct measurement *m, char *why, size_t size)
{
	struct run run = {
		.m = m, .machine = zonedev_new(m->model),
		.all = (m->binds + m->rebinds) * m->nr_rows,
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
	}
	for (i = 0; i < m->nr_limits; i++)
		sample_free(&m->limit[i].ns);
}

double measure_limit(const struct measurement *m, unsigned kinds,
		     const char **name)
{
	double best = 0, ns;
	unsigned i;

	for (i = 0; i < m->nr_limits; i++) {
		if (!(m->limit[i].kind & kinds))
			continue;
		ns = sample_median(&m->limit[i].ns);
		if (best && ns >= best)
			continue;
		best = ns;
		*name = m->limit[i].name;
	}
	return best;
}
