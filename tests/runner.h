/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runner.h - runs one test case as a program of the test suite
 */
#ifndef RUNNER_H
#define RUNNER_H

#include <check.h>
#include <stdlib.h>

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
