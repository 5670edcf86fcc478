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
 *   STORE_SOME(d, s, n, all)	bytes that are no whole line: by streaming
 *			stores if @all, else by ordinary ones
 *   SHORT		copies of fewer bytes are ordinary ones, unless @all
 *   SOURCE_AHEAD	bytes by which a copy prefetches its source
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

static inline size_t to_line(const void *p)
{
	return -(uintptr_t)p % LINE;
}

/* The first lines of a source, which no line before them has asked for */
static inline void prefetch_first(const unsigned char *s, size_t lines,
				  size_t most)
{
	if (lines > most)
		lines = most;
	for (; lines; lines--, s += LINE)
		__builtin_prefetch(s, 0, 0);
}

#endif

TARGET static void OWN(copy_lines)(unsigned char *d, const unsigned char *s,
				   size_t lines)
{
	const size_t ahead = SOURCE_AHEAD / LINE;

	prefetch_first(s, lines, ahead);
	for (; lines > ahead; lines--, d += LINE, s += LINE) {
		__builtin_prefetch(s + SOURCE_AHEAD, 0, 0);
		STORE_LINE(d, LOAD_LINE(s));
	}
	for (; lines; lines--, d += LINE, s += LINE)
		STORE_LINE(d, LOAD_LINE(s));
	LEAVE();
}

static void OWN(copy)(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	const bool all = STREAMS_ALL(d, n);
	size_t head = to_line(d), body;

	if (n < head + LINE || (n < SHORT && !all)) {
		STORE_SOME(d, s, n, all);
		return;
	}
	if (head)
		STORE_SOME(d, s, head, all);
	body = (n - head) / LINE * LINE;
	OWN(copy_lines)(d + head, s + head, body / LINE);
	n -= head + body;
	if (n)
		STORE_SOME(d + head + body, s + head + body, n, all);
}

TARGET static void OWN(fill_equal_lines)(unsigned char *d, size_t lines,
					 const unsigned char *bytes)
{
	const struct line l = LOAD_LINE(bytes);

	for (; lines; lines--, d += LINE)
		STORE_LINE(d, l);
	LEAVE();
}

TARGET static size_t OWN(fill_lines)(unsigned char *d, size_t lines,
				     const struct ring *ring, size_t at)
{
	for (; lines; lines--, d += LINE) {
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
	if (head)
		STORE_SOME(d, ring.bytes, head, all);
	at = head % ring.period;
	lines = (n - head) / LINE;
	if (LINE % size == 0)
		OWN(fill_equal_lines)(d + head, lines, ring_line(&ring, at));
	else
		at = OWN(fill_lines)(d + head, lines, &ring, at);
	d += head + lines * LINE;
	n -= head + lines * LINE;
	if (n)
		STORE_SOME(d, ring_line(&ring, at), n, all);
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
