/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_dispatch.c - which backend is used, and who decides
 */
#include <errno.h>
#include "support/backends.h"
#include "support/runner.h"

/* The environment of the start is the one of now (--wrap). */
const char *__wrap_streamcpy_environment(const char *name);

const char *__wrap_streamcpy_environment(const char *name)
{
	return getenv(name);
}

static const struct streamcpy_backend *expected_default(void)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; *b; b++)
		if ((*b)->flags & STREAMCPY_NON_TEMPORAL)
			return *b;
	return b[-1];
}

START_TEST(the_lists_follow_the_table)
{
	const struct streamcpy_backend *const *usable = streamcpy_backends();
	const struct streamcpy_backend *const *known =
		streamcpy_known_backends();
	int i;

	for (i = 0; i < nr_backends(); i++) {
		ck_assert_ptr_eq(*known++, &streamcpy_impls[i]->api);
		if (runnable(i))
			ck_assert_ptr_eq(*usable++, &streamcpy_impls[i]->api);
	}
	ck_assert_ptr_null(*known);
	ck_assert_ptr_null(*usable);
	ck_assert_str_eq(usable[-1]->name, "generic");
}
END_TEST

START_TEST(every_entry_is_complete)
{
	const struct streamcpy_backend *b = &streamcpy_impls[_i]->api;
	int i;

	ck_assert(b->name && *b->name && b->needs && *b->needs);
	ck_assert(b->copy && b->fill && b->drain);
	ck_assert_uint_eq(b->flags & ~(STREAMCPY_NON_TEMPORAL |
				       STREAMCPY_WEAKLY_ORDERED), 0);
	/* Whatever stays out of the caches is ordered by none of them. */
	if (b->flags & STREAMCPY_NON_TEMPORAL)
		ck_assert_uint_ne(b->flags & STREAMCPY_WEAKLY_ORDERED, 0);
	for (i = 0; i < _i; i++)
		ck_assert_str_ne(b->name, streamcpy_impls[i]->api.name);
	if (runnable(_i))
		b->drain();
}
END_TEST

/* These are run in a child each, so that the choice is always the first. */
START_TEST(the_first_non_temporal_one_is_the_default)
{
	unsetenv("STREAMCPY_BACKEND");
	ck_assert_ptr_eq(streamcpy_backend(), expected_default());
}
END_TEST

START_TEST(the_environment_overrides)
{
	setenv("STREAMCPY_BACKEND", "generic", 1);
	ck_assert_str_eq(streamcpy_backend()->name, "generic");
}
END_TEST

START_TEST(an_unknown_name_in_the_environment_is_ignored)
{
	setenv("STREAMCPY_BACKEND", "warp-drive", 1);
	ck_assert_ptr_eq(streamcpy_backend(), expected_default());
}
END_TEST

START_TEST(a_copy_comes_before_the_first_question)
{
	char from[300], to[300] = { 0 };

	memset(from, 7, sizeof(from));
	(memcpy_streaming)(to, from, sizeof(to));
	ck_assert_mem_eq(to, from, sizeof(to));
	ck_assert_ptr_eq(streamcpy_backend(), expected_default());
}
END_TEST

START_TEST(a_fill_comes_before_the_first_question)
{
	char from[64], to[640] = { 0 };

	memset(from, 7, sizeof(from));
	ck_assert_int_eq(streamcpy_fill(to, from, 64, 10), 0);
	ck_assert_mem_eq(to + 576, from, 64);
}
END_TEST

START_TEST(selection_obeys_and_refuses)
{
	const struct streamcpy_backend *in_use;
	const char *name;
	int i;

	for (i = 0; i < nr_backends(); i++) {
		in_use = streamcpy_backend();
		name = streamcpy_impls[i]->api.name;
		if (runnable(i)) {
			ck_assert_int_eq(streamcpy_select(name), 0);
			ck_assert_str_eq(streamcpy_backend()->name, name);
		} else {
			ck_assert_int_eq(streamcpy_select(name), -ENOTSUP);
			ck_assert_ptr_eq(streamcpy_backend(), in_use);
		}
	}
	in_use = streamcpy_backend();
	ck_assert_int_eq(streamcpy_select("warp-drive"), -ENOENT);
	ck_assert_int_eq(streamcpy_select(""), -ENOENT);
	ck_assert_ptr_eq(streamcpy_backend(), in_use);
}
END_TEST

START_TEST(the_version_is_that_of_the_header)
{
	char text[64];

	snprintf(text, sizeof(text), "%d.%d.%d", STREAMCPY_VERSION_MAJOR,
		 STREAMCPY_VERSION_MINOR, STREAMCPY_VERSION_PATCH);
	ck_assert_str_eq(streamcpy_version(), text);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("dispatch");

	tcase_set_timeout(tc, 0);
	if (tests_fork()) {
		tcase_add_test(tc, the_first_non_temporal_one_is_the_default);
		tcase_add_test(tc, the_environment_overrides);
		tcase_add_test(tc,
			       an_unknown_name_in_the_environment_is_ignored);
		tcase_add_test(tc, a_copy_comes_before_the_first_question);
		tcase_add_test(tc, a_fill_comes_before_the_first_question);
	}
	tcase_add_test(tc, the_lists_follow_the_table);
	tcase_add_loop_test(tc, every_entry_is_complete, 0, nr_backends());
	tcase_add_test(tc, selection_obeys_and_refuses);
	tcase_add_test(tc, the_version_is_that_of_the_header);
	return run_tcase("dispatch", tc);
}
