/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stats.c - samples of one quantity, and what they say together
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "stats.h"

int sample_add(struct sample *sample, double value)
{
	size_t room = sample->room ? 2 * sample->room : 32;
	double *values;

	if (sample->n == sample->room) {
		values = realloc(sample->values, room * sizeof(*values));
		if (!values)
			return -ENOMEM;
		sample->values = values;
		sample->room = room;
	}
	sample->values[sample->n++] = value;
	return 0;
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

/* Between neighbours in proportion */
double sample_quantile(const struct sample *sample, double q)
{
	double *sorted, at, low;
	size_t i;

	if (!sample->n)
		return 0;
	sorted = malloc(sample->n * sizeof(*sorted));
	if (!sorted)
		return sample_mean(sample);
	memcpy(sorted, sample->values, sample->n * sizeof(*sorted));
	qsort(sorted, sample->n, sizeof(*sorted), compare);
	at = q * (double)(sample->n - 1);
	i = (size_t)at;
	low = sorted[i];
	if (i + 1 < sample->n)
		low += (at - (double)i) * (sorted[i + 1] - sorted[i]);
	free(sorted);
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

double sample_iqr(const struct sample *sample)
{
	return sample_quantile(sample, 0.75) - sample_quantile(sample, 0.25);
}

/*
 * The ratio of the medians is what a reader gets who divides what is printed.
 * The spread is that of pairs, which had the same state of the machine.
 */
double sample_ratio(const struct sample *a, const struct sample *b,
		    double *spread)
{
	double ratio = 0;
	struct sample pairs = {0};
	size_t i;

	if (sample_median(b) > 0)
		ratio = sample_median(a) / sample_median(b);
	if (!spread)
		return ratio;
	for (i = 0; i < a->n && i < b->n; i++)
		if (sample_add(&pairs, a->values[i] / b->values[i]))
			break;
	*spread = pairs.n > 1 ? sample_iqr(&pairs) : ratio;
	sample_free(&pairs);
	return ratio;
}
