/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_broken.c - the checks catch copies that are broken on purpose
 */
#include <signal.h>
#include <string.h>
#include "support/copy_check.h"
#include "support/guard.h"
#include "support/runner.h"

/*
 * Sanitizers report a SIGSEGV themselves and exit, unless they are told, by
 * functions that their libraries must be able to see.
 */
#define SEEN	__attribute__((visibility("default")))

SEEN const char *__asan_default_options(void);
SEEN const char *__tsan_default_options(void);
SEEN const char *__msan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_segv=0";
}

const char *__tsan_default_options(void)
{
	return "handle_segv=0";
}

const char *__msan_default_options(void)
{
	return "handle_segv=0";
}

static unsigned char dst_area[4096] __attribute__((aligned(64)));
static unsigned char src_area[4096];

static void overwrite_right(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
	((unsigned char *)dst)[n] = 0;
}

static void overwrite_left(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
	((unsigned char *)dst)[-1] = 0;
}

static void underwrite(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n ? n - 1 : 0);
}

static void skip_a_word(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	if (n < 24) {
		memcpy(d, s, n);
		return;
	}
	memcpy(d, s, 8);
	memcpy(d + 16, s + 16, n - 16);
}

static void swap_words(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;

	memcpy(d, s, n);
	if (n >= 16) {
		memcpy(d, s + 8, 8);
		memcpy(d + 8, s, 8);
	}
}

static void write_source_after(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
	((unsigned char *)src)[n - 1] ^= 1;
}

/* Both sides are equal then, and wrong. */
static void write_source_before(void *dst, const void *src, size_t n)
{
	((unsigned char *)src)[n / 2] ^= 1;
	memcpy(dst, src, n);
}

/* As where 32 bits hold a length */
static void shorten(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n & 0xff);
}

/* Wrong at one alignment of the destination and one length only */
static void fail_once(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
	if ((uintptr_t)dst % 64 == 61 && n == 500)
		((unsigned char *)dst)[499] ^= 0x80;
}

static void underread(void *dst, const void *src, size_t n)
{
	volatile unsigned char byte = ((const unsigned char *)src)[-1];

	(void)byte;
	memcpy(dst, src, n);
}

static void overread(void *dst, const void *src, size_t n)
{
	volatile unsigned char byte = ((const unsigned char *)src)[n];

	(void)byte;
	memcpy(dst, src, n);
}

static copy_function *const broken[] = {
	overwrite_right, overwrite_left, underwrite, skip_a_word, swap_words,
	write_source_after, write_source_before, shorten,
};

START_TEST(a_broken_copy_is_caught)
{
	source_write(src_area, sizeof(src_area));
	ck_assert(!copy_is_right(broken[_i], dst_area + CANARY, src_area,
				 1024));
}
END_TEST

START_TEST(one_wrong_bit_is_caught)
{
	size_t d, n, caught = 0;

	source_write(src_area, sizeof(src_area));
	for (d = 0; d < 64; d++)
		for (n = 490; n < 512; n++)
			caught += !copy_is_right(fail_once,
						 dst_area + CANARY + d,
						 src_area, n);
	ck_assert_uint_eq(caught, 1);
}
END_TEST

static void right(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

START_TEST(a_right_copy_is_not)
{
	source_write(src_area, sizeof(src_area));
	ck_assert(copy_is_right(right, dst_area + CANARY,
				src_area, 1024));
}
END_TEST

static void fill_one_less(void *dst, const void *p, size_t size, size_t count)
{
	unsigned char *d = dst;

	for (; count > 1; count--, d += size)
		memcpy(d, p, size);
}

static void fill_shifted(void *dst, const void *p, size_t size, size_t count)
{
	unsigned char *d = dst;

	for (; count; count--, d += size) {
		memcpy(d, (const unsigned char *)p + 1, size - 1);
		memcpy(d + size - 1, p, 1);
	}
}

static fill_function *const broken_fills[] = { fill_one_less, fill_shifted };

START_TEST(a_broken_fill_is_caught)
{
	source_write(src_area, sizeof(src_area));
	ck_assert(!fill_is_right(broken_fills[_i], dst_area + CANARY, src_area,
				 64, 20));
}
END_TEST

START_TEST(an_overread_faults)
{
	struct guard src = guard_open(4096);

	overread(dst_area, src.end - 100, 100);
}
END_TEST

START_TEST(an_underread_faults)
{
	struct guard src = guard_open(4096);

	underread(dst_area, src.start, 100);
}
END_TEST

START_TEST(an_overwrite_faults)
{
	struct guard dst = guard_open(4096);

	overwrite_right(dst.end - 100, src_area, 100);
}
END_TEST

START_TEST(a_write_before_the_destination_faults)
{
	struct guard dst = guard_open(4096);

	overwrite_left(dst.start, src_area, 100);
}
END_TEST

START_TEST(a_write_to_the_source_faults)
{
	struct guard src = guard_open(4096);

	guard_read_only(&src);
	write_source_after(dst_area, src.start, 100);
}
END_TEST

static void add_faults(TCase *tc)
{
	tcase_add_test_raise_signal(tc, an_overread_faults, SIGSEGV);
	tcase_add_test_raise_signal(tc, an_underread_faults, SIGSEGV);
	tcase_add_test_raise_signal(tc, an_overwrite_faults, SIGSEGV);
	tcase_add_test_raise_signal(tc, a_write_before_the_destination_faults,
				    SIGSEGV);
	tcase_add_test_raise_signal(tc, a_write_to_the_source_faults, SIGSEGV);
}

int main(void)
{
	TCase *tc = tcase_create("broken");

	tcase_add_loop_test(tc, a_broken_copy_is_caught, 0,
			    sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(tc, one_wrong_bit_is_caught);
	tcase_add_test(tc, a_right_copy_is_not);
	tcase_add_loop_test(tc, a_broken_fill_is_caught, 0, 2);
	if (tests_fork())
		add_faults(tc);
	return run_tcase("broken", tc);
}
