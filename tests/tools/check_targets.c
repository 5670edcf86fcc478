/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_targets.c - a target is missed by more than the rounds differ, or not
 */
#include <string.h>
#include "support/runner.h"
#include "common/statistics.h"
#include "bench/targets.h"

static struct sample sample_of(const double *values, size_t n)
{
	struct sample sample = {0};
	size_t i;

	for (i = 0; i < n; i++)
		ck_assert_int_eq(sample_add(&sample, values[i]), 0);
	return sample;
}

/* Ratios are of medians; the spread is that of the pairs. */
START_TEST(a_ratio_is_of_medians_and_its_spread_of_pairs)
{
	const double base[] = { 10, 11, 12, 13, 90 };
	const double mine[] = { 5, 5.5, 6, 6.5, 45 };
	const double other[] = { 10, 5.5, 4, 6.5, 45 };
	struct sample a = sample_of(base, 5), b = sample_of(mine, 5);
	struct sample c = sample_of(other, 5), none = {0};
	double spread;

	/* All drifted alike: no pair differs */
	ck_assert_double_eq_tol(sample_ratio(&a, &b, &spread), 2, 1e-9);
	ck_assert_double_eq_tol(spread, 0, 1e-9);
	/* 12 / 6.5; pairs 1, 2, 3, 2, 2 */
	ck_assert_double_eq_tol(sample_ratio(&a, &c, &spread), 12 / 6.5, 1e-9);
	ck_assert_double_eq_tol(spread, 0, 1e-9);
	c.values[1] = 11;
	c.values[3] = 13;
	/* Pairs 1, 1, 3, 1, 2: quartiles 1 and 2 */
	sample_ratio(&a, &c, &spread);
	ck_assert_double_eq_tol(spread, 1, 1e-9);
	ck_assert_double_eq(sample_ratio(&a, &none, &spread), 0);
	ck_assert_double_eq(sample_ratio(&none, &a, NULL), 0);
	sample_free(&a);
	sample_free(&b);
	sample_free(&c);
}
END_TEST

/* One round tells of no spread: it must not pass for a spread of 0. */
START_TEST(one_round_is_all_spread)
{
	const double ten = 10, five = 5;
	struct sample a = sample_of(&ten, 1), b = sample_of(&five, 1);
	double spread;

	ck_assert_double_eq_tol(sample_ratio(&a, &b, &spread), 2, 1e-9);
	ck_assert_double_eq_tol(spread, 2, 1e-9);
	sample_free(&a);
	sample_free(&b);
}
END_TEST

/* As the project has promised them */
START_TEST(the_targets_are_these)
{
	static const struct {
		enum target target;
		const char *name;
		double least;
	} all[TARGETS] = {
		{ TARGET_BEST, "P1", 0.95 },
		{ TARGET_BASE, "P2", 1.2 },
		{ TARGET_TEMPLATE, "P2", 1.3 },
		{ TARGET_NEVER_SLOWER, "P3", 0.98 },
		{ TARGET_THREADS, "P4", 2.2 },
		{ TARGET_LIMIT, "P5", 0.9 },
		{ TARGET_FLAT, "P11", 1 / 1.1 },
	};
	unsigned i;

	for (i = 0; i < TARGETS; i++) {
		ck_assert_str_eq(target_row(all[i].target)->name, all[i].name);
		ck_assert_double_eq(target_row(all[i].target)->least,
				    all[i].least);
	}
}
END_TEST

START_TEST(only_more_than_the_spread_is_a_miss)
{
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 0.9, 0), TARGET_MET);
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 2, 0), TARGET_MET);
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 0.89, 0), TARGET_MISSED);
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 0.89, 0.02), TARGET_CLOSE);
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 0.87, 0.02),
			 TARGET_MISSED);
	/* What was not measured is no success */
	ck_assert_int_eq(target_judge(TARGET_LIMIT, 0, 0), TARGET_MISSED);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("targets");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, a_ratio_is_of_medians_and_its_spread_of_pairs);
	tcase_add_test(tc, one_round_is_all_spread);
	tcase_add_test(tc, the_targets_are_these);
	tcase_add_test(tc, only_more_than_the_spread_is_a_miss);
	return run_tcase("targets", tc);
}
