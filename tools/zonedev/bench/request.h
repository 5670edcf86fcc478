/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of zonedev bench
 */
#ifndef ZONEDEV_REQUEST_H
#define ZONEDEV_REQUEST_H

#include <zonedev.h>
#include "common/options.h"
#include "common/origin.h"
#include "descriptors/model_file.h"
#include "rows.h"
#include "scenario.h"

#define REQUEST_THREADS		1024
#define REQUEST_SECONDS		25	/* a scenario */

/* UINT64_MAX: not asked for, and then the scenario's or as time allows */
struct bench_request {
	const struct scenario *scenario[SCENARIOS_MAX];
	unsigned nr_scenarios;
	bool row[ROW_TYPES_MAX];	/* of these types */
	bool paths;			/* they were asked for */
	struct model_choice model;	/* of the kernel */
	uint64_t size;
	uint64_t rebinds, binds;
	uint64_t threads;		/* 0: all CPUs */
	uint64_t time;			/* seconds for each scenario */
	bool keep_caches;
	bool sweep;
	int format;			/* of format_at() */
	const char *plot;		/* a file, or NULL */
	const char *report;		/* a directory, or NULL */
	struct origin origin;
};

extern const struct option_group bench_request_options[];

/* As options_take(), with defaults for what was not asked for */
int bench_request_take(const struct command *command,
		       struct bench_request *request, int argc, char **argv);

#endif
