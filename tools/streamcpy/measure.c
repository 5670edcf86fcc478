/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.c - runs the cases round by round, and compares in a round
 */
#include <errno.h>
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/progress.h"
#include "bench.h"

static double once(struct bench *bench, const struct bench_case *c,
		   unsigned i)
{
	switch (c->quantity) {
	case RATE:
		return rate_once(bench, c, i);
	case REREAD:
		return reread_once(bench, c, i);
	case CALL:
		return call_once(bench, c, i);
	case SHORT:
		return short_once(bench, c, i);
	}
	return 0;
}

/*
 * All methods, in the one order in even rounds and in the other in odd ones.
 * A round counts as a whole: the methods' samples stay pairs.
 */
static int run_round(struct bench *bench, struct bench_case *c, size_t round,
		     bool counts)
{
	double value[METHODS_MAX];
	unsigned i, at;
	int err = 0;

	for (i = 0; i < c->nr; i++) {
		at = round % 2 ? c->nr - 1 - i : i;
		value[at] = once(bench, c, at);
		if (value[at] <= 0)
			return -EAGAIN;
	}
	for (i = 0; counts && !err && i < c->nr; i++)
		err = sample_add(&c->value[i], value[i]);
	return err;
}

/* Whether another round would tell more than it is worth */
static bool enough(const struct bench *bench, const struct bench_case *c,
		   const struct stopping *stopping)
{
	const struct request *r = bench->request;
	struct interval ratio[METHODS_MAX];
	unsigned i, of, to;

	if (interrupt_came())
		return true;
	if (r->rounds)
		return c->value[0].n >= r->rounds;
	if (c->nr < 2)
		ratio[1] = statistics_median(&c->value[0], STATISTICS_ERROR);
	for (i = 1; i < c->nr; i++)
		ratio[i] = case_ratio(c, i, &of, &to);
	return stopping_reached(stopping, ratio + 1, c->nr < 2 ? 1 : c->nr - 1,
				clock_ns());
}

/* The first round warms up, and does not count. */
static int run_case(struct bench *bench, struct bench_case *c, uint64_t ns)
{
	const struct stopping stopping = {
		.width = STATISTICS_WIDTH, .ns = ns, .start = clock_ns(),
		.least = STATISTICS_LEAST,
	};
	int err = run_round(bench, c, 1, false);

	while (!err && !enough(bench, c, &stopping))
		err = run_round(bench, c, c->value[0].n, true);
	return err;
}

/* What is left of the time is shared by the cases that are left. */
static int run_group(struct bench *bench, unsigned first, unsigned n,
		     uint64_t end)
{
	unsigned i;
	int err = 0;

	for (i = first; !err && i < first + n && !interrupt_came(); i++) {
		uint64_t now = clock_ns(), left = end > now ? end - now : 0;

		progress_show("measuring", i, bench->nr_cases);
		err = run_case(bench, &bench->cases[i],
			       left / (bench->nr_cases - i));
		bench->nr_done += !err && bench->cases[i].value[0].n;
	}
	progress_clear();
	return err;
}

int bench_run(struct bench *bench, const struct reporter *reporter)
{
	uint64_t end = clock_ns() + bench->request->time * 1000000000;
	struct bench_group group;
	unsigned i;
	int err = 0;

	for (i = 0; i < bench->nr_cases && !interrupt_came(); i += group.n) {
		group = case_group(bench, i);
		err = run_group(bench, i, group.n, end);
		if (err)
			break;
		bench->partial = interrupt_came();
		group.n = bench->nr_done - i;
		/* Only now: a run that comes to nothing prints nothing. */
		if (!i && group.n && reporter->begin)
			reporter->begin(bench);
		if (group.n && reporter->part)
			reporter->part(bench, &group);
	}
	return err;
}

struct interval case_compare(const struct bench_case *c, unsigned a,
			     unsigned b, double error)
{
	return statistics_ratio(&c->value[a], &c->value[b], error);
}

struct interval case_ratio(const struct bench_case *c, unsigned i,
			   unsigned *of, unsigned *to)
{
	double error = STATISTICS_ERROR;

	*of = i;
	*to = 0;
	if (c->quantity == SHORT) {
		*of = 0;
		*to = i;
		if (c->nr > 2)
			error /= c->nr - 1;
	}
	return case_compare(c, *of, *to, error);
}

unsigned case_fastest(const struct bench_case *c)
{
	unsigned best = 1, i;

	for (i = 2; i < c->nr; i++)
		if (sample_median(&c->value[i]) <
		    sample_median(&c->value[best]))
			best = i;
	return c->nr > 1 ? best : 0;
}
