/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_fill.c - every backend's fill, and the set that rests on it
 */
#include <errno.h>
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/random.h"
#include "support/guard.h"
#include "support/runner.h"

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

START_TEST(random_fills)
{
	const struct streamcpy_backend *b = runnable(_i);
	uint64_t state = random_seed();
	size_t align, size, room;
	int round;

	source_write(pattern, sizeof(pattern));
	for (round = 0; b && round < (quick() ? 20 : 200); round++) {
		align = random_next(&state) % 64;
		size = random_next(&state) % (STREAMCPY_PATTERN_MAX / 8) * 8 +
		       8;
		room = AREA >> random_next(&state) % 8;
		check(b, align, random_next(&state) % 64, size,
		      random_next(&state) % (room / size + 1));
	}
}
END_TEST

/* Both ends at a page that may not be touched, the pattern at one as well */
static void check_edges(const struct streamcpy_backend *b,
			const struct guard *dst, const struct guard *src,
			size_t size, size_t count)
{
	const unsigned char *p = src->end - size;

	b->fill(dst->end - size * count, p, size, count);
	ck_assert_mem_eq(dst->end - size, p, size);
	ck_assert_mem_eq(dst->end - size * count, p, size);
	b->fill(dst->start + size % 61, src->start, size, count);
	ck_assert_mem_eq(dst->start + size % 61 + size * (count - 1),
			 src->start, size);
	b->fill(dst->start, p, size, count);
	ck_assert_mem_eq(dst->start, p, size);
}

START_TEST(nothing_beside_is_touched)
{
	const struct streamcpy_backend *b = runnable(_i);
	struct guard dst = guard_open(65536), src = guard_open(4096);
	size_t size, count;

	source_write(src.start, (size_t)(src.end - src.start));
	guard_read_only(&src);
	for (size = 8; b && size <= 136; size += 8)
		for (count = 1; count < 300; count += 13)
			check_edges(b, &dst, &src, size, count);
	for (; b && size <= STREAMCPY_PATTERN_MAX; size += 248)
		check_edges(b, &dst, &src, size, 3);
	guard_close(&src);
	guard_close(&dst);
}
END_TEST

START_TEST(bad_pattern_sizes_are_refused)
{
	static const size_t bad[] = { 0, 1, 4, 7, 12, 4092, 4097, 4104,
				      SIZE_MAX, SIZE_MAX - 7 };
	size_t i;

	memset(area, 0x11, sizeof(area));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(streamcpy_fill(area, pattern, bad[i], 1),
				 -EINVAL);
		ck_assert_int_eq(streamcpy_fill(area, pattern, bad[i], 0),
				 -EINVAL);
	}
	for (i = 0; i < sizeof(area); i++)
		ck_assert_uint_eq(area[i], 0x11);
	ck_assert_int_eq(streamcpy_fill(area, pattern, 4096, 2), 0);
}
END_TEST

static void fill_by_the_one_in_use(void *dst, const void *p, size_t size,
				   size_t count)
{
	ck_assert_int_eq(streamcpy_fill(dst, p, size, count), 0);
}

START_TEST(streamcpy_fill_is_the_backends)
{
	size_t align, size;

	source_write(pattern, sizeof(pattern));
	for (align = 0; align < 64; align++)
		for (size = 8; size <= STREAMCPY_PATTERN_MAX; size *= 2)
			ck_assert(fill_is_right(fill_by_the_one_in_use,
						area + CANARY + align,
						pattern, size, 9));
}
END_TEST

/* A set is a fill with a pattern of one byte: the same check serves. */
static void set(void *dst, const void *p, size_t size, size_t count)
{
	memset_streaming(dst, 0x100 | *(const unsigned char *)p, size * count);
}

static void check_set(size_t align, size_t n)
{
	const unsigned char byte = 0xc3;

	if (!fill_is_right(set, area + CANARY + align, &byte, 1, n))
		ck_abort_msg("dst %% 64 == %zu, n == %zu", align, n);
}

START_TEST(sets_at_every_alignment_and_length)
{
	size_t align, n, step = quick() ? 5 : 1;

	for (align = 0; align < 64; align += step)
		for (n = 0; n < 640; n++)
			check_set(align, n);
}
END_TEST

START_TEST(random_sets)
{
	uint64_t state = random_seed();
	int round;

	for (round = 0; round < (quick() ? 5 : 50); round++)
		check_set(random_next(&state) % 64,
			  random_next(&state) % AREA);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("fill");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, small_patterns_at_every_alignment, 0,
			    nr_backends());
	tcase_add_loop_test(tc, every_pattern_size, 0, nr_backends());
	tcase_add_loop_test(tc, random_fills, 0, nr_backends());
	tcase_add_loop_test(tc, nothing_beside_is_touched, 0, nr_backends());
	tcase_add_test(tc, bad_pattern_sizes_are_refused);
	tcase_add_test(tc, streamcpy_fill_is_the_backends);
	tcase_add_test(tc, sets_at_every_alignment_and_length);
	tcase_add_test(tc, random_sets);
	return run_tcase("fill", tc);
}
