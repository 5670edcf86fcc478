/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.c - what auto must come to, as ratios inside one run
 */
#include "targets.h"

static const struct target_row rows[TARGETS] = {
	[TARGET_BEST] = { "P1", 0.95, "auto / best way" },
	[TARGET_BASE] = { "P2", 1.20, "auto / base" },
	[TARGET_TEMPLATE] = { "P2", 1.30, "auto / template" },
	[TARGET_NEVER_SLOWER] = { "P3", 0.98, "auto / base" },
	[TARGET_THREADS] = { "P4", 2.20, "auto x2 / base" },
	[TARGET_LIMIT] = { "P5", 0.90, "auto / write limit" },
	/* The dearest page no more than 10 % over the cheapest */
	[TARGET_FLAT] = { "P11", 1 / 1.10, "flat by size" },
};

const struct target_row *target_row(enum target target)
{
	return &rows[target];
}

enum target_verdict target_judge(enum target target, double ratio,
				 double spread)
{
	if (ratio >= rows[target].least)
		return TARGET_MET;
	return ratio + spread < rows[target].least ? TARGET_MISSED :
	       TARGET_CLOSE;
}
