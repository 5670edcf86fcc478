/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of zonedev bench
 */
#ifndef ZONEDEV_REQUEST_H
#define ZONEDEV_REQUEST_H

#include <zonedev.h>
#include "common/format.h"
#include "common/options.h"
#include "origin.h"
#include "scenario.h"

#define REQUEST_SCENARIOS	16
#define REQUEST_THREADS		1024

/* Beside the paths: the loop by hand */
#define REQUEST_CONTROL		((int)ZONEDEV_PATHS)

/* UINT64_MAX: not asked for, and then the scenario's */
struct bench_request {
	const struct scenario *scenario[REQUEST_SCENARIOS];
	unsigned nr_scenarios;
	int path[REQUEST_CONTROL + 1];	/* an enum zonedev_path, or CONTROL */
	unsigned nr_paths;
	uint64_t size;
	uint64_t rebinds, binds;
	uint64_t threads;		/* 0: all CPUs */
	bool keep_caches;
	bool sweep;
	enum format format;
	const char *plot;		/* a file, or NULL */
	struct origin origin;
};

extern const struct option_group bench_request_options[];

/* As options_take(), with defaults for what was not asked for */
int bench_request_take(const struct command *command,
		       struct bench_request *request, int argc, char **argv);

#endif
