/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev_request.c - what was asked of zonedev bench
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "choice.h"
#include "complain.h"
#include "size.h"
#include "zonedev_request.h"

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

static int add_scenario(struct bench_request *r, const char *name)
{
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

static int add_path(struct bench_request *r, const char *name)
{
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

/* Calls @add for each part of a list with commas. */
static int each(struct bench_request *r, char *list,
		int (*add)(struct bench_request *r, const char *name))
{
	char *at = list, *name;
	int status = 0;

	while (!status && (name = strsep(&at, ",")))
		status = add(r, name);
	return status;
}

static int set_format(struct bench_request *r, const char *name)
{
	static const char *const names[] = { "table", "csv", "json", NULL };
	int format = choose(NAME, "format", names, name);

	if (format < 0)
		return 2;
	r->format = (enum bench_format)format;
	return 0;
}

static int set_size(struct bench_request *r, const char *text)
{
	char why[256];

	if (parse_size(text, &r->size, why, sizeof(why)))
		return complain(NAME, "--size: %s", why);
	if (!r->size)
		return complain(NAME, "--size: '%s' is no size for a device; 2M is the least, 100G was published",
				text);
	return 0;
}

static int set_number(uint64_t *number, const char *option, const char *text,
		      uint64_t low, uint64_t high)
{
	char why[256];

	if (parse_number(text, low, high, number, why, sizeof(why)))
		return complain(NAME, "%s: %s", option, why);
	return 0;
}

enum { SCENARIO = 1, SIZE, PATH, THREADS, KEEP_CACHES, BINDS, REBINDS, SWEEP,
       FORMAT, PLOT, HELP };

static int take_option(struct bench_request *r, int option, char *arg)
{
	switch (option) {
	case SCENARIO:
		return each(r, arg, add_scenario);
	case SIZE:
		return set_size(r, arg);
	case PATH:
		return each(r, arg, add_path);
	case THREADS:
		return set_number(&r->threads, "--threads", arg, 0,
				  REQUEST_THREADS);
	case KEEP_CACHES:
		r->keep_caches = true;
		return 0;
	case BINDS:
		return set_number(&r->binds, "--binds", arg, 1, 1000);
	case REBINDS:
		return set_number(&r->rebinds, "--rebinds", arg, 1, 100000);
	case SWEEP:
		r->sweep = true;
		return 0;
	case FORMAT:
		return set_format(r, arg);
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

static int take_options(struct bench_request *r, int argc, char **argv)
{
	static const struct option options[] = {
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
		{ "help", no_argument, NULL, HELP },
		{ 0 },
	};
	int option, status = 0;

	opterr = 0;
	while (!status && (option = getopt_long(argc, argv, ":", options,
						NULL)) != -1) {
		if (option == HELP) {
			fputs(help, stdout);
			return -1;
		}
		if (option == ':' || option == '?')
			return complain_option(NAME, option, argv);
		status = take_option(r, option, optarg);
	}
	if (!status && optind < argc)
		return complain(NAME, "'%s' is no option; '" NAME " --help' tells them",
				argv[optind]);
	return status;
}

int bench_request_take(struct bench_request *r, int argc, char **argv)
{
	int status;

	memset(r, 0, sizeof(*r));
	r->size = r->rebinds = r->binds = r->threads = UINT64_MAX;
	/* Before the options are taken apart */
	origin_take(&r->origin, NAME, argc - 1, argv + 1);
	status = take_options(r, argc, argv);
	if (!status && r->sweep)
		status = check_sweep(r);
	if (!status)
		set_defaults(r);
	return status;
}
