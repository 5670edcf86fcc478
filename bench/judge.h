/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge.h - the targets of one run: which were asked for, what became of each
 */
#ifndef BENCH_JUDGE_H
#define BENCH_JUDGE_H

#include <stdbool.h>
#include "request.h"
#include "targets.h"

/* Beside what is measured: the program, the hogs, and what others may want */
#define SPARE_MEMORY	(UINT64_C(256) << 20)

struct check {
	const struct check_request *request;
	uint64_t seconds;	/* for what is measured now */
	unsigned verdict[TARGET_VERDICTS];
	unsigned left_out;
};

/* At most so many where none were asked for; more for many descriptors */
#define SECONDS		60
#define SECONDS_LARGE	900

/* For what is measured next: those that were asked for, or @otherwise */
void take_seconds(struct check *check, uint64_t otherwise);

bool wanted(const struct check *check, enum target target);

/* Prints a line and counts it. */
void judge(struct check *check, enum target target, const char *where,
	   struct interval ratio);

/*
 * The same where the machine gives no more, as another target has shown, which
 * is judged next: that is met too.
 */
void judge_at_limit(struct check *check, enum target target, const char *where,
		    struct interval ratio);

void leave_out(struct check *check, const char *where, const char *why);

/* For all that measure a kind: 0, or an exit status when they could not */
int check_cells(struct check *check);
int check_exploring(struct check *check);
int check_copies(struct check *check);

#endif
