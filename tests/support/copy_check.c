/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copy_check.c - holds one copy or fill to its contract
 */
#include <string.h>
#include "copy_check.h"

#define CANARY_BYTE	0x5a

/* Neighbouring words differ, and few bytes are those of a canary. */
static unsigned char source_byte(size_t i)
{
	return (unsigned char)(i * 167 + (i >> 8) * 13 + 1);
}

void source_write(unsigned char *at, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		at[i] = source_byte(i);
}

static bool all(const unsigned char *p, size_t n, unsigned char byte)
{
	while (n--)
		if (*p++ != byte)
			return false;
	return true;
}

static void prepare(unsigned char *dst, const unsigned char *src, size_t n)
{
	size_t i;

	memset(dst - CANARY, CANARY_BYTE, CANARY);
	memset(dst + n, CANARY_BYTE, CANARY);
	for (i = 0; i < n; i++)
		dst[i] = (unsigned char)~src[i];
}

/* A copy apart: one that changes its source would be compared with itself. */
bool copy_is_right(copy_function *copy, unsigned char *dst,
		   const unsigned char *src, size_t n)
{
	static _Thread_local unsigned char before[CHECKED_MAX];

	memcpy(before, src, n);
	prepare(dst, src, n);
	copy(dst, src, n);
	return !memcmp(dst, before, n) && !memcmp(src, before, n) &&
	       all(dst - CANARY, CANARY, CANARY_BYTE) &&
	       all(dst + n, CANARY, CANARY_BYTE);
}

bool fill_is_right(fill_function *fill, unsigned char *dst,
		   const unsigned char *pattern, size_t size, size_t count)
{
	unsigned char before[4096];
	size_t n = size * count, i;

	memcpy(before, pattern, size);
	memset(dst - CANARY, CANARY_BYTE, CANARY);
	memset(dst + n, CANARY_BYTE, CANARY);
	for (i = 0; i < n; i++)
		dst[i] = (unsigned char)~pattern[i % size];
	fill(dst, pattern, size, count);
	for (i = 0; i < count; i++)
		if (memcmp(dst + i * size, before, size))
			return false;
	return !memcmp(pattern, before, size) &&
	       all(dst - CANARY, CANARY, CANARY_BYTE) &&
	       all(dst + n, CANARY, CANARY_BYTE);
}
