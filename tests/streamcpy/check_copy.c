/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_copy.c - every backend's copy, at every alignment and length
 */
#include <sys/mman.h>
#include "support/backends.h"
#include "support/copy_check.h"
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

static copy_function *subject(int i, const char **name)
{
	const struct streamcpy_backend *backend;

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
	size_t d, s, n, step = quick() && _i < NR_ENTRIES ? 7 : 1;
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

	if (copy && _i > 0)
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

/*
 * More than 4 GiB, over two windows of one file that repeats in memory, so
 * that it costs 192 MiB: the kernel's flushcache once lost the upper half of a
 * length.
 */
#define WINDOW	((size_t)64 << 20)
#define HUGE_N	((size_t)4 << 30)

static int window_file(void)
{
	int fd = memfd_create("window", 0);

	if (fd >= 0 && !ftruncate(fd, (off_t)WINDOW))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static unsigned char *repeat(int fd, size_t size)
{
	unsigned char *at = mmap(NULL, size, PROT_NONE,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
				 -1, 0);
	size_t done;

	for (done = 0; at != MAP_FAILED && done < size; done += WINDOW)
		ck_assert_ptr_eq(mmap(at + done, WINDOW,
				      PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_FIXED, fd, 0),
				 at + done);
	return at == MAP_FAILED ? NULL : at;
}

/* NULL where there is no such memory */
static unsigned char *huge_open(void)
{
	int fd = window_file();
	unsigned char *at = fd < 0 ? NULL : repeat(fd, HUGE_N + WINDOW);

	if (fd >= 0)
		close(fd);
	return at;
}

static void huge_close(unsigned char *at)
{
	if (at)
		munmap(at, HUGE_N + WINDOW);
}

/* The last window becomes its own: only all of a copy reaches it. */
static unsigned char *own_end(unsigned char *at)
{
	unsigned char *end = mmap(at + HUGE_N, WINDOW, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				  0);

	ck_assert_ptr_eq(end, at + HUGE_N);
	return end;
}

/* 64 bytes, round and round; the source repeats after a window only. */
static void fill_out_of_line(void *dst, const void *src, size_t n)
{
	ck_assert_int_eq(streamcpy_fill(dst, src, 64, n / 64), 0);
}

static void set_out_of_line(void *dst, const void *src, size_t n)
{
	memset_streaming(dst, *(const unsigned char *)src, n);
}

/* @period: after how many bytes what is written is that of @src again */
static const struct huge {
	const char *name;
	copy_function *copy;
	size_t period;
} huges[] = {
	{ "memcpy_streaming", copy_out_of_line, WINDOW },
	{ "memcpy_flushcache", copy_flushcache, WINDOW },
	{ "memmove_streaming", copy_move, WINDOW },
	{ "memcpy_from_wc", memcpy_from_wc, WINDOW },
	{ "streamcpy_fill", fill_out_of_line, 64 },
	{ "memset_streaming", set_out_of_line, 1 },
};

#define NR_HUGES	(int)(sizeof(huges) / sizeof(huges[0]))

/* 64 bytes as before, by the backend under test */
static const struct streamcpy_backend *tested;

static void fill_tested(void *dst, const void *src, size_t n)
{
	tested->fill(dst, src, 64, n / 64);
}

/* Behind the library's functions: each backend's copy, then each one's fill */
static bool huge_subject(int i, struct huge *huge)
{
	if (i < NR_HUGES) {
		*huge = huges[i];
		return true;
	}
	i -= NR_HUGES;
	tested = runnable(i % nr_backends());
	if (!tested)
		return false;
	huge->name = tested->name;
	huge->copy = i < nr_backends() ? tested->copy : fill_tested;
	huge->period = i < nr_backends() ? WINDOW : 64;
	return true;
}

static void check_huge(const struct huge *huge, unsigned char *dst,
		       const unsigned char *src)
{
	const size_t more = 4096 + 64;
	unsigned char *end = own_end(dst);
	size_t i;

	huge->copy(dst, src, HUGE_N + more);
	for (i = 0; i < more; i++) {
		ck_assert_uint_eq(dst[i], src[i % huge->period]);
		ck_assert_uint_eq(end[i], src[i % huge->period]);
	}
	ck_assert_uint_eq(end[more], 0);
}

START_TEST(more_than_four_gib)
{
	unsigned char *src, *dst;
	struct huge huge;

	if (!huge_subject(_i, &huge))
		return;
	if (sizeof(size_t) < 8 || quick()) {
		printf("skipped: %s of more than 4 GiB\n", huge.name);
		return;
	}
	src = huge_open();
	dst = huge_open();
	if (src && dst) {
		source_write(src, WINDOW);
		src[0] = 0xa5;		/* not the 0 of fresh memory */
		check_huge(&huge, dst, src);
	} else {
		printf("skipped: no memory for more than 4 GiB\n");
	}
	huge_close(src);
	huge_close(dst);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("copy");
	int subjects = NR_ENTRIES + nr_backends();

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, every_alignment_and_length, 0, subjects);
	tcase_add_loop_test(tc, random_and_large, 0, subjects);
	tcase_add_loop_test(tc, nothing_beside_is_touched, 0, subjects);
	tcase_add_loop_test(tc, nothing_is_copied_from_nowhere, 0, subjects);
	tcase_add_loop_test(tc, constant_sizes, 0, 9);
	tcase_add_test(tc, moves_overlap_in_any_way);
	tcase_add_loop_test(tc, more_than_four_gib, 0,
			    NR_HUGES + 2 * nr_backends());
	return run_tcase("copy", tc);
}
