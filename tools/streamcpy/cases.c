/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cases.c - runs the cases round by round, and compares in a round
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include "common/progress.h"
#include "common/size.h"
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
	}
	return 0;
}

/*
 * A round begins with another method each time, so that none always finds the
 * caches as one other leaves them. The first round warms up and is dropped.
 */
static int run_round(struct bench *bench, struct bench_case *c,
		     unsigned round)
{
	unsigned i, at;
	double value;

	for (i = 0; i < c->nr; i++) {
		at = (round + i) % c->nr;
		value = once(bench, c, at);
		if (value <= 0)
			return -EAGAIN;
		if (round && sample_add(&c->value[at], value))
			return -ENOMEM;
	}
	return 0;
}

int bench_run(struct bench *bench)
{
	unsigned i, round;
	int err = 0;

	for (i = 0; !err && i < bench->nr_cases; i++) {
		progress_show("measuring", i, bench->nr_cases);
		for (round = 0; !err && round <= bench->rounds; round++)
			err = run_round(bench, &bench->cases[i], round);
	}
	progress_clear();
	return err;
}

/* When memory ran out the ratios are fewer, and as good. */
double case_ratio(const struct bench_case *c, unsigned i)
{
	const struct sample *x = &c->value[i], *base = &c->value[0];
	struct sample ratios = {0};
	double ratio;
	size_t n;

	for (n = 0; n < x->n && n < base->n; n++)
		if (sample_add(&ratios, x->values[n] / base->values[n]))
			break;
	ratio = sample_median(&ratios);
	sample_free(&ratios);
	return ratio;
}

/*
 * Of the difference over the sum, which is the same size whichever of the two
 * is the larger; a ratio of 3 has more spread than its inverse.
 */
bool case_close(const struct bench_case *c, unsigned a, unsigned b)
{
	const struct sample *x = &c->value[a], *y = &c->value[b];
	struct sample apart = {0};
	bool close;
	size_t n;

	for (n = 0; n < x->n && n < y->n; n++)
		if (sample_add(&apart, (x->values[n] - y->values[n]) /
			       (x->values[n] + y->values[n])))
			break;
	close = sample_iqr(&apart) > fabs(sample_median(&apart));
	sample_free(&apart);
	return close;
}

bool case_noisy(const struct bench_case *c, unsigned i)
{
	return i && case_close(c, 0, i);
}

bool case_same_group(const struct bench_case *a, const struct bench_case *b)
{
	return a->quantity == b->quantity && a->operation == b->operation &&
	       a->warm == b->warm && a->threads == b->threads;
}

void case_describe(const struct bench_case *c, char *text, size_t size)
{
	const char *what = c->operation == OPERATION_COPY ? "copy" : "fill";
	char bytes[24];

	size_words(c->size, bytes);
	if (c->quantity == REREAD)
		snprintf(text, size, "re-read of a resident 512 KiB set after a %s %s, undisturbed = 1",
			 bytes, what);
	else if (c->quantity == CALL)
		snprintf(text, size, "one copy of 64 bytes, ns, %s destination",
			 c->warm ? "warm" : "cold");
	else
		snprintf(text, size, "%s, %s destination, %u thread%s", what,
			 c->warm ? "warm" : "cold", c->threads,
			 c->threads == 1 ? "" : "s");
}
