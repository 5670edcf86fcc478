/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.c - zonedev bench: the published experiment, here
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/machine.h"
#include "common/gnuplot.h"
#include "common/interrupt.h"
#include "common/report.h"
#include "common/message.h"
#include "bench.h"
#include "control.h"
#include "room.h"
#include "zonedev/commands.h"

#define NAME		"zonedev bench"

/* Of a sweep, where --rebinds says no other number */
#define SWEEP_ROUNDS	16

/* 0, or the status of a complaint */
static int add_row(struct measurement *m, const struct row_type *type,
		   unsigned threads)
{
	if (measurement_add_row(m, type, threads))
		return 0;
	return failed(NAME, "more than the %d rows that there is room for",
		      MEASURE_ROWS);
}

/* The loops by hand know one layout of a descriptor, and which tails differ. */
static bool has_row(const struct bench_result *b, const struct row_type *type)
{
	return row_type_here(type) &&
	       (!type->write ||
		(control_possible(&b->geometry) &&
		 b->measurement.model->tail_mode == ZONEDEV_TAIL_MASK));
}

static int add_rows(const struct bench_request *r, struct bench_result *b)
{
	struct measurement *m = &b->measurement;
	const struct row_type *type;
	int status = 0;
	unsigned i;

	m->base.type = row_type_at(0);
	m->base.threads = 1;
	for (i = 1; !status && (type = row_type_at(i)); i++)
		if (r->row[i] && has_row(b, type))
			status = add_row(m, type, 1);
	if (!status && r->threads != UINT64_MAX && r->threads != 1)
		status = add_row(m, row_type_find("auto"),
				 (unsigned)r->threads);
	return status;
}

static void set_up(const struct bench_request *r, const struct scenario *s,
		   struct bench_result *result)
{
	struct measurement *m = &result->measurement;

	memset(result, 0, sizeof(*result));
	result->scenario = s;
	m->name = s->name;
	m->model = &r->model.model;
	m->config = (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = r->size == UINT64_MAX ? s->size : r->size,
		.start_pfn = SCENARIO_START_PFN,
	};
	m->binds = r->binds == UINT64_MAX ? 0 : (unsigned)r->binds;
	m->rebinds = r->rebinds == UINT64_MAX ? 0 : (unsigned)r->rebinds;
	m->fresh = s->whole_binds;
	m->time_ns = r->time * 1000000000;
	m->width = STATISTICS_WIDTH;
	m->fills = true;
	m->rereads = true;
}

static double gib(uint64_t bytes)
{
	return (double)bytes / (1 << 30);
}

/* What is available changes: the advice leaves a part of it. */
static int check_memory(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	uint64_t have = machine_memory(), fits;

	if (room_for(&b->geometry, have))
		return 0;
	fits = room_size(m->model, &m->config, have - have / 64);
	if (!fits)
		return complain(NAME, "%s: %.2f GiB of memory are available, too little for any --size",
				m->name, gib(have));
	return complain(NAME, "%s: %" PRIu64 " bytes of device need %.2f GiB of descriptors and %.2f GiB are available; --size %" PRIu64 "M would fit",
			m->name, m->config.size,
			gib(room_needed(&b->geometry)), gib(have), fits >> 20);
}

static int check(const struct bench_request *r, struct bench_result *b)
{
	char why[256];

	if (zonedev_geometry(b->measurement.model, &b->measurement.config,
			     &b->geometry, why, sizeof(why)))
		return complain(NAME, "%s: %s", b->scenario->name, why);
	return check_memory(b) || add_rows(r, b) ? STATUS_USAGE : 0;
}

/* Measures and prints one; what was bound is gone again in either case. */
static int run_one(const struct bench_run *run, const struct reporter *reporter,
		   struct bench_result *result)
{
	struct measurement *m = &result->measurement;
	char why[256];

	if (measure(m, why, sizeof(why)))
		return failed(NAME, "%s: %s; everything was undone", m->name,
			      why);
	/* Only now: a run that comes to nothing prints nothing. */
	if (m->partial && !m->base.fresh.ns.n)
		return 0;
	if (!run->nr && reporter->begin)
		reporter->begin(run);
	if (reporter->part)
		reporter->part(run, result);
	fflush(stdout);
	return 0;
}

/* A signal ends it: what there is by then is printed all the same. */
static int run(const struct bench_request *r, struct bench_result *results)
{
	const struct reporter *reporter =
		&format_at((unsigned)r->format)->scenarios;
	struct bench_run run = { .request = r, .results = results };
	int status = 0;
	unsigned i;

	interrupt_catch();
	for (i = 0; !status && i < r->nr_scenarios && !interrupt_came(); i++) {
		status = run_one(&run, reporter, &results[i]);
		run.nr += !status && results[i].measurement.base.fresh.ns.n;
	}
	if (run.nr && reporter->end)
		status |= reporter->end(&run);
	if (!status && run.nr && r->plot)
		status = format_plot.scenarios.end(&run);
	if (!status && run.nr && r->report)
		status = format_report.scenarios.end(&run);
	for (i = 0; i < r->nr_scenarios; i++)
		measurement_free(&results[i].measurement);
	return interrupt_status(status);
}

static int bench(const struct bench_request *r)
{
	struct bench_result *results = calloc(r->nr_scenarios,
					      sizeof(*results));
	int status = 0;
	unsigned i;

	if (!results)
		return failed(NAME, "out of memory");
	/* All is checked before the first scenario starts. */
	for (i = 0; !status && i < r->nr_scenarios; i++) {
		set_up(r, r->scenario[i], &results[i]);
		status = check(r, &results[i]);
	}
	if (!status && r->plot)
		status = gnuplot_check(NAME, r->plot);
	if (!status && r->report)
		status = report_make_dir(NAME, r->report);
	if (!status)
		status = run(r, results);
	free(results);
	return status;
}

static void set_up_sweep(const struct bench_request *r,
			 struct sweep *sweep)
{
	const struct scenario *s = r->scenario[0];

	*sweep = (struct sweep){
		.model = &r->model.model,
		.config = {
			.type = s->type, .map = s->map, .align = s->align,
			.start_pfn = SCENARIO_START_PFN,
		},
		.rounds = r->rebinds == UINT64_MAX ? SWEEP_ROUNDS :
			  (unsigned)r->rebinds,
		.row = {
			{ .path = ZONEDEV_BASE, .threads = 1 },
			{ .path = ZONEDEV_STREAMING, .threads = 1 },
			{ .path = ZONEDEV_AUTO, .threads = 1 },
			{ .path = ZONEDEV_AUTO, .threads =
			  r->threads == UINT64_MAX ? 0 : (unsigned)r->threads },
		},
		.nr_rows = 4,
	};
	if (r->threads == 1)
		sweep->nr_rows--;
}

static int report_sweep(const struct bench_request *r,
			const struct sweep *sweep)
{
	const struct reporter *reporter =
		&format_at((unsigned)r->format)->sweep;
	struct bench_run run = { .request = r, .sweep = sweep };
	int status = 0;

	if (reporter->begin)
		reporter->begin(&run);
	reporter->part(&run, sweep);
	if (reporter->end)
		status = reporter->end(&run);
	return !status && r->plot ? format_plot.sweep.end(&run) : status;
}

static int bench_sweep(const struct bench_request *r)
{
	struct sweep sweep;
	char why[256];
	int status = 0;

	set_up_sweep(r, &sweep);
	if (sweep_sizes(&sweep, r->size, why, sizeof(why)))
		return complain(NAME, "--sweep: %s", why);
	if (r->plot)
		status = gnuplot_check(NAME, r->plot);
	if (status)
		return status;
	if (sweep_run(&sweep, why, sizeof(why)))
		status = failed(NAME, "--sweep: %s; everything was undone",
				why);
	else
		status = report_sweep(r, &sweep);
	sweep_free(&sweep);
	return status;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	struct bench_request request;
	int status = bench_request_take(command, &request, argc, argv);

	if (status)
		return status == -1 ? 0 : status;
	return request.sweep ? bench_sweep(&request) : bench(&request);
}

const struct command zonedev_bench = {
	.name = NAME, .what = "run the published experiment here",
	.about =
"Fills the page descriptors of a device as the kernel does when it is bound,\n"
"path by path, each next to base, and says which is the fastest here: with its\n"
"95 % interval, or that it is undecided.\n",
	.groups = bench_request_options, .run = run_command,
};
