/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * line_template.h - a backend made from the store of one cache line
 *
 * A backend's file defines the following, includes this file, and has defined
 * one constant, the struct streamcpy_impl BACKEND(NAME):
 *
 *   NAME		the backend's name, an identifier
 *   NEEDS, NEEDS_TEXT	feature bits of the architecture, and in words
 *   VARIANT_OF		the backend that this one varies, or not defined
 *   FLAGS		public flags
 *   TARGET		attribute of the functions, empty for the baseline
 *   DRAIN		function that orders the stores
 *   struct line	64 bytes in registers
 *   load_line(p)	from any address
 *   store_line(p, l)	to a multiple of 64
 *   store_ends(d, s, n)	the bytes before the first line, after the last
 *   SHORT		copies of fewer bytes do not look for whole lines
 *   copy_short(d, s, n)	those
 *   SOURCE_AHEAD	bytes by which a copy prefetches its source, 0: not
 *
 * All lines are whole and aligned: a partly written line leaves its
 * write-combining buffer as several bus transactions, and costs several times
 * a whole one.
 */
#define LINE		64

#ifndef VARIANT_OF
#define VARIANT_OF	NULL
#endif

#define PASTE_(a, b)	a##b
#define PASTE(a, b)	PASTE_(a, b)
#define TEXT_(x)	#x
#define TEXT(x)		TEXT_(x)
#define BACKEND(name)	PASTE(streamcpy_, name)

static inline size_t to_line(const void *p)
{
	return -(uintptr_t)p % LINE;
}

TARGET static void copy_lines(unsigned char *d, const unsigned char *s,
			      size_t lines)
{
	for (; lines; lines--, d += LINE, s += LINE) {
		if (SOURCE_AHEAD)
			__builtin_prefetch(s + SOURCE_AHEAD, 0, 0);
		store_line(d, load_line(s));
	}
}

TARGET static void copy(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t head = to_line(dst), body;

	if (n < SHORT || n < head + LINE) {
		copy_short(d, s, n);
		return;
	}
	if (head)
		store_ends(d, s, head);
	body = (n - head) / LINE * LINE;
	copy_lines(d + head, s + head, body / LINE);
	n -= head + body;
	if (n)
		store_ends(d + head + body, s + head + body, n);
}

/*
 * A pattern read round and round, a line at a time from any offset: the
 * period is the pattern repeated up to a line at least, and the line after it
 * is its beginning again.
 */
struct ring {
	size_t period;
	unsigned char bytes[STREAMCPY_PATTERN_MAX + 2 * LINE];
};

static void ring_init(struct ring *ring, const void *pattern, size_t size)
{
	size_t end;

	ring->period = size < LINE ? (LINE + size - 1) / size * size : size;
	for (end = 0; end < ring->period; end += size)
		memcpy(ring->bytes + end, pattern, size);
	memcpy(ring->bytes + ring->period, ring->bytes, LINE);
}

TARGET static void fill_equal_lines(unsigned char *d, size_t lines,
				    const unsigned char *bytes)
{
	const struct line l = load_line(bytes);

	for (; lines; lines--, d += LINE)
		store_line(d, l);
}

TARGET static size_t fill_lines(unsigned char *d, size_t lines,
				const struct ring *ring, size_t at)
{
	for (; lines; lines--, d += LINE) {
		store_line(d, load_line(ring->bytes + at));
		at += LINE;
		if (at >= ring->period)
			at -= ring->period;
	}
	return at;
}

TARGET static void fill(void *dst, const void *pattern, size_t size,
			size_t count)
{
	unsigned char *d = dst;
	size_t n = size * count, head = to_line(dst), at, lines;
	struct ring ring;

	ring_init(&ring, pattern, size);
	if (head > n)
		head = n;
	if (head)
		store_ends(d, ring.bytes, head);
	at = head % ring.period;
	lines = (n - head) / LINE;
	if (LINE % size == 0)
		fill_equal_lines(d + head, lines, ring.bytes + at);
	else
		at = fill_lines(d + head, lines, &ring, at);
	d += head + lines * LINE;
	n -= head + lines * LINE;
	if (n)
		store_ends(d, ring.bytes + at, n);
}

const struct streamcpy_impl BACKEND(NAME) = {
	.api = {
		.name = TEXT(NAME),
		.variant_of = VARIANT_OF,
		.flags = FLAGS,
		.needs = NEEDS_TEXT,
		.copy = copy,
		.fill = fill,
		.drain = DRAIN,
	},
	.needs = NEEDS,
};
