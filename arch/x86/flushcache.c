/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flushcache.c - copies that leave nothing in a cache alone
 */
#include "part.h"
#include "x86.h"

/*
 * CLWB keeps the line in the cache, CLFLUSHOPT and CLFLUSH drop it. CLFLUSH is
 * ordered by itself, the others by the SFENCE of the drain. All three are in
 * assembly: the intrinsics would need a target attribute each.
 */
#define WRITE_BACK(insn)						\
	static void insn##_lines(const unsigned char *line,		\
				 const unsigned char *last, size_t step) \
	{								\
		for (; line <= last; line += step)			\
			__asm__ __volatile__(#insn " %0"		\
					     : : "m"(*line) : "memory"); \
	}

WRITE_BACK(clwb)
WRITE_BACK(clflushopt)
WRITE_BACK(clflush)

/*
 * Writes back @line, and each @step bytes behind it up to @last. Before the
 * first call it finds the best that the CPU has, as in lib/dispatch.c.
 */
typedef void write_back(const unsigned char *line, const unsigned char *last,
			size_t step);

static write_back find_write_back;
static _Atomic(write_back *) write_back_lines = find_write_back;

static void find_write_back(const unsigned char *line,
			    const unsigned char *last, size_t step)
{
	const unsigned features = streamcpy_arch_features();
	write_back *best = features & X86_CLWB ? clwb_lines :
		features & X86_CLFLUSHOPT ? clflushopt_lines : clflush_lines;

	atomic_store_explicit(&write_back_lines, best, memory_order_relaxed);
	best(line, last, step);
}

static inline write_back *found_write_back(void)
{
	return atomic_load_explicit(&write_back_lines, memory_order_relaxed);
}

static void copy_and_write_back(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;

	memcpy(dst, src, n);
	found_write_back()(d - (uintptr_t)d % LINE, d + n - 1, LINE);
}

/*
 * Copies whole lines past the caches: by the preferred streaming stores,
 * whichever backend is selected. A build may have none that this CPU can use.
 */
typedef void copy_function(void *dst, const void *src, size_t n);

static copy_function find_copy_lines;
static _Atomic(copy_function *) copy_lines = find_copy_lines;

static void find_copy_lines(void *dst, const void *src, size_t n)
{
	const struct streamcpy_backend *b = streamcpy_first_streaming();
	copy_function *best = b->flags & STREAMCPY_NON_TEMPORAL ?
		b->copy : copy_and_write_back;

	atomic_store_explicit(&copy_lines, best, memory_order_relaxed);
	best(dst, src, n);
}

static inline copy_function *found_copy_lines(void)
{
	return atomic_load_explicit(&copy_lines, memory_order_relaxed);
}

/* The first and the last line of @n bytes, where they are not whole ones */
APART write_back_ends(const unsigned char *d, size_t n)
{
	const unsigned char *end = d + n;
	const unsigned char *first = d - (uintptr_t)d % LINE, *last = first;

	if ((uintptr_t)end % LINE)
		last = end - (uintptr_t)end % LINE;
	if ((uintptr_t)d % LINE == 0)
		first = last;
	found_write_back()(first, last,
			   first == last ? LINE : (size_t)(last - first));
}

/*
 * Whole lines are streamed, and the line at either end is written through the
 * cache and back: a line that got both kinds of store would go to memory
 * twice, and one of which a part is streamed leaves its buffer in several
 * transactions (300 bytes at 8 behind a multiple of 64: 43 ns streamed, 18
 * written back; Zen 4, 27 November 2026). Both are asked for first and written
 * back last, so that the CPU fetches them while the lines between them go out.
 * A cold source is read forwards: 300 bytes at 0 took 33 ns with the tail
 * before the lines, 19 behind them (there, the same day). APART: see part.h.
 */
APART flush_ends(unsigned char *d, const unsigned char *s, size_t n)
{
	size_t head = to_line(d), tail;

	if (head > n)
		head = n;
	tail = (n - head) % LINE;
	copy_part(d, s, head);
	__builtin_prefetch(d + n - tail, 1);
	if (n > head + tail)
		found_copy_lines()(d + head, s + head, n - head - tail);
	copy_part(d + n - tail, s + n - tail, tail);
	write_back_ends(d, n);
}

bool streamcpy_arch_can_flush(void)
{
	return true;
}

/* A sanitizer is to see all that is written. */
void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	if (STREAMCPY_SANITIZED)
		copy_and_write_back(dst, src, n);
	else if (((uintptr_t)dst | n) % LINE == 0)
		found_copy_lines()(dst, src, n);
	else
		flush_ends(dst, src, n);
}
