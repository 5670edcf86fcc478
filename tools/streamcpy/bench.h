/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h - what streamcpy bench measures, and the forms of it
 *
 * A case is one situation; each method (or way of calling, for CALL) has a
 * sample of values in it, one value a round. A round goes through the methods
 * in one order and the next one in the other, so that two of them are compared
 * round by round (common/statistics.h), and what drifts meets both.
 */
#ifndef STREAMCPY_BENCH_H
#define STREAMCPY_BENCH_H

#include "common/arena.h"
#include "common/reporter.h"
#include "common/statistics.h"
#include "methods.h"
#include "request.h"

enum quantity {
	RATE,	/* GB/s of a copy or a fill, beside memcpy */
	REREAD,	/* time to read the resident set again, of undisturbed */
	CALL,	/* ns of one copy of 64 bytes */
	SHORT,	/* ns of one copy by us, beside those of other libraries */
};

struct bench_case {
	enum quantity quantity;
	enum operation operation;
	bool warm;		/* the destination is in a cache */
	bool cold_source;	/* of SHORT: the source is in none */
	unsigned threads;
	size_t size, offset;	/* of SHORT: of the destination in a line */
	unsigned nr;
	const char *name[METHODS_MAX];
	const struct method *method[METHODS_MAX];	/* NULL for CALL */
	struct sample value[METHODS_MAX];
};

/* Cases that differ in size and offset alone: one table, what a part is */
struct bench_group {
	const struct bench_case *first;
	unsigned n;
};

struct bench {
	const struct request *request;
	struct method method[METHODS_MAX];
	unsigned nr_methods;
	struct bench_case *cases;
	unsigned nr_cases, nr_done;	/* done: these are to be reported */
	bool partial;		/* a signal ended it */
	uint64_t cold;		/* caches_cold_size() */
	struct arena dst, src;
	size_t at, src_at;	/* where the next cold side begins */
};

/* How much is written before the resident set is read again */
#define SWEEP		((size_t)64 << 20)

/* The cases that @request asks for; 0 or -ENOMEM. None may come of it. */
int cases_set(struct bench *bench);
void cases_free(struct bench *bench);

/* The arenas that they need, in bytes */
void cases_need(const struct bench *bench, uint64_t *dst, uint64_t *src);

/* "copy, cold destination, 2 threads" */
void case_describe(const struct bench_case *c, char *text, size_t size);

/* The group that begins with the case @first */
struct bench_group case_group(const struct bench *bench, unsigned first);

/* Words of a case in csv and json */
const char *case_quantity(const struct bench_case *c);
const char *case_unit(const struct bench_case *c);
const char *case_operation(const struct bench_case *c);

/* Each runs one method once and returns its value; 0 when it cannot. */
double rate_once(struct bench *bench, const struct bench_case *c, unsigned i);
double reread_once(struct bench *bench, const struct bench_case *c,
		   unsigned i);
double call_once(struct bench *bench, const struct bench_case *c, unsigned i);
double short_once(struct bench *bench, const struct bench_case *c, unsigned i);

/* Copies that make a sample so long that the clock may be neglected */
size_t sample_copies(size_t size);

/* The next @span bytes of @arena from *@at on, round and round */
unsigned char *next_cold(const struct arena *arena, size_t *at, size_t span);

/* A destination of no more is in the first-level cache while it is used. */
#define WARM_RING	((size_t)16 << 10)

/* The ways of calling that CALL compares */
unsigned call_names(const char *name[METHODS_MAX]);

/*
 * Runs every case and hands each group on when it is done. 0 or -errno; a
 * signal ends it too.
 */
int bench_run(struct bench *bench, const struct reporter *reporter);

/* Value @a over value @b, round by round; @error of STATISTICS_ERROR or less */
struct interval case_compare(const struct bench_case *c, unsigned a,
			     unsigned b, double error);

/*
 * The ratio of method @i that is reported: over memcpy, value by value; of
 * SHORT ours over theirs, whose intervals hold all at once. @of and @to are
 * what was divided by what.
 */
struct interval case_ratio(const struct bench_case *c, unsigned i,
			   unsigned *of, unsigned *to);

/* The other library with the least median, of SHORT; 0: there is none */
unsigned case_fastest(const struct bench_case *c);

/* The method of that name; 0 where it is missing or the first */
unsigned case_find(const struct bench_case *c, const char *name);

extern const struct reporter bench_table, bench_csv, bench_json, bench_plot,
	bench_report, bench_mail;

/*
 * What the numbers say, in a few lines, each with its interval or that it is
 * undecided; empty where they say nothing.
 */
void bench_verdict(const struct bench *bench, char *text, size_t size);

/* 0 or 2 with a line said; called before anything starts */
int plot_check(const struct bench *bench, const char *file);

#endif
