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
	[TARGET_EXPLORED] = { "T4", 0.99, "auto / unexplored" },
	/* The bind that trials added most to takes at most 5 % over base. */
	[TARGET_WORST] = { "T4", 1 / 1.05, "auto's worst bind" },
	[TARGET_LINE] = { "T5", 1.5, "64 bytes / movnti" },
	/* A memory that takes less than 1.5 times what MOVNTI gives is full. */
	[TARGET_LINE_LIMIT] = { "T5", 0.95, "64 bytes / fill" },
	[TARGET_PMEM_LARGE] = { "P6", 1.05, "copy / libpmem" },
	[TARGET_PMEM] = { "P6", 1 / 1.05, "copy / libpmem" },
	[TARGET_MEMCPY] = { "P7", 0.98, "copy / memcpy" },
	/* As fast, to what an interval of 2 % can show */
	[TARGET_PEERS] = { "P8", 0.98, "best / best peer" },
	/* The set that a cached fill displaced takes 2.5 times as long */
	[TARGET_REREAD] = { "P10", 1 / 0.4, "re-read after fill" },
	/* A fill must at least walk the tables of the pages that it writes. */
	[TARGET_REREAD_LIMIT] = { "P10", 0.95, "fill / page walks" },
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
