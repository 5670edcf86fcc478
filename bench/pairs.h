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
 * Rounds of both, the one first in one and the other in the next, until
 * @target is decided or the cell's time is up: how many times as fast @ours is.
 * False: one of them failed.
 */
bool measure_pair(struct check *check, enum target target,
		  const struct contender *ours, const struct contender *theirs,
		  struct interval *ratio);

/* And judges it */
bool judge_pair(struct check *check, enum target target, const char *where,
		const struct contender *ours, const struct contender *theirs);

/*
 * Where it is not met, the limit of the machine is measured: what @limit is to
 * @share. Where that is met nobody could meet the other.
 */
struct pair_limit {
	enum target share;
	const char *where;
	struct contender limit;
};

bool judge_pair_or_limit(struct check *check, enum target target,
			 const char *where, const struct contender *ours,
			 const struct contender *theirs,
			 const struct pair_limit *limit);

#endif
