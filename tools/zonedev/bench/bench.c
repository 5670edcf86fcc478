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
#include "common/message.h"
#include "common/gnuplot.h"
#include "bench.h"
#include "zonedev/commands.h"

#define NAME		"zonedev bench"

/* Beside the memmap: the program, its stacks, and what others may want */
#define SPARE_MEMORY	(UINT64_C(64) << 20)

static struct measured *add_row(struct measurement *m, enum zonedev_path path,
				unsigned threads)
{
	struct measured *row = &m->row[m->nr_rows++];

	row->path = path;
	row->threads = threads;
	return row;
}

static void add_rows(const struct bench_request *r,
		     struct measurement *m)
{
	unsigned i;

	for (i = 0; i < r->nr_paths; i++) {
		if (r->path[i] == REQUEST_CONTROL)
			add_row(m, ZONEDEV_BASE, 1)->control = true;
		else
			add_row(m, (enum zonedev_path)r->path[i], 1);
	}
	if (r->keep_caches)
		add_row(m, ZONEDEV_AUTO, 1)->keep_caches = true;
	if (r->threads != UINT64_MAX && r->threads != 1)
		add_row(m, ZONEDEV_AUTO, (unsigned)r->threads);
}

static void set_up(const struct bench_request *r, const struct scenario *s,
		   struct bench_result *result)
{
	struct measurement *m = &result->measurement;

	memset(result, 0, sizeof(*result));
	result->scenario = s;
	m->name = s->name;
	m->model = zonedev_models()[0];
	m->config = (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = r->size == UINT64_MAX ? s->size : r->size,
		.start_pfn = SCENARIO_START_PFN,
	};
	m->binds = r->binds == UINT64_MAX ? s->binds : (unsigned)r->binds;
	m->rebinds = r->rebinds == UINT64_MAX ? s->rebinds :
		     (unsigned)r->rebinds;
	m->rereads = true;
	add_rows(r, m);
}

static double gib(uint64_t bytes)
{
	return (double)bytes / (1 << 30);
}

/* The largest size, in whole GiB or else 2 MiB, whose memmap @room holds */
static uint64_t size_that_fits(const struct bench_result *b, uint64_t room)
{
	const uint64_t unit = UINT64_C(1) << 30, least = UINT64_C(2) << 20;
	double share = (double)room / (double)b->geometry.memmap_written;
	uint64_t size = (uint64_t)(share * (double)b->measurement.config.size);

	if (share < 0.001)
		return 0;
	return size >= unit ? size / unit * unit : size / least * least;
}

static int check_memory(const struct bench_result *b)
{
	uint64_t need = b->geometry.memmap_written + SPARE_MEMORY;
	uint64_t have = machine_memory(), room, fits;

	if (need <= have)
		return 0;
	room = have > SPARE_MEMORY ? have - SPARE_MEMORY : 0;
	fits = size_that_fits(b, room);
	return complain(NAME, "%s: %" PRIu64 " bytes of device need %.2f GiB of descriptors and %.2f GiB are available; --size %" PRIu64 "M would fit",
			b->scenario->name, b->measurement.config.size,
			gib(need), gib(have), fits >> 20);
}

static int check(struct bench_result *b)
{
	char why[256];

	if (zonedev_geometry(b->measurement.model, &b->measurement.config,
			     &b->geometry, why, sizeof(why)))
		return complain(NAME, "%s: %s", b->scenario->name, why);
	return check_memory(b);
}

/* Measures and prints one; what was bound is gone again in either case. */
static int run_one(const struct bench_request *r, struct bench_result *result,
		   bool first)
{
	struct measurement *m = &result->measurement;
	char why[256];

	if (measure(m, why, sizeof(why)))
		return complain(NAME, "%s: %s; everything was undone", m->name,
				why), 1;
	if (first)
		bench_print_begin(r);
	bench_print(r, result);
	fflush(stdout);
	return 0;
}

static int run(const struct bench_request *r, struct bench_result *results)
{
	int status = 0;
	unsigned i;

	for (i = 0; !status && i < r->nr_scenarios; i++)
		status = run_one(r, &results[i], i == 0);
	if (!status || i > 1)
		bench_print_end(r);
	if (!status && r->plot)
		status = bench_plot(r, results);
	for (i = 0; i < r->nr_scenarios; i++)
		measure_free(&results[i].measurement);
	return status;
}

static int bench(const struct bench_request *r)
{
	struct bench_result *results = calloc(REQUEST_SCENARIOS,
					      sizeof(*results));
	int status = 0;
	unsigned i;

	if (!results)
		return failed(NAME, "no memory");
	/* All is checked before the first scenario starts. */
	for (i = 0; !status && i < r->nr_scenarios; i++) {
		set_up(r, r->scenario[i], &results[i]);
		status = check(&results[i]);
	}
	if (!status && r->plot)
		status = gnuplot_check(NAME, r->plot);
	if (!status)
		status = run(r, results);
	free(results);
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
"path by path, and says which is the fastest here.\n",
	.groups = bench_request_options, .run = run_command,
};
