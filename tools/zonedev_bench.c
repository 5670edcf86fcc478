/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev_bench.c - zonedev bench: the published experiment, here
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "available.h"
#include "complain.h"
#include "size.h"
#include "zonedev_bench.h"
#include "zonedev_commands.h"

#define NAME		"zonedev bench"

#define SCENARIOS_MAX	16
#define THREADS_MAX	1024

/* Beside the memmap: the program, its stacks, and what others may want */
#define SPARE_MEMORY	(UINT64_C(64) << 20)

/* Beside the paths: the loop by hand */
#define CONTROL		((int)ZONEDEV_PATHS)

struct request {
	const struct scenario *scenario[SCENARIOS_MAX];
	unsigned nr_scenarios;
	int path[CONTROL + 1];	/* an enum zonedev_path, or CONTROL */
	unsigned nr_paths;
	uint64_t size;		/* 0: the scenario's */
	uint64_t rebinds, binds; /* UINT64_MAX: the scenario's */
	uint64_t threads;	/* 0: all CPUs; UINT64_MAX: not asked for */
	bool keep_caches;
	enum bench_format format;
};

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
"  --keep-caches           auto uses non-temporal stores only\n"
"  --binds N               binds of a fresh memmap for each path\n"
"  --rebinds N             rebinds over the same memmap for each path\n"
"  --format FORMAT         table, csv or json\n"
"  --help\n";

static int add_scenario(struct request *r, const char *name)
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
	if (r->nr_scenarios < SCENARIOS_MAX)
		r->scenario[r->nr_scenarios++] = s;
	return 0;
}

static int add_path(struct request *r, const char *name)
{
	int path = strcmp(name, "control") ? zonedev_path_find(name) : CONTROL;
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
static int each(struct request *r, char *list,
		int (*add)(struct request *r, const char *name))
{
	char *at = list, *name;
	int status = 0;

	while (!status && (name = strsep(&at, ",")))
		status = add(r, name);
	return status;
}

static int set_format(struct request *r, const char *name)
{
	static const char *const names[] = { "table", "csv", "json" };
	unsigned i;

	for (i = 0; i < 3; i++) {
		if (strcmp(names[i], name))
			continue;
		r->format = (enum bench_format)i;
		return 0;
	}
	return complain(NAME, "there is no format '%s'; table, csv and json are",
			name);
}

static int set_size(struct request *r, const char *text)
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

enum { SCENARIO = 1, SIZE, PATH, THREADS, KEEP_CACHES, BINDS, REBINDS, FORMAT,
       HELP };

static int take_option(struct request *r, int option, char *arg)
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
				  THREADS_MAX);
	case KEEP_CACHES:
		r->keep_caches = true;
		return 0;
	case BINDS:
		return set_number(&r->binds, "--binds", arg, 1, 1000);
	case REBINDS:
		return set_number(&r->rebinds, "--rebinds", arg, 1, 100000);
	case FORMAT:
		return set_format(r, arg);
	}
	return complain(NAME, "'zonedev bench --help' tells the options");
}

static void set_defaults(struct request *r)
{
	int path;

	if (!r->nr_scenarios) {
		r->scenario[r->nr_scenarios++] = scenario_find("nd_pmem");
		r->scenario[r->nr_scenarios++] = scenario_find("dax_pmem");
	}
	if (r->nr_paths)
		return;
	r->path[r->nr_paths++] = ZONEDEV_BASE;
	r->path[r->nr_paths++] = CONTROL;
	for (path = ZONEDEV_BASE + 1; path < ZONEDEV_PATHS; path++)
		r->path[r->nr_paths++] = path;
}

/* 0, 2 for bad usage, or -1 when the help was asked for */
static int take_options(struct request *r, int argc, char **argv)
{
	static const struct option options[] = {
		{ "scenario", required_argument, NULL, SCENARIO },
		{ "size", required_argument, NULL, SIZE },
		{ "path", required_argument, NULL, PATH },
		{ "threads", required_argument, NULL, THREADS },
		{ "keep-caches", no_argument, NULL, KEEP_CACHES },
		{ "binds", required_argument, NULL, BINDS },
		{ "rebinds", required_argument, NULL, REBINDS },
		{ "format", required_argument, NULL, FORMAT },
		{ "help", no_argument, NULL, HELP },
		{ 0 },
	};
	int option, status = 0;

	while (!status && (option = getopt_long(argc, argv, "", options,
						NULL)) != -1) {
		if (option == HELP)
			return -1;
		status = take_option(r, option, optarg);
	}
	if (!status && optind < argc)
		return complain(NAME, "'%s' is no option; 'zonedev bench --help' tells them",
				argv[optind]);
	if (!status)
		set_defaults(r);
	return status;
}

static void add_rows(const struct request *r, struct measurement *m)
{
	unsigned i;

	for (i = 0; i < r->nr_paths; i++) {
		m->row[i].control = r->path[i] == CONTROL;
		m->row[i].path = m->row[i].control ? ZONEDEV_BASE :
				 (enum zonedev_path)r->path[i];
		m->row[i].threads = 1;
	}
	m->nr_rows = i;
	if (r->threads == UINT64_MAX || r->threads == 1)
		return;
	m->row[i].path = ZONEDEV_AUTO;
	m->row[i].threads = (unsigned)r->threads;
	m->nr_rows++;
}

static void set_up(const struct request *r, const struct scenario *s,
		   struct bench_result *result)
{
	struct measurement *m = &result->measurement;

	memset(result, 0, sizeof(*result));
	result->scenario = s;
	m->name = s->name;
	m->model = zonedev_models()[0];
	m->config = (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = r->size ? r->size : s->size,
		.start_pfn = UINT64_C(1) << 24,
	};
	m->binds = r->binds == UINT64_MAX ? s->binds : (unsigned)r->binds;
	m->rebinds = r->rebinds == UINT64_MAX ? s->rebinds :
		     (unsigned)r->rebinds;
	m->keep_caches = r->keep_caches;
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
	uint64_t have = available_memory(), room, fits;

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
static int run_one(const struct request *r, struct bench_result *result,
		   bool first)
{
	struct measurement *m = &result->measurement;
	char why[256];
	int status = 0;

	if (measure(m, why, sizeof(why))) {
		complain(NAME, "%s: %s; everything was undone", m->name, why);
		status = 1;
	} else {
		if (first)
			bench_print_begin(r->format);
		bench_print(r->format, result);
		fflush(stdout);
	}
	measure_free(m);
	return status;
}

static int run(const struct request *r, struct bench_result *results)
{
	int status = 0;
	unsigned i;

	for (i = 0; !status && i < r->nr_scenarios; i++)
		status = run_one(r, &results[i], i == 0);
	if (!status || i > 1)
		bench_print_end(r->format);
	return status;
}

/* All is checked before the first scenario starts. */
int zonedev_cmd_bench(int argc, char **argv)
{
	struct request request = {
		.rebinds = UINT64_MAX, .binds = UINT64_MAX,
		.threads = UINT64_MAX,
	};
	struct bench_result *results;
	int status = take_options(&request, argc, argv);
	unsigned i;

	if (status == -1) {
		fputs(help, stdout);
		return 0;
	}
	results = calloc(SCENARIOS_MAX, sizeof(*results));
	if (!results)
		return complain(NAME, "no memory"), 1;
	for (i = 0; !status && i < request.nr_scenarios; i++) {
		set_up(&request, request.scenario[i], &results[i]);
		status = check(&results[i]);
	}
	if (!status)
		status = run(&request, results);
	free(results);
	return status;
}
