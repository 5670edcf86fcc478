/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * targets.h - what the libraries must come to, as ratios inside one run
 */
#ifndef TARGETS_H
#define TARGETS_H

#include "common/statistics.h"

enum target {
	TARGET_BASE,		/* auto, of base, everywhere */
	TARGET_BEST,		/* of the best single strategy in hindsight */
	TARGET_LIMIT,		/* share of the limit of the run */
	TARGET_EXPLORED,	/* time but for what exploring added, of all */
	TARGET_WORST,		/* the bind that exploring added most to */
	TARGET_LINE,		/* a constant copy of 64 bytes, of 8 MOVNTI */
	TARGET_LINE_LIMIT,	/* and of the fastest fill of that memory */
	TARGET_PMEM_LARGE,	/* memcpy_streaming(), of libpmem's */
	TARGET_PMEM,		/* and of less than LARGE_COPY */
	TARGET_MEMCPY,		/* of memcpy() */
	TARGET_PEERS,		/* the best backend, of the best other */
	TARGET_REREAD,		/* after a cached fill, of a streaming one's */
	TARGET_REREAD_LIMIT,	/* after a read of each page, of a fill */
	TARGET_FLAT,		/* cheapest size, of the most expensive */
	TARGETS
};

struct target_row {
	const char *name;	/* "T1" */
	double least;
	const char *what;
};

const struct target_row *target_row(enum target target);

/* Of the interval: all of it is there, some of it is, none is */
enum target_verdict {
	TARGET_MET,
	TARGET_UNDECIDED,	/* which is not met */
	TARGET_MISSED,
	TARGET_VERDICTS
};

enum target_verdict target_judge(enum target target,
				 const struct interval *ratio);

/*
 * How many times as long rounds had to go on for the interval to leave the
 * target out, if its value stays: its width falls as the root of the rounds.
 * 0: already, or never.
 */
double target_longer(enum target target, const struct interval *ratio);

#endif
