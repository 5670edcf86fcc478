/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stats.h - samples of one quantity, and what they say together
 */
#ifndef STATS_H
#define STATS_H

#include <stddef.h>

/* Starts as all zero; the functions of an empty sample return 0 */
struct sample {
	double *values;
	size_t n, room;
};

/* 0 or -ENOMEM, and then nothing was added */
int sample_add(struct sample *sample, double value);
void sample_free(struct sample *sample);

double sample_mean(const struct sample *sample);
double sample_min(const struct sample *sample);
double sample_max(const struct sample *sample);
double sample_median(const struct sample *sample);

/* The distance between the quartiles: half of the values lie in it */
double sample_iqr(const struct sample *sample);

/* The value below which a share of @q of them lies */
double sample_quantile(const struct sample *sample, double q);

/*
 * The median of @a divided by that of @b, 0 when one is empty; and in @spread,
 * unless NULL, the distance between the quartiles of the ratios round by
 * round, or the ratio itself where one round tells of no spread.
 */
double sample_ratio(const struct sample *a, const struct sample *b,
		    double *spread);

#endif
