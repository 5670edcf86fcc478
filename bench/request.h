/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of bench/targets
 */
#ifndef BENCH_REQUEST_H
#define BENCH_REQUEST_H

#include <stdint.h>
#include "common/options.h"
#include "common/origin.h"
#include "zonedev/bench/scenario.h"
#include "targets.h"

#define CHECK_SIZES	16

struct check_request {
	const struct scenario *scenario[SCENARIOS_MAX];
	unsigned nr_scenarios;
	uint64_t size[CHECK_SIZES];
	unsigned nr_sizes;
	uint64_t one;		/* of a list, while it is taken */
	unsigned targets;	/* a bit for each enum target */
	uint64_t time;		/* seconds a cell; 0: not said */
	uint64_t load;		/* threads that copy memory meanwhile */
	struct origin origin;
};

extern const struct option_group check_request_options[];

/* As options_take(), with defaults for what was not asked for */
int check_request_take(const struct command *command,
		       struct check_request *request, int argc, char **argv);

#endif
