/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pairs.c - two ways to do the same, timed next to each other
 */
#include "common/clock.h"
#include "common/interrupt.h"
#include "pairs.h"

/* A round, and whether it could be run and kept */
static bool add_round(const struct contender *ours,
		      const struct contender *theirs, bool swap,
		      struct sample *a, struct sample *b)
{
	double first = (swap ? theirs : ours)->once(swap ? theirs : ours);
	double second = (swap ? ours : theirs)->once(swap ? ours : theirs);

	return first >= 0 && second >= 0 &&
	       !(swap ? sample_add_pair(a, second, b, first) :
			sample_add_pair(a, first, b, second));
}

bool measure_pair(struct check *c, enum target target,
		  const struct contender *ours, const struct contender *theirs,
		  struct interval *ratio)
{
	uint64_t start = clock_ns(), time = c->seconds * 1000000000;
	struct sample a = {0}, b = {0};
	bool swap = false, able;

	do {
		able = add_round(ours, theirs, swap, &a, &b);
		swap = !swap;
		*ratio = statistics_ratio(&b, &a, STATISTICS_ERROR);
	} while (able && !interrupt_came() && clock_ns() - start < time &&
		 target_judge(target, ratio) == TARGET_UNDECIDED);
	sample_free(&a);
	sample_free(&b);
	return able;
}

bool judge_pair(struct check *c, enum target target, const char *where,
		const struct contender *ours, const struct contender *theirs)
{
	struct interval ratio;
	bool able = measure_pair(c, target, ours, theirs, &ratio);

	if (able)
		judge(c, target, where, ratio);
	return able;
}

bool judge_pair_or_limit(struct check *c, enum target target,
			 const char *where, const struct contender *ours,
			 const struct contender *theirs,
			 const struct pair_limit *limit)
{
	struct interval ratio, share;

	if (!measure_pair(c, target, ours, theirs, &ratio))
		return false;
	if (target_judge(target, &ratio) == TARGET_MET) {
		judge(c, target, where, ratio);
		return true;
	}
	if (!measure_pair(c, limit->share, ours, &limit->limit, &share))
		return false;
	if (target_judge(limit->share, &share) == TARGET_MET)
		judge_at_limit(c, target, where, ratio);
	else
		judge(c, target, where, ratio);
	judge(c, limit->share, limit->where, share);
	return true;
}
