/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what was asked of streamcpy bench
 */
#ifndef STREAMCPY_REQUEST_H
#define STREAMCPY_REQUEST_H

#include "common/format.h"
#include "common/options.h"
#include "methods.h"

#define SIZES_MAX	64
#define COUNTS_MAX	16	/* of threads */
#define LEAST_SIZE	UINT64_C(64)

/* What can be asked for with --op */
enum { WANT_COPY = 1, WANT_FILL = 2, WANT_REREAD = 4, WANT_CALL = 8,
       WANT_ALL = 15 };

struct request {
	uint64_t size[SIZES_MAX];
	unsigned nr_sizes;
	uint64_t one;		/* of a list, while it is taken */
	uint64_t most;		/* 0: the default */
	uint64_t threads[COUNTS_MAX];
	unsigned nr_threads;
	const char *method[METHODS_MAX];
	unsigned nr_methods;
	unsigned want;
	uint64_t rounds;	/* 0: the default */
	bool quick;
	enum format format;
	const char *plot;
};

extern const struct option_group request_options[];

/* As options_take(), with defaults for what was not asked for */
int request_take(const struct command *command, struct request *request,
		 int argc, char **argv);

#endif
