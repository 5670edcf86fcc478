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

/* The value below which a share of @q lies, between neighbours in proportion */
static double quantile(const struct sample *sample, double q)
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
	return quantile(sample, 0);
}

double sample_max(const struct sample *sample)
{
	return quantile(sample, 1);
}

double sample_median(const struct sample *sample)
{
	return quantile(sample, 0.5);
}

double sample_iqr(const struct sample *sample)
{
	return quantile(sample, 0.75) - quantile(sample, 0.25);
}
