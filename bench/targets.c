/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.c - what the libraries must come to, as ratios inside one run
 */
#include <math.h>
#include "targets.h"

static const struct target_row rows[TARGETS] = {
	[TARGET_BASE] = { "T1", 0.98, "auto / base" },
	[TARGET_BEST] = { "T2", 0.97, "auto / best single" },
	[TARGET_LIMIT] = { "T3", 0.95, "auto / limit" },
	/* The most expensive page no more than 10 % over the cheapest */
	[TARGET_FLAT] = { "P11", 1 / 1.10, "flat by size" },
};

const struct target_row *target_row(enum target target)
{
	return &rows[target];
}

enum target_verdict target_judge(enum target target,
				 const struct interval *ratio)
{
	double least = rows[target].least;

	if (!ratio->n)
		return TARGET_UNDECIDED;
	if (ratio->low >= least)
		return TARGET_MET;
	return ratio->high < least ? TARGET_MISSED : TARGET_UNDECIDED;
}

double target_longer(enum target target, const struct interval *ratio)
{
	double least = rows[target].least, times;

	if (target_judge(target, ratio) != TARGET_UNDECIDED || !ratio->n ||
	    isinf(ratio->high) || ratio->value == least)
		return 0;
	times = ratio->value > least ?
		(ratio->value - ratio->low) / (ratio->value - least) :
		(ratio->high - ratio->value) / (least - ratio->value);
	return times * times;
}
