/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * line_template.h - a backend made from the store of one cache line
 *
 * A backend's file defines the following, includes this file, and has defined
 * one constant, the struct streamcpy_impl BACKEND(NAME). It may do so several
 * times, for variants: NAME, VARIANT_OF and STORE_LINE are undefined again
 * behind it, the others stay.
 *
 *   NAME		the backend's name, an identifier
 *   VARIANT_OF		the backend that this one varies, or not defined
 *   NEEDS, NEEDS_TEXT	feature bits of the architecture, and in words
 *   FLAGS		public flags
 *   TARGET		attribute of the functions, empty for the baseline
 *   DRAIN		function that orders the stores
 *   struct line	64 bytes in registers
 *   LOAD_LINE(p)	from any address
 *   STORE_LINE(p, l)	to a multiple of 64
 *   LEAVE()		what a function that used them ends with
 *   STREAMS_ALL(d, n)	whether copies to @d of @n bytes stream every byte
 *   STREAM_SOME(d, s, n)	does, for bytes that are no whole line
 *   SHORT		copies of fewer bytes are memcpy(), unless all is
 *			streamed
 *   SOURCE_AHEAD	bytes by which a copy prefetches its source
 *   TOUCH_MASK		streamcpy_page_mask_ where a line of each page of the
 *			destination is prefetched if the CPU gains by it, or 0
 *
 * Whole lines are written by one kind of store each: a partly written line
 * leaves its write-combining buffer as several bus transactions, and an
 * ordinary store behind a streaming one into the same line waits until that
 * line has gone to memory and come back.
 */
#include "ring.h"

#ifndef VARIANT_OF
#define VARIANT_OF	NULL
#endif

#ifndef LINE_TEMPLATE_H
#define LINE_TEMPLATE_H

#define PASTE_(a, b)	a##b
#define PASTE(a, b)	PASTE_(a, b)
#define TEXT_(x)	#x
#define TEXT(x)		TEXT_(x)
#define BACKEND(name)	PASTE(streamcpy_, name)
#define OWN(function)	PASTE(function##_, NAME)

/* Also what only prefetches, which GCC 12 takes for without an effect */
#define INLINED		static inline __attribute__((always_inline)) void

/*
 * A prefetch for fewer lines of the destination's next page costs more than it
 * gains.
 */
#define TOUCH_LEAST	8	/* lines */
#define TOUCH_PAGE	((uintptr_t)4096)

/*
 * streamcpy_page_mask_ is for single lines: of those with all of its bits, the
 * last four of a page, each prefetches a line of the next one. Where more lines
 * are known to come, all of a page's second half do: some loops of MOVDIR64B
 * gain nothing by four prefetches (arch/x86/arch.c). A @mask of 0 is a
 * constant, and nothing is left of this.
 */
INLINED touch_next(const unsigned char *d, size_t lines, uintptr_t mask)
{
	const uintptr_t at = (uintptr_t)d, half = mask & ~(TOUCH_PAGE / 2 - 1);

	if (mask && !(~at & half) && at % TOUCH_PAGE + lines * LINE >=
	    TOUCH_PAGE + TOUCH_LEAST * LINE)
		__builtin_prefetch((const void *)((at | (TOUCH_PAGE - 1)) + 65),
				   0, 3);
}

INLINED touch_first(const unsigned char *d, size_t lines, uintptr_t mask)
{
	if (mask && mask != UINTPTR_MAX && lines >= TOUCH_LEAST)
		__builtin_prefetch(d, 0, 3);
}

/* The first lines of a source, which no line before them has asked for */
INLINED prefetch_first(const unsigned char *s, size_t lines, size_t most)
{
	if (lines > most)
		lines = most;
	for (; lines; lines--, s += LINE)
		__builtin_prefetch(s, 0, 0);
}

#endif

TARGET INLINED OWN(store_lines)(unsigned char *d, const unsigned char *s,
				size_t lines)
{
	const size_t ahead = SOURCE_AHEAD / LINE;
	const uintptr_t mask = TOUCH_MASK;

	prefetch_first(s, lines, ahead);
	for (; lines > ahead; lines--, d += LINE, s += LINE) {
		__builtin_prefetch(s + SOURCE_AHEAD, 0, 0);
		touch_next(d, lines, mask);
		STORE_LINE(d, LOAD_LINE(s));
	}
	for (; lines; lines--, d += LINE, s += LINE) {
		touch_next(d, lines, mask);
		STORE_LINE(d, LOAD_LINE(s));
	}
}

TARGET APART OWN(copy_lines)(unsigned char *d, const unsigned char *s,
			     size_t lines)
{
	OWN(store_lines)(d, s, lines);
	LEAVE();
}

/* All is streamed, in ascending order. */
TARGET APART OWN(copy_all)(unsigned char *d, const unsigned char *s, size_t n)
{
	size_t head = to_line(d);

	if (head > n)
		head = n;
	touch_first(d, n / LINE, TOUCH_MASK);
	STREAM_SOME(d, s, head);
	d += head;
	s += head;
	n -= head;
	OWN(store_lines)(d, s, n / LINE);
	STREAM_SOME(d + n / LINE * LINE, s + n / LINE * LINE, n % LINE);
	LEAVE();
}

/* The first and the last line, unless they are whole, by ordinary stores */
APART OWN(copy_between)(unsigned char *d, const unsigned char *s, size_t n)
{
	size_t head = to_line(d), tail = (n - head) % LINE;

	touch_first(d, n / LINE, TOUCH_MASK);
	copy_part(d, s, head);
	copy_part(d + n - tail, s + n - tail, tail);
	OWN(copy_lines)(d + head, s + head, (n - head) / LINE);
}

static void OWN(copy)(void *dst, const void *src, size_t n)
{
	_Static_assert(SHORT >= 2 * LINE, "what is not short has a whole line");

	if (STREAMS_ALL(dst, n))
		OWN(copy_all)(dst, src, n);
	else if (n < SHORT)
		memcpy(dst, src, n);
	else
		OWN(copy_between)(dst, src, n);
}

static inline void OWN(store_some)(unsigned char *d, const unsigned char *s,
				   size_t n, bool all)
{
	if (all)
		STREAM_SOME(d, s, n);
	else
		copy_part(d, s, n);
}

TARGET static void OWN(fill_equal_lines)(unsigned char *d, size_t lines,
					 const unsigned char *bytes)
{
	_Alignas(LINE) unsigned char whole[LINE];
	const uintptr_t mask = TOUCH_MASK;
	struct line l;

	memcpy(whole, bytes, LINE);
	l = LOAD_LINE(whole);

	for (; lines; lines--, d += LINE) {
		touch_next(d, lines, mask);
		STORE_LINE(d, l);
	}
	LEAVE();
}

TARGET static size_t OWN(fill_lines)(unsigned char *d, size_t lines,
				     const struct ring *ring, size_t at)
{
	const uintptr_t mask = TOUCH_MASK;

	for (; lines; lines--, d += LINE) {
		touch_next(d, lines, mask);
		STORE_LINE(d, LOAD_LINE(ring_line(ring, at)));
		at = ring_next(ring, at);
	}
	LEAVE();
	return at;
}

static void OWN(fill)(void *dst, const void *pattern, size_t size,
		      size_t count)
{
	unsigned char *d = dst;
	size_t n = size * count, head = to_line(dst), at, lines;
	const bool all = STREAMS_ALL(d, n);
	struct ring ring;

	ring_init(&ring, pattern, size);
	if (head > n)
		head = n;
	touch_first(d, n / LINE, TOUCH_MASK);
	OWN(store_some)(d, ring.bytes, head, all);
	at = head % ring.period;
	lines = (n - head) / LINE;
	if (LINE % size == 0)
		OWN(fill_equal_lines)(d + head, lines, ring_line(&ring, at));
	else
		at = OWN(fill_lines)(d + head, lines, &ring, at);
	d += head + lines * LINE;
	n -= head + lines * LINE;
	OWN(store_some)(d, ring_line(&ring, at), n, all);
}

const struct streamcpy_impl BACKEND(NAME) = {
	.api = {
		.name = TEXT(NAME),
		.variant_of = VARIANT_OF,
		.flags = FLAGS,
		.needs = NEEDS_TEXT,
		.copy = OWN(copy),
		.fill = OWN(fill),
		.drain = DRAIN,
	},
	.features = NEEDS,
};

#undef NAME
#undef VARIANT_OF
#undef STORE_LINE
