/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_broken.c - the checks catch copies that are broken on purpose
 */
#include <signal.h>
#include <string.h>
#include <streamcpy.h>
#include "copy_check.h"
#include "guard.h"
#include "runner.h"

static unsigned char dst_area[4096], src_area[4096];

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

static void write_source(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
	if (n)
		((unsigned char *)src)[n - 1] ^= 1;
}

static void overread(void *dst, const void *src, size_t n)
{
	volatile unsigned char byte = ((const unsigned char *)src)[n];

	(void)byte;
	memcpy(dst, src, n);
}

static copy_function *const broken[] = {
	overwrite_right, overwrite_left, underwrite, skip_a_word, swap_words,
	write_source,
};

START_TEST(a_broken_copy_is_caught)
{
	source_write(src_area, sizeof(src_area));
	ck_assert(!copy_is_right(broken[_i], dst_area + CANARY, src_area,
				 1024));
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

int main(void)
{
	TCase *tc = tcase_create("broken");
	const char *fork = getenv("CK_FORK");

	tcase_add_loop_test(tc, a_broken_copy_is_caught, 0,
			    sizeof(broken) / sizeof(broken[0]));
	tcase_add_test(tc, a_right_copy_is_not);
	tcase_add_loop_test(tc, a_broken_fill_is_caught, 0, 2);
	/* Only a child can be expected to die; ASan makes it an exit. */
	if ((!fork || strcmp(fork, "no")) && !STREAMCPY_SANITIZED)
		tcase_add_test_raise_signal(tc, an_overread_faults, SIGSEGV);
	return run_tcase("broken", tc);
}
