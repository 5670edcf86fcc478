/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copies.c - memmove_streaming() of any overlap and streamcpy_fill() of any
 * pattern, by each backend: as memmove() and a loop, and no byte beside
 */
#include <stdlib.h>
#include <streamcpy.h>
#include <string.h>
#include "input.h"

#define ROOM	65536

static unsigned char real[ROOM], expected[ROOM];

static unsigned two_bytes(const uint8_t **data, size_t *size)
{
	return input_byte(data, size) << 8 | input_byte(data, size);
}

static void move(unsigned to, unsigned from, unsigned n)
{
	n %= ROOM - (to > from ? to : from);
	memmove(expected + to, expected + from, n);
	memmove_streaming(real + to, real + from, n);
}

static void fill(unsigned to, const uint8_t *data, size_t size, unsigned words,
		 unsigned count)
{
	unsigned char pattern[STREAMCPY_PATTERN_MAX] = {0};
	size_t n = 8 * (1 + words % (sizeof(pattern) / 8)), i;

	memcpy(pattern, data, size < n ? size : n);
	count %= (unsigned)((ROOM - to) / n + 1);
	for (i = 0; i < count; i++)
		memcpy(expected + to + i * n, pattern, n);
	if (streamcpy_fill(real + to, pattern, n, count))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct streamcpy_backend *const *all = streamcpy_backends();
	unsigned n, which, to, from, length, i;

	for (n = 0; all[n]; n++)
		;
	which = input_byte(&data, &size);
	if (streamcpy_select(all[which / 2 % n]->name))
		abort();
	to = two_bytes(&data, &size);
	from = two_bytes(&data, &size);
	length = two_bytes(&data, &size);
	for (i = 0; i < ROOM; i++)
		expected[i] = (unsigned char)(i * 7 + i / 251 + which);
	memcpy(real, expected, ROOM);
	if (which % 2)
		move(to, from, length);
	else
		fill(to, data, size, from, length);
	memcpy_streaming_drain();
	if (memcmp(real, expected, ROOM))
		abort();
	return 0;
}
