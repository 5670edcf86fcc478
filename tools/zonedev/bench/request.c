/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of zonedev bench
 */
#include <stdio.h>
#include <string.h>
#include "common/complain.h"
#include "common/options.h"
#include "request.h"

#define NAME		"zonedev bench"

static const char help[] =
"usage: zonedev bench [OPTION...]\n"
"\n"
"Fills the page descriptors of a device as the kernel does when it is bound,\n"
"path by path, and says which is the fastest here.\n"
"\n"
"  --scenario NAME[,NAME]  nd_pmem, dax_pmem (the default: both), hmm,\n"
"                          dedup-2M, dedup-1G, all\n"
"  --size SIZE             of the device, as 100G or 512M (default: as\n"
"                          published)\n"
"  --path NAME[,NAME]      base, control (a loop by hand), head-template,\n"
"                          template, streaming, auto (default: all)\n"
"  --threads N             one more row: auto with N threads, 0 for all CPUs\n"
"  --keep-caches           one more row: auto by non-temporal stores only\n"
"  --binds N               binds of a fresh memmap for each path\n"
"  --rebinds N             rebinds over the same memmap for each path\n"
"  --sweep                 ns/page by size instead, from 1G to --size or what\n"
"                          fits; of one scenario, by base, streaming and auto\n"
"  --format FORMAT         table, csv or json\n"
"  --plot FILE             a picture too, .svg or .png; needs gnuplot\n"
"  --help\n";

static int add_scenario(void *request, const char *name)
{
	struct bench_request *r = request;
	const struct scenario *s;
	unsigned i;

	if (!strcmp(name, "all")) {
		for (i = 0; (s = scenario_at(i)); i++)
			r->scenario[i] = s;
		r->nr_scenarios = i;
		return 0;
	}
	s = scenario_find(name);
	if (!s)
		return complain(NAME, "there is no scenario '%s'; nd_pmem, dax_pmem, hmm, dedup-2M, dedup-1G and all are",
				name);
	if (r->nr_scenarios < REQUEST_SCENARIOS)
		r->scenario[r->nr_scenarios++] = s;
	return 0;
}

static int add_path(void *request, const char *name)
{
	struct bench_request *r = request;
	int path = strcmp(name, "control") ? zonedev_path_find(name) :
		   REQUEST_CONTROL;
	unsigned i;

	if (path < 0)
		return complain(NAME, "there is no path '%s'; base, control, head-template, template, streaming and auto are",
				name);
	for (i = 0; i < r->nr_paths; i++)
		if (r->path[i] == path)
			return 0;
	r->path[r->nr_paths++] = path;
	return 0;
}

static int set_size(struct bench_request *r, const char *text)
{
	if (options_size(NAME, "--size", text, &r->size))
		return 2;
	if (!r->size)
		return complain(NAME, "--size: '%s' is no size for a device; 2M is the least, 100G was published",
				text);
	return 0;
}

enum { SCENARIO = OPTION_FIRST, SIZE, PATH, THREADS, KEEP_CACHES, BINDS,
       REBINDS, SWEEP, FORMAT, PLOT };

static int take_option(void *request, int option, char *arg)
{
	struct bench_request *r = request;

	switch (option) {
	case SCENARIO:
		return options_each(r, arg, add_scenario);
	case SIZE:
		return set_size(r, arg);
	case PATH:
		return options_each(r, arg, add_path);
	case THREADS:
		return options_number(NAME, "--threads", arg, 0,
				      REQUEST_THREADS, &r->threads);
	case KEEP_CACHES:
		r->keep_caches = true;
		return 0;
	case BINDS:
		return options_number(NAME, "--binds", arg, 1, 1000, &r->binds);
	case REBINDS:
		return options_number(NAME, "--rebinds", arg, 1, 100000,
				      &r->rebinds);
	case SWEEP:
		r->sweep = true;
		return 0;
	case FORMAT:
		return format_take(NAME, arg, &r->format);
	}
	r->plot = arg;
	return 0;
}

static void set_defaults(struct bench_request *r)
{
	int path;

	if (!r->nr_scenarios) {
		r->scenario[r->nr_scenarios++] = scenario_find("nd_pmem");
		if (!r->sweep)
			r->scenario[r->nr_scenarios++] =
				scenario_find("dax_pmem");
	}
	if (r->nr_paths)
		return;
	r->path[r->nr_paths++] = ZONEDEV_BASE;
	r->path[r->nr_paths++] = REQUEST_CONTROL;
	for (path = ZONEDEV_BASE + 1; path < ZONEDEV_PATHS; path++)
		r->path[r->nr_paths++] = path;
}

/* A sweep is of one device, by paths of its own choice. */
static int check_sweep(const struct bench_request *r)
{
	if (r->nr_scenarios > 1)
		return complain(NAME, "--sweep: '%s' is one scenario too many; leave all but one out",
				r->scenario[1]->name);
	if (r->nr_paths || r->binds != UINT64_MAX || r->keep_caches)
		return complain(NAME, "--sweep rebinds by base, streaming and auto; leave --path, --binds and --keep-caches out");
	return 0;
}

static const struct option option_rows[] = {
	{ "scenario", required_argument, NULL, SCENARIO },
	{ "size", required_argument, NULL, SIZE },
	{ "path", required_argument, NULL, PATH },
	{ "threads", required_argument, NULL, THREADS },
	{ "keep-caches", no_argument, NULL, KEEP_CACHES },
	{ "binds", required_argument, NULL, BINDS },
	{ "rebinds", required_argument, NULL, REBINDS },
	{ "sweep", no_argument, NULL, SWEEP },
	{ "format", required_argument, NULL, FORMAT },
	{ "plot", required_argument, NULL, PLOT },
	OPTION_HELP_ROW,
	{ 0 },
};

static const struct command command = {
	.name = NAME, .help = help, .options = option_rows, .take = take_option,
};

int bench_request_take(struct bench_request *r, int argc, char **argv)
{
	int status;

	memset(r, 0, sizeof(*r));
	r->size = r->rebinds = r->binds = r->threads = UINT64_MAX;
	/* Before the options are taken apart */
	origin_take(&r->origin, NAME, argc - 1, argv + 1);
	status = options_take(&command, r, argc, argv);
	if (!status && r->sweep)
		status = check_sweep(r);
	if (!status)
		set_defaults(r);
	return status;
}
