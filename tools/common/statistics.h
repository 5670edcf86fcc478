/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statistics.h - samples of one quantity, and ratios of two with an interval
 *
 * How to compare A with B: in each round run both next to each other, the one
 * first in one round and the other in the next (A B, B A), and add both times.
 * Then statistics_ratio() is the median of the rounds' ratios with an interval,
 * as often as one likes: after each round too.
 *
 *	struct interval ratio = statistics_ratio(&a, &b, STATISTICS_ERROR);
 *
 *	if (interval_decided(&ratio, 1))
 *		printf("A takes %.2f times as long as B (%.2f to %.2f)",
 *		       ratio.value, ratio.low, ratio.high);
 *
 * The interval is a confidence sequence: the chance that it ever leaves the
 * median out, in all the rounds of a run together, is at most @error. So it may
 * be looked at after each round, and a run may end at the first look that
 * pleases; no correction for the looks is left to the caller. Comparing several
 * candidates at once needs one: divide @error by their number.
 *
 * What it rests on: that the next round's ratio is as likely above the median
 * as below it. Drift, bursts and changes of the host's load that meet both
 * sides of a pair keep to that. Rounds that lean as the round before did do
 * not, and then the interval is widened as for fewer rounds: with a correlation
 * of 0.2 from round to round at most 5 of 100 runs are wrong at any look, with
 * one of 0.8 at most 5 of 100 are after 60 rounds, though more on the way. It
 * speaks of the time that was measured: no statistic tells what a host will do
 * in the next hour.
 */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starts as all zero; the functions of an empty sample return 0 */
struct sample {
	double *values;
	size_t n, room;
};

/*
 * 0; -EINVAL for what is no time, since it is not finite or below 0; or
 * -ENOMEM. In both cases nothing was added: of a pair, neither.
 */
int sample_add(struct sample *sample, double value);
int sample_add_pair(struct sample *a, double value_a, struct sample *b,
		    double value_b);
void sample_free(struct sample *sample);

double sample_mean(const struct sample *sample);
double sample_min(const struct sample *sample);
double sample_max(const struct sample *sample);
double sample_median(const struct sample *sample);

/* The value below which a share of @q of them lies */
double sample_quantile(const struct sample *sample, double q);

/* The chance of a wrong sentence that is taken everywhere: 1 in 20 */
#define STATISTICS_ERROR	0.05

/* An estimate, and what it may as well be; without rounds all 0, undecided */
struct interval {
	double value, low, high;	/* from 0 to INFINITY: too few rounds */
	size_t n;			/* rounds */
};

/* The median of a sample */
struct interval statistics_median(const struct sample *sample, double error);

/* The median of @a / @b, round by round, as far as both have rounds */
struct interval statistics_ratio(const struct sample *a,
				 const struct sample *b, double error);

/* Whether @at is outside; above it or below it, then, says the value */
bool interval_decided(const struct interval *interval, double at);
bool interval_above(const struct interval *interval, double at);
bool interval_below(const struct interval *interval, double at);

/* Whether all of it lies from @low to @high: so it may be called equal */
bool interval_within(const struct interval *interval, double low, double high);

/* Half its length over its value: 0.02 is +-2 %; INFINITY without an end */
double interval_width(const struct interval *interval);

/* 1 / the ratio: of B to A */
struct interval interval_inverse(const struct interval *interval);

/*
 * How long to go on: until all intervals are as narrow as @width or @ns have
 * passed since @start. Rounds below @least are always run: fewer than 8 have no
 * interval at an error of 0.05.
 */
struct stopping {
	double width;		/* 0.02: +-2 % */
	uint64_t ns, start;	/* as clock_ns() */
	size_t least;
};

#define STATISTICS_WIDTH	0.02
#define STATISTICS_LEAST	8

bool stopping_reached(const struct stopping *stopping,
		      const struct interval *intervals, size_t n,
		      uint64_t now);

/* "1.25 (1.22-1.28)", or "~0.99 (0.93-1.05)" where it is not decided from 1 */
void interval_words(const struct interval *interval, char *text, size_t size);

#endif
