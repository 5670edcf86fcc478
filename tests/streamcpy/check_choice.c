/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_choice.c - which backend CPUs that we do not have would get
 *
 * The library is linked so that its CPU offers what a test says, and so that
 * the environment of its start is the one of now (--wrap). Only choices are
 * made here: no backend is called that the real CPU may lack.
 */
#include <errno.h>
#include "support/backends.h"
#include "support/runner.h"

unsigned __wrap_streamcpy_arch_features(void);

const char *__wrap_streamcpy_environment(const char *name);

const char *__wrap_streamcpy_environment(const char *name)
{
	return getenv(name);
}

static unsigned offered;

unsigned __wrap_streamcpy_arch_features(void)
{
	return offered;
}

/* All that the backends of this build need */
static unsigned needed_by_any(void)
{
	unsigned all = 0;
	int i;

	for (i = 0; i < nr_backends(); i++)
		all |= streamcpy_impls[i]->features;
	return all;
}

static int nr_cpus(void)
{
	return 1 << __builtin_popcount(needed_by_any());
}

/* The @number-th CPU: its bits, spread over the features that matter */
static void become_cpu(unsigned number)
{
	unsigned left = needed_by_any(), lowest;

	for (offered = 0; left; left &= left - 1, number >>= 1) {
		lowest = left & -left;
		offered |= number & 1 ? lowest : 0;
	}
}

static bool fits(int i)
{
	return !(streamcpy_impls[i]->features & ~offered);
}

/* The first that fits and streams; the last of the table needs nothing. */
static const struct streamcpy_backend *expected_default(void)
{
	int i;

	for (i = 0; i < nr_backends(); i++)
		if (streamcpy_impls[i]->api.flags & STREAMCPY_NON_TEMPORAL &&
		    fits(i))
			return &streamcpy_impls[i]->api;
	return &streamcpy_impls[nr_backends() - 1]->api;
}

START_TEST(each_cpu_gets_the_first_that_streams)
{
	become_cpu((unsigned)_i);
	unsetenv("STREAMCPY_BACKEND");
	ck_assert_ptr_eq(streamcpy_backend(), expected_default());
}
END_TEST

START_TEST(each_cpu_is_told_what_it_can_use)
{
	const struct streamcpy_backend *const *usable;
	int i;

	become_cpu((unsigned)_i);
	usable = streamcpy_backends();
	for (i = 0; i < nr_backends(); i++)
		if (fits(i))
			ck_assert_ptr_eq(*usable++, &streamcpy_impls[i]->api);
	ck_assert_ptr_null(*usable);
}
END_TEST

START_TEST(each_cpu_refuses_what_it_cannot)
{
	const struct streamcpy_backend *in_use, *wanted;
	int i;

	become_cpu((unsigned)_i);
	for (i = 0; i < nr_backends(); i++) {
		wanted = &streamcpy_impls[i]->api;
		in_use = streamcpy_backend();
		ck_assert_int_eq(streamcpy_select(wanted->name),
				 fits(i) ? 0 : -ENOTSUP);
		ck_assert_ptr_eq(streamcpy_backend(),
				 fits(i) ? wanted : in_use);
	}
}
END_TEST

/* Asked of the CPU that offers all, and of the one that offers nothing */
START_TEST(the_environment_names_one_that_fits)
{
	const struct streamcpy_backend *named = &streamcpy_impls[_i / 2]->api;

	become_cpu(_i % 2 ? ~0u : 0);
	setenv("STREAMCPY_BACKEND", named->name, 1);
	ck_assert_ptr_eq(streamcpy_backend(),
			 fits(_i / 2) ? named : expected_default());
}
END_TEST

START_TEST(the_environment_speaks_before_the_first_call_only)
{
	const struct streamcpy_backend *chosen;

	become_cpu(0);
	unsetenv("STREAMCPY_BACKEND");
	chosen = streamcpy_backend();
	setenv("STREAMCPY_BACKEND", "generic", 1);
	ck_assert_ptr_eq(streamcpy_backend(), chosen);
}
END_TEST

START_TEST(a_selection_outranks_the_environment)
{
	const char *last = streamcpy_impls[nr_backends() - 1]->api.name;

	become_cpu(0);
	setenv("STREAMCPY_BACKEND", expected_default()->name, 1);
	ck_assert_int_eq(streamcpy_select(last), 0);
	ck_assert_str_eq(streamcpy_backend()->name, last);
}
END_TEST

/* A process chooses once, so each test needs one of its own. */
int main(void)
{
	TCase *tc;

	if (!tests_fork()) {
		printf("skipped: every choice needs a process of its own\n");
		return 77;
	}
	tc = tcase_create("choice");
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, each_cpu_gets_the_first_that_streams, 0,
			    nr_cpus());
	tcase_add_loop_test(tc, each_cpu_is_told_what_it_can_use, 0,
			    nr_cpus());
	tcase_add_loop_test(tc, each_cpu_refuses_what_it_cannot, 0, nr_cpus());
	tcase_add_loop_test(tc, the_environment_names_one_that_fits, 0,
			    2 * nr_backends());
	tcase_add_test(tc, the_environment_speaks_before_the_first_call_only);
	tcase_add_test(tc, a_selection_outranks_the_environment);
	return run_tcase("choice", tc);
}
