/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.h - two ways to do the same, timed next to each other
 */
#ifndef BENCH_PAIRS_H
#define BENCH_PAIRS_H

#include "judge.h"

/* @once does the work and returns ns, or a negative value: it failed */
struct contender {
	double (*once)(const struct contender *contender);
	const void *what;
};

/*
 * Rounds of both, the one first in one and the other in the next, until the
 * interval is narrow enough or the cell's time is up; then judges how many
 * times as fast @ours is. False: one of them failed.
 */
bool judge_pair(struct check *check, enum target target, const char *where,
		const struct contender *ours, const struct contender *theirs);

#endif
