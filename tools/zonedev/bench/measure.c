/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.c - rounds of binds and rebinds of a namespace until they suffice
 */
#include <errno.h>
#include <stdio.h>
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/progress.h"
#include "measure.h"
#include "round.h"

/* Of the time, for fresh binds where such are what was published */
#define FRESH_SHARE	0.5

/*
 * Where the time decides, no round is begun that would end after it, by the
 * longest before. On a machine that other programs slow down by a hundred times
 * one round of 100 GiB may still take a minute: what is under way so much of
 * the time after the start is given up.
 */
#define GIVEN_UP	1.1

struct run {
	struct measurement *m;
	struct binds binds;
	uint64_t start;
};

static bool narrow(const struct run *run, enum phase phase,
		   const struct stopping *stopping)
{
	const struct measurement *m = run->m;
	struct interval ratio[MEASURE_ROWS];
	unsigned i, n = 0;

	if (m->enough)
		return clock_ns() - stopping->start >= stopping->ns ||
		       m->enough(m, phase, m->enough_arg);
	for (i = 0; i < m->nr_rows; i++) {
		if (!phase_has(phase, &m->row[i]))
			continue;
		ratio[n++] = phase == PHASE_FRESH ?
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
static int run_rounds(struct run *run, enum phase phase, unsigned rounds,
		      uint64_t until)
{
	struct measurement *m = run->m;
	struct stopping stopping = { .width = m->width, .start = run->start,
				     .ns = until - run->start };
	uint64_t began = clock_ns(), longest = 0, now;
	unsigned round = 0;
	int err = 0;

	while (!err && (rounds ? round < rounds :
			!narrow(run, phase, &stopping) &&
			began + longest <= until)) {
		err = round_run(m, &run->binds, phase, round++);
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
	struct measurement *m = run->m;
	struct measured uncounted = { .type = m->base.type, .threads = 1 };
	struct times times;
	int err = binds_fresh(&run->binds, &uncounted, &times);

	return err ? err : run_rounds(run, PHASE_FRESH, m->fresh ? m->binds :
				      m->binds ? m->binds : 1, run->start +
				      (uint64_t)(FRESH_SHARE *
						 (double)m->time_ns));
}

static int measure_rebinds(struct run *run)
{
	struct measurement *m = run->m;
	int err = binds_choose_batch(&run->binds, &m->base);

	return err ? err : run_rounds(run, PHASE_REBIND, m->rebinds,
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
		.m = m, .start = clock_ns(),
		.binds = { .machine = zonedev_new(m->model),
			   .config = m->config, .why = why, .size = size },
	};
	int err;

	m->deadline = m->binds || m->rebinds ? 0 : run.start +
		      (uint64_t)(GIVEN_UP * (double)m->time_ns);
	snprintf(why, size, "out of memory");
	if (!run.binds.machine)
		return -errno;
	err = m->fills ? limits_init(&m->limits, most_threads(m)) : 0;
	if (!err)
		err = measure_fresh(&run);
	if (!err)
		err = measure_rebinds(&run);
	progress_clear();
	zonedev_free(run.binds.machine);
	m->took_ns = clock_ns() - run.start;
	m->partial = interrupt_came();
	return err == -EINTR || err == -ETIME ? 0 : err;
}
