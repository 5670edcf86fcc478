/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of zonedev bench
 */
#ifndef ZONEDEV_REQUEST_H
#define ZONEDEV_REQUEST_H

#include <zonedev.h>
#include "common/format.h"
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

/* 0, 2 for bad usage with a line said, or -1 when the help was printed */
int bench_request_take(struct bench_request *request, int argc, char **argv);

#endif
