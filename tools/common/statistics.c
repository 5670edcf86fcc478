/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statistics.c - samples of one quantity, and ratios of two with an interval
 *
 * The interval of a median. If a number m is the median, each value falls below
 * it as a fair coin falls, so of n values S are below m with the binomial
 * probability b(n, S) = C(n, S) / 2^n. Against the coin stands a player who
 * does not know which way it is bent and spreads the stake over all bends
 * alike: the player's capital after n throws is 1 / ((n + 1) b(n, S)), and by
 * Ville's inequality a fair coin ever lets it grow to 1 / error with a
 * probability of at most error. All m that have not made the player so rich
 * are the interval; in the sorted values that is from the k-th to the k-th
 * from the end, where k is the least S with b(n, S) >= error / (n + 1).
 *
 * H. Robbins, "Statistical methods related to the law of the iterated
 * logarithm", Annals of Mathematical Statistics 41, 1970; for quantiles S. R.
 * Howard and A. Ramdas, "Sequential estimation of quantiles with applications
 * to A/B testing and best-arm identification", Bernoulli 28, 2022. The price of
 * looking after each round is an interval about 1.5 times as wide, at 100
 * rounds, as that of the sign test, which may be looked at once.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "statistics.h"

static int make_room(struct sample *sample)
{
	size_t room = sample->room ? 2 * sample->room : 32;
	double *values;

	if (sample->n < sample->room)
		return 0;
	values = realloc(sample->values, room * sizeof(*values));
	if (!values)
		return -ENOMEM;
	sample->values = values;
	sample->room = room;
	return 0;
}

int sample_add(struct sample *sample, double value)
{
	int err = value >= 0 && isfinite(value) ? make_room(sample) : -EINVAL;

	if (!err)
		sample->values[sample->n++] = value;
	return err;
}

int sample_add_pair(struct sample *a, double value_a, struct sample *b,
		    double value_b)
{
	int err = sample_add(a, value_a);

	if (err)
		return err;
	err = sample_add(b, value_b);
	if (err)
		a->n--;
	return err;
}

void sample_free(struct sample *sample)
{
	free(sample->values);
	*sample = (struct sample){0};
}

double sample_mean(const struct sample *sample)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < sample->n; i++)
		sum += sample->values[i];
	return sample->n ? sum / (double)sample->n : 0;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* 0 or -ENOMEM; to be freed */
static int sample_sorted(const struct sample *sample, struct sample *sorted)
{
	double *values = malloc(sample->n * sizeof(*values));

	if (!values)
		return -ENOMEM;
	memcpy(values, sample->values, sample->n * sizeof(*values));
	qsort(values, sample->n, sizeof(*values), compare);
	*sorted = (struct sample){ values, sample->n, sample->n };
	/* cppcheck-suppress memleak ; now *sorted's */
	return 0;
}

/* Between neighbours in proportion */
double sample_quantile(const struct sample *sample, double q)
{
	struct sample sorted = {0};
	double at, low;
	size_t i;

	if (!sample->n)
		return 0;
	if (sample_sorted(sample, &sorted))
		return sample_mean(sample);
	at = q * (double)(sample->n - 1);
	i = (size_t)at;
	low = sorted.values[i];
	if (i + 1 < sample->n)
		low += (at - (double)i) * (sorted.values[i + 1] -
					   sorted.values[i]);
	sample_free(&sorted);
	return low;
}

double sample_min(const struct sample *sample)
{
	return sample_quantile(sample, 0);
}

double sample_max(const struct sample *sample)
{
	return sample_quantile(sample, 1);
}

double sample_median(const struct sample *sample)
{
	return sample_quantile(sample, 0.5);
}

/* b(n, n / 2), by the ratios of its neighbours: nothing overflows */
static double binomial_middle(size_t n)
{
	double b = 1;
	size_t i;

	for (i = 1; i <= n / 2; i++)
		b *= (double)(2 * i - 1) / (double)(2 * i);
	return n % 2 ? b * (double)n / (double)(n + 1) : b;
}

/* The k above; 0: even all values on one side are no evidence yet */
static size_t first_rank(size_t n, double error)
{
	double b = binomial_middle(n), least = error / (double)(n + 1);
	size_t k = n / 2;

	for (; k > 0; k--) {
		b *= (double)k / (double)(n - k + 1);
		if (b < least)
			break;
	}
	return k;
}

/*
 * How much of what a value says its neighbour said already: the correlation of
 * the signs of their distance to the median. Two regimes of a host, or bursts
 * of several rounds, make it positive.
 */
static double sign_correlation(const struct sample *s, double median)
{
	double sum = 0;
	size_t i;

	for (i = 1; i < s->n; i++)
		sum += (s->values[i] > median) == (s->values[i - 1] > median) ?
		       1 : -1;
	return s->n > 1 ? sum / (double)(s->n - 1) : 0;
}

/*
 * So many independent values say as much (M. S. Bartlett, "Some aspects of the
 * time-correlation problem", Journal of the Royal Statistical Society 98, 1935;
 * here for a correlation that falls off geometrically). It is taken
 * half a standard error higher than it was seen: few rounds show it badly.
 */
static size_t effective_n(const struct sample *s, double median)
{
	double r = sign_correlation(s, median) + 0.5 / sqrt((double)s->n);

	if (r >= 1)
		return 0;
	return r > 0 ? (size_t)((double)s->n * (1 - r) / (1 + r)) : s->n;
}

struct interval statistics_median(const struct sample *s, double error)
{
	struct interval interval = { .n = s->n };
	struct sample sorted = {0};
	size_t m, k;

	if (!s->n)
		return interval;
	interval.high = INFINITY;
	interval.value = sample_median(s);
	m = effective_n(s, interval.value);
	k = m ? first_rank(m, error) * s->n / m : 0;
	if (!k || sample_sorted(s, &sorted))
		return interval;
	interval.low = sorted.values[k - 1];
	interval.high = sorted.values[s->n - k];
	sample_free(&sorted);
	return interval;
}

/* When memory runs out the ratios are fewer, and as good. */
struct interval statistics_ratio(const struct sample *a,
				 const struct sample *b, double error)
{
	struct sample ratios = {0};
	struct interval interval;
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (b->values[i] > 0 &&
		    sample_add(&ratios, a->values[i] / b->values[i]))
			break;
	interval = statistics_median(&ratios, error);
	sample_free(&ratios);
	return interval;
}

bool interval_above(const struct interval *interval, double at)
{
	return interval->n && interval->low > at;
}

bool interval_below(const struct interval *interval, double at)
{
	return interval->n && interval->high < at;
}

bool interval_decided(const struct interval *interval, double at)
{
	return interval_above(interval, at) || interval_below(interval, at);
}

bool interval_within(const struct interval *interval, double low, double high)
{
	return interval->n && interval->low >= low && interval->high <= high;
}

double interval_width(const struct interval *interval)
{
	if (!interval->n || !(interval->value > 0))
		return INFINITY;
	return (interval->high - interval->low) / 2 / interval->value;
}

struct interval interval_inverse(const struct interval *interval)
{
	struct interval inverse = { .n = interval->n };

	if (!interval->n)
		return inverse;
	inverse.value = 1 / interval->value;
	inverse.low = isinf(interval->high) ? 0 : 1 / interval->high;
	inverse.high = interval->low > 0 ? 1 / interval->low : INFINITY;
	return inverse;
}

bool stopping_reached(const struct stopping *stopping,
		      const struct interval *intervals, size_t n, uint64_t now)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (intervals[i].n < stopping->least)
			return false;
	if (now - stopping->start >= stopping->ns)
		return true;
	for (i = 0; i < n; i++)
		if (!(interval_width(&intervals[i]) <= stopping->width))
			return false;
	return n > 0;
}

void interval_words(const struct interval *interval, char *text, size_t size)
{
	const char *mark = interval_decided(interval, 1) ? "" : "~";

	if (!interval->n)
		snprintf(text, size, "-");
	else if (isinf(interval->high))
		snprintf(text, size, "~%.2f (?)", interval->value);
	else
		snprintf(text, size, "%s%.2f (%.2f-%.2f)", mark,
			 interval->value, interval->low, interval->high);
}
