/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.h - what auto must come to, as ratios inside one run
 */
#ifndef TARGETS_H
#define TARGETS_H

enum target {
	TARGET_BEST,		/* of the best single way */
	TARGET_BASE,		/* of base, one thread, the published size */
	TARGET_TEMPLATE,	/* of template, likewise */
	TARGET_NEVER_SLOWER,	/* of base, everywhere */
	TARGET_THREADS,		/* two threads, of base */
	TARGET_LIMIT,		/* share of the write limit */
	TARGET_FLAT,		/* cheapest size, of the dearest */
	TARGETS
};

struct target_row {
	const char *name;	/* "P1" */
	double least;
	const char *what;
};

const struct target_row *target_row(enum target target);

enum target_verdict {
	TARGET_MET,
	TARGET_CLOSE,		/* missed, by no more than the spread */
	TARGET_MISSED,
};

/* @spread is what the rounds that made @ratio differ by. */
enum target_verdict target_judge(enum target target, double ratio,
				 double spread);

#endif
