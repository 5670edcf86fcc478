/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_targets.c - a target is met by all of an interval, or not met
 */
#include <math.h>
#include <string.h>
#include "bench/targets.h"
#include "support/runner.h"

/* As the project has promised them */
START_TEST(targets_are_as_promised)
{
	static const struct {
		enum target target;
		const char *name;
		double least;
	} all[] = {
		{ TARGET_BASE, "T1", 0.98 },
		{ TARGET_BEST, "T2", 0.97 },
		{ TARGET_LIMIT, "T3", 0.95 },
		{ TARGET_EXPLORED, "T4", 1 - 0.01 },
		{ TARGET_WORST, "T4", 1 / 1.05 },
		{ TARGET_LINE, "T5", 1.5 },
		{ TARGET_LINE_LIMIT, "T5", 0.95 },
		{ TARGET_PMEM_LARGE, "P6", 1.05 },
		{ TARGET_PMEM, "P6", 1 / 1.05 },
		{ TARGET_MEMCPY, "P7", 0.98 },
		{ TARGET_PEERS, "P8", 0.98 },
		{ TARGET_REREAD, "P10", 1 / 0.4 },
		{ TARGET_REREAD_LIMIT, "P10", 0.95 },
		{ TARGET_FLAT, "P11", 1 / 1.1 },
	};
	unsigned i;

	_Static_assert(sizeof(all) / sizeof(all[0]) == TARGETS,
		       "each target is here");
	for (i = 0; i < TARGETS; i++) {
		ck_assert_str_eq(target_row(all[i].target)->name, all[i].name);
		ck_assert_double_eq(target_row(all[i].target)->least,
				    all[i].least);
	}
}
END_TEST

static enum target_verdict judged(double low, double value, double high)
{
	struct interval ratio = { value, low, high, 40 };

	return target_judge(TARGET_BASE, &ratio);
}

START_TEST(target_is_met_by_the_lower_end_and_missed_by_the_upper)
{
	ck_assert_int_eq(judged(0.98, 1, 1.02), TARGET_MET);
	ck_assert_int_eq(judged(0.979, 1, 1.02), TARGET_UNDECIDED);
	ck_assert_int_eq(judged(0.9, 0.95, 0.981), TARGET_UNDECIDED);
	ck_assert_int_eq(judged(0.9, 0.95, 0.979), TARGET_MISSED);
	ck_assert_int_eq(judged(0, 1.2, INFINITY), TARGET_UNDECIDED);
}
END_TEST

START_TEST(target_without_rounds_is_undecided)
{
	struct interval none = {0};

	ck_assert_int_eq(target_judge(TARGET_BASE, &none), TARGET_UNDECIDED);
	ck_assert_double_eq(target_longer(TARGET_BASE, &none), 0);
}
END_TEST

/* 1.00 is 0.02 from 0.98, and the lower end 0.04 away: 4 times the rounds */
START_TEST(undecided_target_says_how_much_longer)
{
	struct interval ratio = { 1, 0.96, 1.03, 40 };

	ck_assert_double_eq_tol(target_longer(TARGET_BASE, &ratio), 4, 1e-9);
	ratio.low = 0.99;
	ck_assert_double_eq(target_longer(TARGET_BASE, &ratio), 0);
	ratio = (struct interval){ 0.97, 0.9, 1, 40 };
	ck_assert_double_eq_tol(target_longer(TARGET_BASE, &ratio), 9, 1e-9);
	ratio.high = INFINITY;
	ck_assert_double_eq(target_longer(TARGET_BASE, &ratio), 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("targets");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, targets_are_as_promised);
	tcase_add_test(tc,
		       target_is_met_by_the_lower_end_and_missed_by_the_upper);
	tcase_add_test(tc, target_without_rounds_is_undecided);
	tcase_add_test(tc, undecided_target_says_how_much_longer);
	return run_tcase("targets", tc);
}
