/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copies.c - the functions that copy and fill, and the drain
 *
 * All of them may run in the handler of a signal, on an alternate stack of
 * SIGSTKSZ: no lock, no allocation, no environment, and frames of under 1 KiB
 * together.
 */
#include <errno.h>
#define STREAMCPY_NO_INLINE
#include "backend.h"

#define SET_SHORT	256	/* as the copies of streaming backends */
#define MOVE_BUFFER	512

void memcpy_streaming(void *dst, const void *src, size_t n)
{
	if (n)
		streamcpy_in_use()->copy(dst, src, n);
}

/*
 * The drain of the architecture and not of the backend in use: copies that the
 * header expanded in line stream whichever backend is selected. A program that
 * has only such copies calls nothing else, so the CPU is looked at here too.
 */
void memcpy_streaming_drain(void)
{
	streamcpy_arch_drain();
	streamcpy_backend();
}

void memcpy_flushcache(void *dst, const void *src, size_t n)
{
	if (n)
		streamcpy_arch_flushcache(dst, src, n);
}

int streamcpy_can_flush(void)
{
	return streamcpy_arch_can_flush();
}

void memcpy_from_wc(void *dst, const void *src, size_t n)
{
	if (n)
		streamcpy_arch_from_wc(dst, src, n);
}

int streamcpy_fill(void *dst, const void *pattern, size_t size, size_t count)
{
	if (size == 0 || size % 8 || size > STREAMCPY_PATTERN_MAX)
		return -EINVAL;
	if (count)
		streamcpy_in_use()->fill(dst, pattern, size, count);
	return 0;
}

/* All is streamed: words by a fill, the half of one behind them by a copy */
static void set_words(unsigned char *d, const unsigned char word[8], size_t n)
{
	streamcpy_fill(d, word, 8, n / 8);
	if (n % 8)
		memcpy_streaming(d + n / 8 * 8, word, n % 8);
}

/* Whole lines are streamed, the ends set by ordinary stores. */
static void set_lines(unsigned char *d, const unsigned char word[8], size_t n)
{
	size_t head = to_line(d), body;

	if (n < SET_SHORT)
		head = n;
	if (head)
		memset(d, word[0], head);
	body = (n - head) / LINE * LINE;
	streamcpy_fill(d + head, word, 8, body / 8);
	n -= head + body;
	if (n)
		memset(d + head + body, word[0], n);
}

void memset_streaming(void *dst, int c, size_t n)
{
	unsigned char word[8];

	memset(word, c, sizeof(word));
	if ((uintptr_t)dst % 8 == 0 && n % 4 == 0)
		set_words(dst, word, n);
	else
		set_lines(dst, word, n);
}

/* All of a step is read before any of it is written. */
static void move_step(char *dst, const char *src, size_t n, size_t distance)
{
	char buffer[MOVE_BUFFER];

	if (distance < MOVE_BUFFER) {
		memcpy(buffer, src, n);
		src = buffer;
	}
	memcpy_streaming(dst, src, n);
}

/* Steps end where lines of the destination do, so that none is split. */
static void move_down(char *dst, const char *src, size_t n, size_t distance,
		      size_t step)
{
	size_t now = to_line(dst);

	for (; n; dst += now, src += now, n -= now, now = step) {
		if (now == 0)
			now = step;
		if (now > n)
			now = n;
		move_step(dst, src, now, distance);
	}
}

static void move_up(char *dst, const char *src, size_t n, size_t distance,
		    size_t step)
{
	size_t now = (uintptr_t)(dst + n) % LINE;

	for (; n; n -= now, now = step) {
		if (now == 0)
			now = step;
		if (now > n)
			now = n;
		move_step(dst + n - now, src + n - now, now, distance);
	}
}

/*
 * In steps of the distance between the sides each step is a copy of what does
 * not overlap; where it is short, steps go through a buffer. That is as long
 * as the stack of a handler allows, and the backend is chosen before it is
 * there: on s390x, where a frame has 160 bytes at least, both took 1256.
 */
void memmove_streaming(void *dst, const void *src, size_t n)
{
	uintptr_t d = (uintptr_t)dst, s = (uintptr_t)src;
	size_t distance = d < s ? s - d : d - s, step = MOVE_BUFFER;

	if (distance == 0 || n == 0)
		return;
	if (distance >= MOVE_BUFFER)
		step = distance / LINE * LINE;
	if (distance >= n) {
		memcpy_streaming(dst, src, n);
		return;
	}
	streamcpy_backend();
	if (d < s)
		move_down(dst, src, n, distance, step);
	else
		move_up(dst, src, n, distance, step);
}

/* What the header's expansions call where they do not expand */
extern __typeof__(memcpy_streaming) streamcpy_copy_
	__attribute__((alias("memcpy_streaming")));
extern __typeof__(memcpy_flushcache) streamcpy_flush_
	__attribute__((alias("memcpy_flushcache")));
