/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of zonedev bench
 */
#include <stddef.h>
#include <string.h>
#include "formats.h"
#include "request.h"
#include "zonedev/namespace_options.h"

#define NAME		"zonedev bench"

static const char *scenario_name_at(unsigned i)
{
	const struct scenario *s = scenario_at(i);

	if (s)
		return s->name;
	return i && scenario_at(i - 1) ? "all" : NULL;
}

/* Once each: there is room for all */
static void add_one_scenario(struct bench_request *r, const struct scenario *s)
{
	unsigned i;

	for (i = 0; i < r->nr_scenarios; i++)
		if (r->scenario[i] == s)
			return;
	r->scenario[r->nr_scenarios++] = s;
}

static int add_scenario(const struct option_use *use, char *name)
{
	struct bench_request *r = use->request;
	int found = names_find(use->row->names, name);
	const struct scenario *s;
	unsigned i;

	if (found < 0)
		return option_refuse_name(use, name);
	s = scenario_at((unsigned)found);
	if (s) {
		add_one_scenario(r, s);
		return 0;
	}
	for (i = 0; (s = scenario_at(i)); i++)
		add_one_scenario(r, s);
	return 0;
}

static const char *row_name_at(unsigned i)
{
	const struct row_type *type = row_type_at(i);

	return type ? type->name : NULL;
}

static int add_path(const struct option_use *use, char *name)
{
	struct bench_request *r = use->request;
	int found = names_find(use->row->names, name);

	if (found < 0)
		return option_refuse_name(use, name);
	if (!row_type_here(row_type_at((unsigned)found)))
		return option_refuse(use, name, "this CPU has no such instruction");
	r->row[found] = true;
	r->paths = true;
	return 0;
}

static void set_defaults(struct bench_request *r)
{
	const struct row_type *type;
	unsigned i;

	if (!r->nr_scenarios) {
		r->scenario[r->nr_scenarios++] = scenario_find("nd_pmem");
		if (!r->sweep)
			r->scenario[r->nr_scenarios++] =
				scenario_find("dax_pmem");
	}
	for (i = 0; (type = row_type_at(i)); i++)
		if ((!r->paths && !type->on_demand) ||
		    (type->keep_caches && r->keep_caches))
			r->row[i] = true;
}

/* A sweep is of one device, by paths of its own choice. */
static int check_sweep(const struct bench_request *r)
{
	if (r->nr_scenarios > 1)
		return complain(NAME, "--sweep takes one scenario; leave out '%s'",
				r->scenario[1]->name);
	if (r->paths || r->binds != UINT64_MAX || r->keep_caches)
		return complain(NAME, "--sweep rebinds by base, streaming and auto; leave --path, --binds and --keep-caches out");
	if (r->report)
		return complain(NAME, "--sweep: a report is of scenarios; leave --report out, or use --plot");
	if (!format_at((unsigned)r->format)->sweep.part)
		return complain(NAME, "--sweep: --format %s is of scenarios; leave it out, or use --plot",
				format_at((unsigned)r->format)->name);
	return 0;
}

#define IN_REQUEST(member)	.offset = offsetof(struct bench_request, member)

static const struct option_row rows[] = {
	{ .name = "scenario", .value = "NAME", .list = true,
	  .help = "%s (default: nd_pmem,dax_pmem)",
	  .take = add_scenario, .names = { scenario_name_at } },
	{ .name = "model", .value = "NAME|FILE",
	  .help = "the kernel whose descriptors are written: %s, or a model file (default: x86_64)",
	  .take = take_model, IN_REQUEST(model), .names = { model_name_at } },
	{ .name = "size", .value = "SIZE",
	  .help = "of the device, as 100G or 512M (default: as published)",
	  .take = option_size, IN_REQUEST(size), .low = 1 },
	{ .name = "path", .value = "NAME", .list = true,
	  .help = "%s; base is always there (default: all but auto-keep)",
	  .take = add_path, .names = { row_name_at } },
	{ .name = "threads", .value = "N",
	  .help = "one more row: auto with N threads, 0 for all CPUs",
	  .take = option_number, IN_REQUEST(threads), .high = REQUEST_THREADS },
	{ .name = "keep-caches",
	  .help = "one more row: auto by non-temporal stores only",
	  .take = option_flag, IN_REQUEST(keep_caches) },
	{ .name = "time", .value = "SECONDS",
	  .help = "for each scenario, or until all intervals are +-2 % (default: 25)",
	  .take = option_number, IN_REQUEST(time), .low = 1, .high = 86400 },
	{ .name = "binds", .value = "N",
	  .help = "rounds of binds of a fresh memmap, instead of --time",
	  .take = option_number, IN_REQUEST(binds), .low = 1, .high = 1000 },
	{ .name = "rebinds", .value = "N",
	  .help = "rounds of rebinds over the same memmap, instead of --time",
	  .take = option_number, IN_REQUEST(rebinds), .low = 1,
	  .high = 100000 },
	{ .name = "sweep",
	  .help = "ns/page by size instead, from 1G to --size or what fits; of one scenario, by base, streaming and auto",
	  .take = option_flag, IN_REQUEST(sweep) },
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_name, .names = { format_name_at },
	  IN_REQUEST(format) },
	{ .name = "plot", .value = "FILE",
	  .help = "a picture too, .svg or .png; needs gnuplot",
	  .take = option_text, IN_REQUEST(plot) },
	{ .name = "report", .value = "DIR",
	  .help = "a page too, DIR/report.html, with text and raw data beside it",
	  .take = option_text, IN_REQUEST(report) },
	{ .name = NULL },
};

const struct option_group bench_request_options[] = {
	{ rows, 0 }, { NULL, 0 },
};

int bench_request_take(const struct command *command, struct bench_request *r,
		       int argc, char **argv)
{
	char why[256];
	int status;

	memset(r, 0, sizeof(*r));
	model_choose(&r->model, zonedev_models()[0]->name, why, sizeof(why));
	r->size = r->rebinds = r->binds = r->threads = UINT64_MAX;
	r->time = REQUEST_SECONDS;
	/* Before the options are taken apart */
	origin_take(&r->origin, NAME, argc - 1, argv + 1);
	status = options_take(command, r, argc, argv, 0, 0);
	if (!status && r->sweep)
		status = check_sweep(r);
	if (!status)
		set_defaults(r);
	return status;
}
