/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_stores.c - x86-64: by which instructions the bytes of a copy go out
 *
 * The promises that memory does not show: what streams, in which order, what
 * is written back, where the fence stands. The library is linked so that a
 * test can hide features of the CPU from it (--wrap). A signal for each
 * instruction is 30 s where signals take long.
 */
#include "support/backends.h"
#include "support/copy_check.h"
#include "support/runner.h"
#include "support/step.h"
#include "x86.h"

#define LINE	64

unsigned __real_streamcpy_arch_features(void);
unsigned __wrap_streamcpy_arch_features(void);

static unsigned hidden;

unsigned __wrap_streamcpy_arch_features(void)
{
	return __real_streamcpy_arch_features() & ~hidden;
}

#define PAGE	4096

static unsigned char dst_area[16384] __attribute__((aligned(PAGE)));
static unsigned char src_area[16384] __attribute__((aligned(64)));

struct call {
	copy_function *copy;
	void *dst;
	const void *src;
	size_t n;
};

static void call_copy(void *arg)
{
	struct call *call = arg;

	call->copy(call->dst, call->src, call->n);
}

static void step_copy(copy_function *copy, void *dst, const void *src,
		      size_t n)
{
	struct call call = { copy, dst, src, n };

	step_run(call_copy, &call);
}

static size_t count(enum step_kind kind)
{
	size_t i, n = 0;

	for (i = 0; i < step_nr; i++)
		n += step_events[i].kind == kind;
	return n;
}

static size_t write_backs(void)
{
	return count(STEP_CLWB) + count(STEP_CLFLUSHOPT) + count(STEP_CLFLUSH);
}

struct range {
	uintptr_t from, to;
};

/* What was streamed: one range, written once and in ascending order */
static struct range streamed(void)
{
	struct range range = { 0, 0 };
	size_t i;

	for (i = 0; i < step_nr; i++) {
		if (step_events[i].kind != STEP_STREAM)
			continue;
		if (!range.to)
			range.from = range.to = step_events[i].at;
		ck_assert_msg(step_events[i].at == range.to,
			      "a store is not where the one before ends");
		range.to += step_events[i].n;
	}
	return range;
}

static void streamed_all(const char *name, const unsigned char *dst, size_t n)
{
	struct range range = streamed();

	if (n && (range.from != (uintptr_t)dst ||
		  range.to != (uintptr_t)dst + n))
		ck_abort_msg("%s: dst %% 64 == %zu, n == %zu: not all streams",
			     name, (size_t)((uintptr_t)dst % 64), n);
}

/* The @i-th backend, if it streams and runs here */
static const struct streamcpy_backend *streaming(int i)
{
	const struct streamcpy_backend *b = runnable(i);

	return b && b->flags & STREAMCPY_NON_TEMPORAL ? b : NULL;
}

/* Whether this build has a backend that streams and runs here */
static bool streams(void)
{
	if (streamcpy_first_streaming()->flags & STREAMCPY_NON_TEMPORAL)
		return true;
	printf("skipped: no backend of this build streams here\n");
	return false;
}

/*
 * A step costs a signal, some 5 to 30 us: so the values here are those at
 * which something begins or ends, and not all as in check_copy.
 */
static const size_t aligned_at[] = { 0, 8, 40, 56 };
static const size_t aligned_lengths[] = {
	0, 4, 8, 12, 60, 64, 68, 252, 256, 260, 300, 316, 320, 324, 384, 580,
};
static const size_t other_at[] = { 1, 4, 7, 33, 63 };
static const size_t other_lengths[] = {
	1, 8, 64, 255, 256, 257, 258, 259, 260, 318, 319, 320, 321, 387,
};
static const size_t flushed_at[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 56, 57, 58, 59, 60, 61, 62,
	63,
};
static const size_t flushed_lengths[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 64, 65, 71, 131, 300,
};

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

START_TEST(aligned_copies_stream_every_byte)
{
	const struct streamcpy_backend *b = streaming(_i);
	unsigned char *dst;
	size_t d, n;

	for (d = 0; b && d < NR(aligned_at); d++)
		for (n = 0; n < NR(aligned_lengths); n++) {
			dst = dst_area + LINE + aligned_at[d];
			step_copy(b->copy, dst, src_area + 3,
				  aligned_lengths[n]);
			streamed_all(b->name, dst, aligned_lengths[n]);
			ck_assert_uint_eq(write_backs(), 0);
		}
}
END_TEST

/* Whole lines and nothing of others: no line gets both kinds of store. */
static void streamed_whole_lines(const unsigned char *dst, size_t n)
{
	uintptr_t from = ((uintptr_t)dst + LINE - 1) / LINE * LINE;
	uintptr_t to = ((uintptr_t)dst + n) / LINE * LINE;
	struct range range = streamed();

	if (from >= to)
		from = to = 0;
	ck_assert_msg(range.from == from && range.to == to,
		      "dst %% 64 == %zu, n == %zu",
		      (size_t)((uintptr_t)dst % 64), n);
}

START_TEST(other_copies_stream_from_256_bytes_on)
{
	const struct streamcpy_backend *b = streaming(_i);
	unsigned char *dst;
	size_t d, i, n;

	for (d = 0; b && d < NR(other_at); d++)
		for (i = 0; i < NR(other_lengths); i++) {
			dst = dst_area + LINE + other_at[d];
			n = other_lengths[i];
			step_copy(b->copy, dst, src_area + 5, n);
			if (n < 256)
				ck_assert_uint_eq(count(STEP_STREAM), 0);
			else
				streamed_whole_lines(dst, n);
			ck_assert_uint_eq(write_backs(), 0);
		}
}
END_TEST

struct fill_call {
	const struct streamcpy_backend *backend;
	void *dst;
	size_t size, count;
};

static void call_fill(void *arg)
{
	struct fill_call *call = arg;

	call->backend->fill(call->dst, src_area, call->size, call->count);
}

START_TEST(aligned_fills_stream_every_byte)
{
	const struct streamcpy_backend *b = streaming(_i);
	struct fill_call call = { .backend = b };
	size_t d;

	for (d = 0; b && d < LINE; d += 24)
		for (call.size = 8; call.size <= 136; call.size += 32)
			for (call.count = 0; call.count < 9; call.count += 4) {
				call.dst = dst_area + LINE + d;
				step_run(call_fill, &call);
				streamed_all(b->name, call.dst,
					     call.size * call.count);
			}
}
END_TEST

START_TEST(other_fills_stream_whole_lines)
{
	const struct streamcpy_backend *b = streaming(_i);
	struct fill_call call = { .backend = b };
	size_t d;

	for (d = 0; b && d < NR(other_at); d++)
		for (call.size = 8; call.size <= 136; call.size += 32)
			for (call.count = 0; call.count < 40;
			     call.count += 13) {
				call.dst = dst_area + LINE + other_at[d];
				step_run(call_fill, &call);
				streamed_whole_lines(call.dst,
						     call.size * call.count);
			}
}
END_TEST

/* A prefetch of a line of the page of @at before event @end */
static bool prefetched(uintptr_t at, size_t end)
{
	size_t i;

	for (i = 0; i < end; i++)
		if (step_events[i].kind == STEP_PREFETCH &&
		    step_events[i].at / PAGE == at / PAGE)
			return true;
	return false;
}

static size_t streamed_in_page(uintptr_t at)
{
	size_t i, n = 0;

	for (i = 0; i < step_nr; i++)
		if (step_events[i].kind == STEP_STREAM &&
		    step_events[i].at / PAGE == at / PAGE)
			n += step_events[i].n;
	return n;
}

/* Pages of which only the first lines are written need not be. */
static void prefetched_pages(const char *name, bool wanted)
{
	uintptr_t at;
	size_t i;

	for (i = 0; i < step_nr; i++) {
		at = step_events[i].at;
		if (step_events[i].kind == STEP_STREAM &&
		    prefetched(at, i) != wanted &&
		    (!wanted || streamed_in_page(at) >= 8 * LINE))
			ck_abort_msg("%s: event %zu: %s prefetch of the page",
				     name, i, wanted ? "no" : "a");
	}
}

/* A page behind the last that is written would be read for nothing. */
static void prefetched_in_vain(const char *name, const unsigned char *dst,
			       size_t n)
{
	const uintptr_t first = (uintptr_t)dst_area / PAGE;
	const uintptr_t end = (uintptr_t)(dst_area + sizeof(dst_area)) / PAGE;
	uintptr_t page;
	size_t i;

	for (i = 0; i < step_nr; i++) {
		page = step_events[i].at / PAGE;
		if (step_events[i].kind == STEP_PREFETCH && page >= first &&
		    page < end && page > ((uintptr_t)dst + n - 1) / PAGE)
			ck_abort_msg("%s: event %zu: a prefetch behind %zu bytes at %zu",
				     name, i, n, (size_t)(dst - dst_area));
	}
}

#define LAST_LINES	0xf00u	/* the bits of the last four lines of a page */

static const size_t pages_at[] = { 0, 8, 33, 3200, 3904, 4032 };

START_TEST(pages_are_prefetched_where_the_cpu_gains_by_it)
{
	const struct streamcpy_backend *b = streaming(_i);
	struct fill_call call = { .backend = b, .size = 192, .count = 50 };
	uintptr_t before;
	size_t d, gains;

	ck_assert_ptr_nonnull(streamcpy_backend());
	before = streamcpy_page_mask_;
	for (gains = 0; b && gains < 2; gains++)
		for (d = 0; d < NR(pages_at); d++) {
			streamcpy_page_mask_ = gains ? LAST_LINES : UINTPTR_MAX;
			call.dst = dst_area + pages_at[d];
			step_copy(b->copy, call.dst, src_area + 5, 9001);
			prefetched_pages(b->name, gains);
			step_run(call_fill, &call);
			prefetched_pages(b->name, gains);
			prefetched_in_vain(b->name, call.dst,
					   call.size * call.count);
			step_copy(b->copy, call.dst, src_area + 5, 9001);
			prefetched_in_vain(b->name, call.dst, 9001);
			call.size = call.size == 192 ? 64 : 192;
		}
	streamcpy_page_mask_ = before;
}
END_TEST

static void copy_line(void *dst, const void *src, size_t n)
{
	(void)n;
	memcpy_streaming(dst, src, 64);
}

static void copy_line_and_half(void *dst, const void *src, size_t n)
{
	(void)n;
	memcpy_streaming(dst, src, 96);
}

/* Bytes streamed, in whatever order */
static size_t streamed_bytes(void)
{
	size_t i, n = 0;

	for (i = 0; i < step_nr; i++)
		if (step_events[i].kind == STEP_STREAM)
			n += step_events[i].n;
	return n;
}

/* A copy of @n bytes to each place of an array, as a program fills one */
static void fill_array(copy_function *copy, size_t n)
{
	uintptr_t at, next;
	size_t i;

	for (i = 0; i + n <= sizeof(dst_area); i += n) {
		at = (uintptr_t)dst_area + i;
		next = (at | (PAGE - 1)) + 1 + LINE;
		step_copy(copy, dst_area + i, src_area, 0);
		ck_assert_uint_eq(streamed_bytes(), n);
		ck_assert_uint_eq(count(STEP_PREFETCH),
				  (at & LAST_LINES) == LAST_LINES);
		if (count(STEP_PREFETCH))
			ck_assert_uint_eq(step_events[0].at, next);
	}
}

START_TEST(expanded_copies_prefetch_the_next_page)
{
	uintptr_t line = streamcpy_line_mask_, page;

	ck_assert_ptr_nonnull(streamcpy_backend());
	page = streamcpy_page_mask_;
	if (STREAMCPY_SANITIZED || !(streamcpy_arch_features() & X86_MOVDIR64B))
		return;
	streamcpy_page_mask_ = LAST_LINES;
	streamcpy_line_mask_ = LINE - 1;
	fill_array(copy_line, 64);
	fill_array(copy_line_and_half, 96);
	streamcpy_line_mask_ = line;
	streamcpy_page_mask_ = page;
}
END_TEST

static void set(void *dst, const void *src, size_t n)
{
	(void)src;
	memset_streaming(dst, 0x77, n);
}

START_TEST(aligned_sets_stream_every_byte)
{
	unsigned char *dst = dst_area + LINE + 8 * _i;
	size_t n;
	bool here = streams();

	ck_assert_ptr_nonnull(streamcpy_backend());
	for (n = 0; here && n < NR(aligned_lengths); n++) {
		step_copy(set, dst, NULL, aligned_lengths[n]);
		streamed_all("memset_streaming", dst, aligned_lengths[n]);
	}
}
END_TEST

START_TEST(other_sets_stream_whole_lines_from_256_bytes_on)
{
	unsigned char *dst = dst_area + LINE + other_at[_i];
	size_t i, n;
	bool here = streams();

	ck_assert_ptr_nonnull(streamcpy_backend());
	for (i = 0; here && i < NR(other_lengths); i++) {
		n = other_lengths[i];
		step_copy(set, dst, NULL, n);
		if (n < 256)
			ck_assert_uint_eq(count(STEP_STREAM), 0);
		else
			streamed_whole_lines(dst, n);
	}
}
END_TEST

START_TEST(aligned_moves_stream_every_byte)
{
	static const size_t lengths[] = { 4, 60, 260, 4100, 8196 };
	static const int distances[] = { -64, -8, 8, 64 };
	unsigned char *middle = dst_area + 4096;
	size_t i, n = lengths[_i];
	bool here = streams();

	ck_assert_ptr_nonnull(streamcpy_backend());
	for (i = 0; here && i < NR(distances); i++) {
		step_copy(memmove_streaming, middle + distances[i], middle, n);
		ck_assert_msg(streamed_bytes() == n, "by %d, n == %zu: %zu",
			      distances[i], n, streamed_bytes());
	}
}
END_TEST

/* Of the line of byte @at: bytes streamed */
static size_t streamed_in_line(uintptr_t at)
{
	size_t i, n = 0;

	for (i = 0; i < step_nr; i++)
		if (step_events[i].kind == STEP_STREAM &&
		    step_events[i].at / LINE == at / LINE)
			n += step_events[i].n;
	return n;
}

/* Of each line that a copy of @n bytes to @at touches all is, or nothing. */
static void streamed_by_lines(uintptr_t at, size_t n)
{
	const uintptr_t end = at + n;
	size_t here, all;

	for (; at < end; at += all) {
		all = LINE - at % LINE;
		if (all > end - at)
			all = end - at;
		here = streamed_in_line(at);
		ck_assert_msg(here == 0 || here == all,
			      "%zu bytes before the end: %zu of %zu streamed",
			      (size_t)(end - at), here, all);
	}
}

START_TEST(other_moves_stream_by_lines)
{
	static const int distances[] = { -700, -65, -3, 1, 64, 700 };
	unsigned char *middle = dst_area + 4096 + _i;
	size_t i, n = 2000 + (size_t)_i;
	bool here = streams();

	ck_assert_ptr_nonnull(streamcpy_backend());
	for (i = 0; here && i < NR(distances); i++) {
		step_copy(memmove_streaming, middle + distances[i], middle, n);
		streamed_by_lines((uintptr_t)(middle + distances[i]), n);
		ck_assert_uint_gt(streamed_bytes(), 1000);
	}
}
END_TEST

static void call_drain(void *drain)
{
	(*(void (**)(void))drain)();
}

/* Of memcpy_streaming_drain(), and of every backend but the last, memcpy() */
START_TEST(a_drain_is_a_fence)
{
	const struct streamcpy_backend *b = _i ? runnable(_i - 1) : NULL;
	void (*drain)(void) = b ? b->drain : memcpy_streaming_drain;

	step_run(call_drain, &drain);
	if (b != &streamcpy_generic.api)
		ck_assert_uint_eq(count(STEP_FENCE), 1);
}
END_TEST

/*
 * For a sanitizer the header writes the bytes by memcpy() first: what is
 * stepped through then is the function behind it.
 */
#if STREAMCPY_SANITIZED
#define FLUSHCACHE	streamcpy_flush_
#else
#define FLUSHCACHE	memcpy_flushcache
#endif

static void copy_flushcache(void *dst, const void *src, size_t n)
{
	FLUSHCACHE(dst, src, n);
	memcpy_streaming_drain();
}

/* The line of byte @at was written back when the byte was there already. */
static bool written_back(const unsigned char *at, unsigned char byte)
{
	uintptr_t line = (uintptr_t)at / LINE * LINE;
	size_t i;

	for (i = 0; i < step_nr; i++)
		if (step_events[i].kind >= STEP_CLWB &&
		    step_events[i].kind <= STEP_CLFLUSH &&
		    step_events[i].at == line &&
		    step_events[i].line[(uintptr_t)at % LINE] == byte)
			return true;
	return false;
}

static void nothing_stays_in_a_cache(const unsigned char *dst,
				     const unsigned char *src, size_t n)
{
	struct range range = streamed();
	uintptr_t at = (uintptr_t)dst;
	size_t i;

	for (i = 0; i < n; i++, at++)
		if ((at < range.from || at >= range.to) &&
		    !written_back(dst + i, src[i]))
			ck_abort_msg("dst %% 64 == %zu, n == %zu: %zu stays",
				     (size_t)((uintptr_t)dst % 64), n, i);
	if (n)
		ck_assert_uint_eq(step_events[step_nr - 1].kind, STEP_FENCE);
}

/* Each of them is written back once, and gets no streaming store. */
static size_t lines_not_streamed(const unsigned char *dst, size_t n)
{
	uintptr_t line = (uintptr_t)dst / LINE * LINE;
	size_t lines = 0;

	for (; n && line < (uintptr_t)dst + n; line += LINE)
		lines += streamed_in_line(line) == 0;
	return lines;
}

/* Lines of which the copy has only a part */
static size_t partial_lines(const unsigned char *dst, size_t n)
{
	size_t head = (uintptr_t)dst % LINE, tail = (head + n) % LINE;

	if (n && head + n < LINE)
		return 1;
	return n ? (head > 0) + (tail > 0) : 0;
}

/* CPUs with less and less: what is hidden, and what writes back then */
static const struct {
	unsigned hidden, needed;
	enum step_kind by;
} flushes[] = {
	{ 0, X86_CLWB, STEP_CLWB },
	{ X86_CLWB, X86_CLFLUSHOPT, STEP_CLFLUSHOPT },
	{ X86_CLWB | X86_CLFLUSHOPT, 0, STEP_CLFLUSH },
};

static bool has_flush(int i)
{
	hidden = flushes[i].hidden;
	return (streamcpy_arch_features() & flushes[i].needed) ==
	       flushes[i].needed;
}

START_TEST(a_flushing_copy_leaves_nothing_in_a_cache)
{
	unsigned char *dst;
	size_t d, i, n;
	bool here;

	if (!has_flush(_i)) {
		printf("skipped: a way to write back that this CPU lacks\n");
		return;
	}
	here = streams();
	source_write(src_area, 512);
	for (d = 0; d < NR(flushed_at); d++)
		for (i = 0; i < NR(flushed_lengths); i++) {
			dst = dst_area + LINE + flushed_at[d];
			n = flushed_lengths[i];
			memset(dst_area, 0, 512);
			step_copy(copy_flushcache, dst, src_area + 9, n);
			nothing_stays_in_a_cache(dst, src_area + 9, n);
			ck_assert_uint_eq(write_backs(), count(flushes[_i].by));
			ck_assert_uint_eq(write_backs(),
					  lines_not_streamed(dst, n));
			if (!here)
				continue;
			ck_assert_uint_eq(write_backs(),
					  partial_lines(dst, n));
		}
}
END_TEST

/* The constant sizes, which the header expands here in the test */
#define EXPANDED(n)							\
	static void stream_##n(void *dst, const void *src, size_t unused) \
	{								\
		(void)unused;						\
		memcpy_streaming(dst, src, n);				\
	}								\
	static void flush_##n(void *dst, const void *src, size_t unused) \
	{								\
		(void)unused;						\
		FLUSHCACHE(dst, src, n);				\
		memcpy_streaming_drain();				\
	}

EXPANDED(4)
EXPANDED(8)
EXPANDED(16)
EXPANDED(32)
EXPANDED(48)
EXPANDED(64)
EXPANDED(80)
EXPANDED(96)

#define BOTH(n)	{ n, stream_##n, flush_##n }

static const struct {
	size_t n;
	copy_function *stream, *flush;
} expanded[] = {
	BOTH(4), BOTH(8), BOTH(16), BOTH(32), BOTH(48), BOTH(64), BOTH(80),
	BOTH(96),
};

START_TEST(constant_copies_stream_every_byte)
{
	unsigned char *dst = dst_area + LINE + _i % 2 * 8;
	size_t n = expanded[_i / 4].n;

	/* The library has looked at the CPU, or not yet */
	if (_i / 2 % 2)
		ck_assert_ptr_nonnull(streamcpy_backend());
	_i /= 4;
	if (!STREAMCPY_SANITIZED) {
		step_copy(expanded[_i].stream, dst, src_area + 1, 0);
		streamed_all("memcpy_streaming", dst, n);
		ck_assert_uint_eq(write_backs(), 0);
	}
	step_copy(expanded[_i].flush, dst, src_area + 1, 0);
	if (!STREAMCPY_SANITIZED) {
		streamed_all("memcpy_flushcache", dst, n);
		ck_assert_uint_eq(write_backs(), 0);
	}
}
END_TEST

START_TEST(constant_flushing_copies_leave_nothing_in_a_cache)
{
	unsigned char *dst;
	size_t d;

	source_write(src_area, 512);
	for (d = 0; d < NR(flushed_at); d++) {
		dst = dst_area + LINE + flushed_at[d];
		memset(dst_area, 0, 512);
		step_copy(expanded[_i].flush, dst, src_area + 9, 0);
		nothing_stays_in_a_cache(dst, src_area + 9, expanded[_i].n);
	}
}
END_TEST

static size_t whole_lines(const unsigned char *src, size_t n)
{
	size_t head = -(uintptr_t)src % LINE;

	return n < head ? 0 : (n - head) / LINE;
}

/* Without SSE4.1 it is memcpy(), and right all the same. */
START_TEST(whole_lines_are_loaded_by_streaming_loads)
{
	size_t s, n, loads;

	hidden = _i ? X86_SSE41 : 0;
	source_write(src_area, sizeof(src_area));
	for (s = 0; s < LINE; s += 21)
		for (n = 0; n < 400; n += n % 64 == 63 ? 1 : 63) {
			step_copy(memcpy_from_wc, dst_area, src_area + s, n);
			ck_assert_mem_eq(dst_area, src_area + s, n);
			loads = 4 * whole_lines(src_area + s, n);
			if (!(streamcpy_arch_features() & X86_SSE41))
				loads = 0;
			ck_assert_uint_eq(count(STEP_STREAM_LOAD), loads);
		}
}
END_TEST

static void add_tests(TCase *tc)
{
	const int nr_expanded = NR(expanded);

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, aligned_copies_stream_every_byte, 0,
			    nr_backends());
	tcase_add_loop_test(tc, other_copies_stream_from_256_bytes_on, 0,
			    nr_backends());
	tcase_add_loop_test(tc, aligned_fills_stream_every_byte, 0,
			    nr_backends());
	tcase_add_loop_test(tc, other_fills_stream_whole_lines, 0,
			    nr_backends());
	tcase_add_loop_test(tc, pages_are_prefetched_where_the_cpu_gains_by_it,
			    0, nr_backends());
	tcase_add_test(tc, expanded_copies_prefetch_the_next_page);
	tcase_add_loop_test(tc, aligned_sets_stream_every_byte, 0, 8);
	tcase_add_loop_test(
		tc, other_sets_stream_whole_lines_from_256_bytes_on, 0,
		NR(other_at));
	tcase_add_loop_test(tc, other_moves_stream_by_lines, 0, 4);
	tcase_add_loop_test(tc, aligned_moves_stream_every_byte, 0, 5);
	tcase_add_loop_test(tc, a_drain_is_a_fence, 0, nr_backends() + 1);
	tcase_add_loop_test(tc, a_flushing_copy_leaves_nothing_in_a_cache, 0,
			    3);
	tcase_add_loop_test(tc, constant_copies_stream_every_byte, 0,
			    4 * nr_expanded);
	tcase_add_loop_test(tc,
			    constant_flushing_copies_leave_nothing_in_a_cache,
			    0, nr_expanded);
	tcase_add_loop_test(tc, whole_lines_are_loaded_by_streaming_loads, 0,
			    2);
}

int main(void)
{
	TCase *tc;

	if (!step_works())
		return 77;
	tc = tcase_create("stores");
	add_tests(tc);
	return run_tcase("stores", tc);
}
