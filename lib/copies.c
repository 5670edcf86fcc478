/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copies.c - the entry points that rest on the backend or on the architecture
 */
#include "backend.h"

#define TEXT_(x)	#x
#define TEXT(x)		TEXT_(x)

void memcpy_streaming_drain(void)
{
	/*
	 * Not the drain of the backend in use: copies that the header expanded
	 * in line stream whichever backend is selected.
	 */
	streamcpy_arch_drain();
}

void (memcpy_flushcache)(void *dst, const void *src, size_t n)
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

void memset_streaming(void *dst, int c, size_t n)
{
	unsigned char pattern[64];
	size_t words = n / 8 * 8;

	memset(pattern, c, sizeof(pattern));
	streamcpy_fill(dst, pattern, 8, n / 8);
	if (n % 8)
		(memcpy_streaming)((char *)dst + words, pattern, n % 8);
}

/* One step of an overlapping move: all of it is read before any is written. */
static void move_step(char *dst, const char *src, size_t n)
{
	char buffer[4096];

	memcpy(buffer, src, n);
	(memcpy_streaming)(dst, buffer, n);
}

/*
 * Copying in steps of the distance between the sides would save the buffer
 * for distances of many lines; it is in the first-level cache and costs less
 * than the stores it feeds.
 */
void memmove_streaming(void *dst, const void *src, size_t n)
{
	const size_t step = 4096;
	uintptr_t d = (uintptr_t)dst, s = (uintptr_t)src;
	size_t done;

	if (d == s || n == 0)
		return;
	if (d - s >= n && s - d >= n) {
		(memcpy_streaming)(dst, src, n);
		return;
	}
	if (d < s) {
		for (done = 0; done < n; done += step)
			move_step((char *)dst + done, (const char *)src + done,
				  n - done < step ? n - done : step);
		return;
	}
	/* Steps from the start, last first: an aligned move has only such. */
	for (done = (n - 1) / step * step; done; n = done, done -= step)
		move_step((char *)dst + done, (const char *)src + done,
			  n - done);
	move_step(dst, src, n);
}

const char *streamcpy_version(void)
{
	return TEXT(STREAMCPY_VERSION_MAJOR) "." TEXT(STREAMCPY_VERSION_MINOR)
		"." TEXT(STREAMCPY_VERSION_PATCH);
}
