/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge.c - a line for each target, and how many were met
 */
#include <math.h>
#include <stdio.h>
#include "judge.h"

void take_seconds(struct check *c, uint64_t otherwise)
{
	c->seconds = c->request->time ? c->request->time : otherwise;
}

bool wanted(const struct check *c, enum target target)
{
	return c->request->targets >> target & 1;
}

static const char *const verdicts[TARGET_VERDICTS] = {
	[TARGET_MET] = "met",
	[TARGET_UNDECIDED] = "UNDECIDED",
	[TARGET_MISSED] = "MISSED",
};

static void print_verdict(struct check *c, enum target target,
			  const char *where, const struct interval *ratio,
			  const char *verdict)
{
	const struct target_row *t = target_row(target);
	double longer = target_longer(target, ratio);
	char words[40];

	snprintf(words, sizeof(words), isinf(ratio->high) ? "%.2f (?)" :
		 "%.2f (%.2f-%.2f)", ratio->value, ratio->low, ratio->high);
	printf("%-3s %-18s %-26s %-17s %4.2f %s", t->name, t->what, where,
	       words, t->least, verdict);
	if (longer && verdict == verdicts[TARGET_UNDECIDED])
		printf(": --time %.0f", ceil(longer *
		       (double)c->seconds));
	printf("\n");
	fflush(stdout);
}

void judge(struct check *c, enum target target, const char *where,
	   struct interval ratio)
{
	enum target_verdict verdict = target_judge(target, &ratio);

	c->verdict[verdict]++;
	print_verdict(c, target, where, &ratio, verdicts[verdict]);
}

void judge_at_limit(struct check *c, enum target target, const char *where,
		    struct interval ratio)
{
	c->verdict[TARGET_MET]++;
	print_verdict(c, target, where, &ratio, "at the limit: met");
}

void leave_out(struct check *c, const char *where, const char *why)
{
	c->left_out++;
	printf("%-22s %-26s left out: %s\n", "", where, why);
}
