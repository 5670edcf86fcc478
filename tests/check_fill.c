/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_fill.c - every backend's fill, and the set that rests on it
 */
#include <errno.h>
#include "backends.h"
#include "copy_check.h"
#include "guard.h"
#include "runner.h"

#define AREA	(1 << 20)

static unsigned char area[AREA + 4 * CANARY] __attribute__((aligned(64)));
static unsigned char pattern[STREAMCPY_PATTERN_MAX + 64];

static void check(const struct streamcpy_backend *b, size_t align,
		  size_t pattern_align, size_t size, size_t count)
{
	unsigned char *dst = area + CANARY + align;
	const unsigned char *p = pattern + pattern_align;

	if (!fill_is_right(b->fill, dst, p, size, count))
		ck_abort_msg("%s: dst %% 64 == %zu, size %zu, count %zu",
			     b->name, align, size, count);
}

START_TEST(small_patterns_at_every_alignment)
{
	const struct streamcpy_backend *b = runnable(_i);
	size_t align, size, count, step = quick() ? 5 : 1;

	source_write(pattern, sizeof(pattern));
	for (align = 0; b && align < 64; align += step)
		for (size = 8; size <= 192; size += 8)
			for (count = 0; count < 24; count++)
				check(b, align, align % 9, size, count);
}
END_TEST

START_TEST(every_pattern_size)
{
	const struct streamcpy_backend *b = runnable(_i);
	size_t size, step = quick() ? 40 : 8;

	source_write(pattern, sizeof(pattern));
	for (size = 8; b && size <= STREAMCPY_PATTERN_MAX; size += step) {
		check(b, 0, 0, size, 5);
		check(b, 8, 3, size, 7);
		check(b, size % 64, 1, size, 65536 / size);
	}
}
END_TEST

START_TEST(no_byte_beside_is_written)
{
	const struct streamcpy_backend *b = runnable(_i);
	struct guard g = guard_open(65536);
	size_t size, count;

	source_write(pattern, sizeof(pattern));
	for (size = 8; b && size <= 136; size += 8)
		for (count = 1; count < 300; count += 13) {
			b->fill(g.end - size * count, pattern, size, count);
			ck_assert_mem_eq(g.end - size, pattern, size);
			b->fill(g.start, pattern, size, count);
			ck_assert_mem_eq(g.start + size * (count - 1), pattern,
					 size);
		}
	guard_close(&g);
}
END_TEST

START_TEST(bad_pattern_sizes_are_refused)
{
	static const size_t bad[] = { 0, 1, 7, 12, 4097, 4104, SIZE_MAX };
	size_t i;

	memset(area, 0x11, 256);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_int_eq(streamcpy_fill(area, pattern, bad[i], 1),
				 -EINVAL);
	for (i = 0; i < 256; i++)
		ck_assert_uint_eq(area[i], 0x11);
	ck_assert_int_eq(streamcpy_fill(area, pattern, 4096, 2), 0);
}
END_TEST

START_TEST(sets_at_every_alignment_and_length)
{
	unsigned char *dst;
	size_t align, n, i;

	for (align = 0; align < 64; align++)
		for (n = 0; n < 400; n++) {
			dst = area + CANARY + align;
			memset(area, 0x33, 64 + 64 + 400 + 64);
			memset_streaming(dst, 0x1c3, n);
			for (i = 0; i < n; i++)
				ck_assert_uint_eq(dst[i], 0xc3);
			ck_assert_uint_eq(dst[-1], 0x33);
			ck_assert_uint_eq(dst[n], 0x33);
		}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("fill");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, small_patterns_at_every_alignment, 0,
			    nr_backends());
	tcase_add_loop_test(tc, every_pattern_size, 0, nr_backends());
	tcase_add_loop_test(tc, no_byte_beside_is_written, 0, nr_backends());
	tcase_add_test(tc, bad_pattern_sizes_are_refused);
	tcase_add_test(tc, sets_at_every_alignment_and_length);
	return run_tcase("fill", tc);
}
