/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sanitized.c - right and wrong uses of each function; for sanitizers.sh
 *
 * sanitized FUNCTION right|long|stale|race: as it should be, 8 bytes more than
 * there are, of memory that nobody wrote, or beside a thread that writes the
 * same.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <streamcpy.h>

#define SIZE	4096

static unsigned char *dst, *src;
static size_t n = SIZE;
static const char *function;

static int is(const char *name)
{
	return !strcmp(function, name);
}

static void call(void)
{
	if (is("memcpy_streaming"))
		memcpy_streaming(dst, src, n);
	else if (is("memcpy_flushcache"))
		memcpy_flushcache(dst, src, n);
	else if (is("memcpy_from_wc"))
		memcpy_from_wc(dst, src, n);
	else if (is("memmove_streaming"))
		memmove_streaming(dst, src, n);
	else if (is("memset_streaming"))
		memset_streaming(dst, src[0], n);
	else if (is("streamcpy_fill"))
		(void)streamcpy_fill(dst, src, 8, n / 8);
	else
		exit(99);
	memcpy_streaming_drain();
}

static void *write_too(void *unused)
{
	dst[SIZE / 2] = 3;
	return unused;
}

static void race(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, write_too, NULL))
		exit(99);
	call();
	pthread_join(thread, NULL);
}

/* What is printed depends on the bytes: MemorySanitizer reports then. */
int main(int argc, char **argv)
{
	const char *use = argc == 3 ? argv[2] : "";

	function = argc == 3 ? argv[1] : "";
	dst = malloc(SIZE);
	src = malloc(SIZE + 8);
	if (!dst || !src)
		return 99;
	if (strcmp(use, "stale"))
		memset(src, 1, SIZE + 8);
	if (!strcmp(use, "long"))
		n += 8;
	if (!strcmp(use, "race"))
		race();
	else
		call();
	if (dst[SIZE - 1] != 1)
		exit(1);
	puts("written");
	free(dst);
	free(src);
	return 0;
}
