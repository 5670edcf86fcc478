/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runner.h - runs one test case as a program of the test suite
 */
#ifndef RUNNER_H
#define RUNNER_H

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

/*
 * Whether each test is a process of its own; if not (CK_FORK=no, under a
 * debugger), no signal can be expected of it and no first call is the first.
 */
static inline bool tests_fork(void)
{
	SRunner *runner = srunner_create(suite_create(""));
	bool forks = srunner_fork_status(runner) == CK_FORK;

	srunner_free(runner);
	return forks;
}

static inline int run_tcase(const char *name, TCase *tcase)
{
	Suite *suite = suite_create(name);
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
