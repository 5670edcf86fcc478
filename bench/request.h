/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of bench/targets
 */
#ifndef BENCH_REQUEST_H
#define BENCH_REQUEST_H

#include <stdint.h>
#include "zonedev/bench/origin.h"
#include "zonedev/bench/scenario.h"
#include "targets.h"

#define CHECK_SCENARIOS	8
#define CHECK_SIZES	16

struct check_request {
	const struct scenario *scenario[CHECK_SCENARIOS];
	unsigned nr_scenarios;
	uint64_t size[CHECK_SIZES], largest;
	unsigned nr_sizes;
	unsigned targets;	/* a bit for each enum target */
	uint64_t load;		/* threads that copy memory meanwhile */
	struct origin origin;
};

/* 0, 2 for bad usage with a line said, or -1 when the help was printed */
int check_request_take(struct check_request *request, int argc, char **argv);

#endif
