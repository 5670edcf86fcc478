/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_copy.c - every backend's copy, at every alignment and length
 *
 * Built SHARDS times, so that make -j runs them side by side: each checks every
 * SHARDS-th subject from its SHARD on, and the first what has no subject.
 */
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/random.h"
#include "support/guard.h"
#include "support/runner.h"

#define ALIGNMENTS	64
#define SHORTEST_LONG	512
#define LARGE		CHECKED_MAX

static unsigned char dst_area[LARGE + 4 * CANARY + ALIGNMENTS]
	__attribute__((aligned(64)));
static unsigned char src_area[LARGE + ALIGNMENTS] __attribute__((aligned(64)));

static void copy_out_of_line(void *dst, const void *src, size_t n)
{
	(memcpy_streaming)(dst, src, n);
}

static void copy_flushcache(void *dst, const void *src, size_t n)
{
	(memcpy_flushcache)(dst, src, n);
}

static void copy_move(void *dst, const void *src, size_t n)
{
	memmove_streaming(dst, src, n);
}

static void copy_libc(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

/* What is held to the contract beside the backends; libc is the control */
static const struct entry {
	const char *name;
	copy_function *copy;
} entries[] = {
	{ "libc memcpy", copy_libc },
	{ "memcpy_streaming", copy_out_of_line },
	{ "memcpy_flushcache", copy_flushcache },
	{ "memmove_streaming", copy_move },
	{ "memcpy_from_wc", memcpy_from_wc },
};

#define NR_ENTRIES	(int)(sizeof(entries) / sizeof(entries[0]))

/* Of this program */
static int nr_subjects(void)
{
	return (NR_ENTRIES + nr_backends() - SHARD + SHARDS - 1) / SHARDS;
}

static copy_function *subject(int i, const char **name)
{
	const struct streamcpy_backend *backend;

	i = i * SHARDS + SHARD;
	if (i < NR_ENTRIES) {
		*name = entries[i].name;
		return entries[i].copy;
	}
	backend = runnable(i - NR_ENTRIES);
	*name = backend ? backend->name : NULL;
	return backend ? backend->copy : NULL;
}

/* All of them for each backend, under emulators too */
START_TEST(every_alignment_and_length)
{
	const char *name;
	copy_function *copy = subject(_i, &name);
	bool function = _i * SHARDS + SHARD < NR_ENTRIES;
	size_t d, s, n, step = quick() && function ? 7 : 1;
	unsigned char *dst = dst_area + CANARY;

	source_write(src_area, sizeof(src_area));
	for (d = 0; copy && d < ALIGNMENTS; d += step)
		for (s = 0; s < ALIGNMENTS; s += step)
			for (n = 0; n <= SHORTEST_LONG; n++)
				if (!copy_is_right(copy, dst + d, src_area + s,
						   n))
					ck_abort_msg("%s: dst %% 64 == %zu, src %% 64 == %zu, n == %zu",
						     name, d, s, n);
}
END_TEST

START_TEST(random_and_large)
{
	const char *name;
	copy_function *copy = subject(_i, &name);
	uint64_t state = random_seed();
	int round, rounds = quick() ? 20 : 200;
	size_t d, s, n;

	source_write(src_area, sizeof(src_area));
	for (round = 0; copy && round < rounds; round++) {
		d = random_next(&state) % ALIGNMENTS;
		s = random_next(&state) % ALIGNMENTS;
		n = random_next(&state) % (LARGE >> random_next(&state) % 8);
		if (!copy_is_right(copy, dst_area + CANARY + d, src_area + s,
				   n))
			ck_abort_msg("%s: round %d, dst %% 64 == %zu, src %% 64 == %zu, n == %zu",
				     name, round, d, s, n);
	}
}
END_TEST

/* Either side ends, or begins, at a page that may not be touched. */
static void check_edges(copy_function *copy, const struct guard *dst,
			const struct guard *src, size_t shift, size_t n)
{
	copy(dst->end - n, src->start + shift, n);
	ck_assert_mem_eq(dst->end - n, src->start + shift, n);
	copy(dst->start + shift, src->end - n, n);
	ck_assert_mem_eq(dst->start + shift, src->end - n, n);
	copy(dst->end - n, src->end - n, n);
	ck_assert_mem_eq(dst->end - n, src->end - n, n);
	copy(dst->start, src->start, n);
	ck_assert_mem_eq(dst->start, src->start, n);
}

START_TEST(nothing_beside_is_touched)
{
	const char *name;
	copy_function *copy = subject(_i, &name);
	struct guard dst = guard_open(16384), src = guard_open(16384);
	size_t n, shift, step = quick() ? 9 : 1;

	source_write(src.start, (size_t)(src.end - src.start));
	guard_read_only(&src);
	for (shift = 0; copy && shift < ALIGNMENTS; shift += step)
		for (n = 0; n <= 8192; n += n < 520 ? step : 509)
			check_edges(copy, &dst, &src, shift, n);
	guard_close(&src);
	guard_close(&dst);
}
END_TEST

START_TEST(nothing_is_copied_from_nowhere)
{
	const char *name;
	copy_function *copy = subject(_i, &name);

	if (copy && copy != copy_libc)
		copy(NULL, NULL, 0);
	memset_streaming(NULL, 0, 0);
	ck_assert_int_eq(streamcpy_fill(NULL, NULL, 8, 0), 0);
}
END_TEST

/* The sizes that the header expands, aligned and not */
#define FIXED(function, n)						\
	do {								\
		memset(dst_area, 0x5a, 256);				\
		function(dst, src_area + 3, n);				\
		ck_assert_mem_eq(dst, src_area + 3, n);			\
		ck_assert_uint_eq(dst[n], 0x5a);			\
		ck_assert_uint_eq(dst[-1], 0x5a);			\
	} while (0)

#define ALL_FIXED(function)						\
	do {								\
		FIXED(function, 4); FIXED(function, 8);			\
		FIXED(function, 16); FIXED(function, 32);		\
		FIXED(function, 48); FIXED(function, 64);		\
		FIXED(function, 80); FIXED(function, 96);		\
		FIXED(function, 24); FIXED(function, 56);		\
	} while (0)

START_TEST(constant_sizes)
{
	unsigned char *dst = dst_area + 64 + _i;

	source_write(src_area, 256);
	ALL_FIXED(memcpy_streaming);
	ALL_FIXED(memcpy_flushcache);
}
END_TEST

/* By way of a second area, so that nothing overlaps */
static unsigned char *naive_move(const unsigned char *area, size_t size,
				 size_t to, size_t from, size_t n)
{
	static unsigned char copy[3 * 8192 + 512];

	memcpy(copy, area, size);
	memcpy(copy + to, area + from, n);
	return copy;
}

static void check_move(unsigned char *area, size_t size, size_t to,
		       size_t from, size_t n)
{
	unsigned char *expected;

	source_write(area, size);
	expected = naive_move(area, size, to, from, n);
	memmove_streaming(area + to, area + from, n);
	if (memcmp(area, expected, size))
		ck_abort_msg("to %zu, from %zu, n == %zu", to, from, n);
}

START_TEST(moves_overlap_in_any_way)
{
	size_t to, from, n, size = 3 * 8192 + 512, step = quick() ? 7 : 1;
	uint64_t state = random_seed();
	int round;

	for (to = 0; to < 72; to += step)
		for (from = 0; from < 72; from += step)
			for (n = 0; n < 160; n += step)
				check_move(dst_area, 256, to, from, n);
	for (round = 0; round < (quick() ? 100 : 2000); round++) {
		n = random_next(&state) % (2 * 8192);
		to = random_next(&state) % (8192 + 512);
		from = random_next(&state) % (8192 + 512);
		check_move(dst_area, size, to, from, n);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("copy");
	int subjects = nr_subjects();

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, every_alignment_and_length, 0, subjects);
	tcase_add_loop_test(tc, random_and_large, 0, subjects);
	tcase_add_loop_test(tc, nothing_beside_is_touched, 0, subjects);
	tcase_add_loop_test(tc, nothing_is_copied_from_nowhere, 0, subjects);
	if (SHARD == 0) {
		tcase_add_loop_test(tc, constant_sizes, 0, 9);
		tcase_add_test(tc, moves_overlap_in_any_way);
	}
	return run_tcase("copy", tc);
}
