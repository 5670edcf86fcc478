/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h - what streamcpy bench measures, and the forms of it
 *
 * A case is one situation; each method (or way of calling, for CALL) has a
 * sample of values in it, one value a round. Value 0 of a round belongs to
 * memcpy(), and ratios are taken inside a round, since the machine drifts.
 */
#ifndef STREAMCPY_BENCH_H
#define STREAMCPY_BENCH_H

#include "common/arena.h"
#include "common/machine.h"
#include "common/format.h"
#include "common/resident.h"
#include "common/statistics.h"
#include "methods.h"

enum quantity {
	RATE,	/* GB/s of a copy or a fill */
	REREAD,	/* time to read the resident set again, of undisturbed */
	CALL,	/* ns of one copy of 64 bytes */
};

struct bench_case {
	enum quantity quantity;
	enum operation operation;
	bool warm;		/* the destination is in a cache */
	unsigned threads;
	size_t size;
	unsigned nr;
	const char *name[METHODS_MAX];
	struct sample value[METHODS_MAX];
};

struct bench {
	unsigned rounds;
	struct method method[METHODS_MAX];
	unsigned nr_methods;
	struct bench_case *cases;
	unsigned nr_cases;
	uint64_t cold;		/* caches_cold_size() */
	struct arena dst, src;
	size_t at;		/* where the next cold destination begins */
};

/* How much is written before the resident set is read again */
#define SWEEP		((size_t)64 << 20)

/* Each runs one method once and returns its value; 0 when it cannot. */
double rate_once(struct bench *bench, const struct bench_case *c, unsigned i);
double reread_once(struct bench *bench, const struct bench_case *c,
		   unsigned i);
double call_once(struct bench *bench, const struct bench_case *c, unsigned i);

/* The ways of calling that CALL compares */
unsigned call_names(const char *name[METHODS_MAX]);

/* Runs every case; 0 or -errno */
int bench_run(struct bench *bench);

/* Value @i over that of memcpy, round by round: the median */
double case_ratio(const struct bench_case *c, unsigned i);

/* Whether the spread is larger than the difference; noisy: from memcpy */
bool case_close(const struct bench_case *c, unsigned a, unsigned b);
bool case_noisy(const struct bench_case *c, unsigned i);

/* "copy, cold destination, 2 threads" */
void case_describe(const struct bench_case *c, char *text, size_t size);
bool case_same_group(const struct bench_case *a, const struct bench_case *b);

void bench_print(const struct bench *bench, enum format format);

/* What the numbers say, in a few lines; empty where they say nothing */
void bench_verdict(const struct bench *bench, char *text, size_t size);

/* 0 or 2 with a line said; called before anything starts */
int plot_check(const struct bench *bench, const char *file);
int plot_write(const struct bench *bench, const char *file);

#endif
