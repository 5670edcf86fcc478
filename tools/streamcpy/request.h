/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of streamcpy bench
 */
#ifndef STREAMCPY_REQUEST_H
#define STREAMCPY_REQUEST_H

#include "common/format.h"
#include "common/options.h"
#include "common/origin.h"
#include "methods.h"

#define SIZES_MAX	64
#define COUNTS_MAX	16	/* of threads */
#define OFFSETS_MAX	64
#define LEAST_SIZE	UINT64_C(64)

/* What can be asked for with --op; the order is that of the names there */
enum { WANT_COPY = 1, WANT_FILL = 2, WANT_REREAD = 4, WANT_CALL = 8,
       WANT_SHORT = 16, WANT_FLUSH = 32 };

struct request {
	struct origin origin;
	uint64_t size[SIZES_MAX];	/* of copy and fill */
	unsigned nr_sizes;
	uint64_t shorts[SIZES_MAX];	/* of short and flush */
	unsigned nr_shorts;
	uint64_t offset[OFFSETS_MAX];
	unsigned nr_offsets;
	uint64_t one;		/* of a list, while it is taken */
	uint64_t most;		/* 0: the default */
	uint64_t threads[COUNTS_MAX];
	unsigned nr_threads;
	const char *method[METHODS_MAX];
	unsigned nr_methods;
	unsigned want;
	uint64_t time;		/* seconds for all */
	uint64_t rounds;	/* 0: until the time is up */
	bool quick;
	enum format format;
	const char *plot, *report;
};

extern const struct option_group request_options[];

/* As options_take(), with defaults for what was not asked for */
int request_take(const struct command *command, struct request *request,
		 int argc, char **argv);

#endif
