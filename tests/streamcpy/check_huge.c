/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_huge.c - copies, fills and sets of more than 4 GiB
 *
 * The kernel's flushcache once lost the upper half of a length. Both sides are
 * a window of one file that repeats in memory, and all subjects use the same
 * two, since two million pages have to be mapped for them. One subject is some
 * 2 s of copying: so each kind of loop is tried once, and every backend when
 * CHECK_HUGE is set in the environment.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/random.h"
#include "support/runner.h"

#define WINDOW	((size_t)8 << 20)
#define HUGE_N	((size_t)4 << 30)
#define MORE	(4096 + 64)

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
				      MAP_SHARED | MAP_FIXED | MAP_POPULATE, fd,
				      0),
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

static void copy_move(void *dst, const void *src, size_t n)
{
	memmove_streaming(dst, src, n);
}

/* 64 bytes, round and round; the source repeats after a window only. */
static void fill(void *dst, const void *src, size_t n)
{
	ck_assert_int_eq(streamcpy_fill(dst, src, 64, n / 64), 0);
}

static void set(void *dst, const void *src, size_t n)
{
	memset_streaming(dst, *(const unsigned char *)src, n);
}

/* @period: after how many bytes what is written is that of @src again */
struct subject {
	const char *name;
	copy_function *copy;
	size_t period;
};

static const struct subject functions[] = {
	{ "memcpy_streaming", memcpy_streaming, WINDOW },
	{ "memcpy_flushcache", memcpy_flushcache, WINDOW },
	{ "memmove_streaming", copy_move, WINDOW },
	{ "memcpy_from_wc", memcpy_from_wc, WINDOW },
	{ "streamcpy_fill", fill, 64 },
	{ "memset_streaming", set, 1 },
};

#define NR_FUNCTIONS	(int)(sizeof(functions) / sizeof(functions[0]))

/* 64 bytes as before, by the backend under test */
static const struct streamcpy_backend *tested;

static void fill_tested(void *dst, const void *src, size_t n)
{
	tested->fill(dst, src, 64, n / 64);
}

static unsigned char *dst, *src;

static void check(const struct subject *subject)
{
	unsigned char *end = own_end(dst);
	size_t i;

	memset(dst, 0, MORE);
	subject->copy(dst, src, HUGE_N + MORE);
	for (i = 0; i < MORE; i++)
		if (dst[i] != src[i % subject->period] ||
		    end[i] != src[i % subject->period])
			ck_abort_msg("%s: byte %zu differs", subject->name, i);
	ck_assert_uint_eq(end[MORE], 0);
}

/*
 * The loops of line_template.h are the same for all that are made from it, and
 * memcpy_streaming() and streamcpy_fill() go through them.
 */
static bool has_own_loop(const struct streamcpy_backend *backend)
{
	return !strcmp(backend->name, "generic") ||
	       !strcmp(backend->name, "rep");
}

static void check_backend(int i)
{
	struct subject subject = { .period = WINDOW };

	tested = runnable(i);
	if (!tested || !(getenv("CHECK_HUGE") || has_own_loop(tested)))
		return;
	subject.name = tested->name;
	subject.copy = tested->copy;
	check(&subject);
	subject.copy = fill_tested;
	subject.period = 64;
	check(&subject);
}

START_TEST(length_of_more_than_4_gib_is_kept)
{
	int i;

	src = huge_open();
	dst = huge_open();
	if (!src || !dst) {
		printf("skipped: no memory for more than 4 GiB\n");
		return;
	}
	source_write(src, WINDOW);
	src[0] = 0xa5;		/* not the 0 of fresh memory */
	for (i = 0; i < NR_FUNCTIONS; i++)
		check(&functions[i]);
	for (i = 0; i < nr_backends(); i++)
		check_backend(i);
	huge_close(src);
	huge_close(dst);
}
END_TEST

int main(void)
{
	TCase *tc;

	if (sizeof(size_t) < 8 || quick()) {
		printf("skipped: more than 4 GiB, in a quick run\n");
		return 77;
	}
	tc = tcase_create("huge");
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, length_of_more_than_4_gib_is_kept);
	return run_tcase("huge", tc);
}
