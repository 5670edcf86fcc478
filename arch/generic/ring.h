/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ring.h - a pattern read round and round, a line at a time from any offset
 *
 * The pattern is read where it lies. One that is shorter than a line is first
 * repeated up to a line or more, and the line that begins in the last 63 bytes
 * and goes on with the first ones is read from a seam, which has both in one
 * place. So the stack holds 248 bytes, whatever the size of the pattern.
 */
#ifndef RING_H
#define RING_H

#include "part.h"

struct ring {
	const unsigned char *bytes;
	size_t period;
	unsigned char seam[2 * LINE];
	unsigned char repeated[2 * LINE - 8];	/* size % 8 == 0 */
};

static inline void ring_init(struct ring *ring, const void *pattern,
			     size_t size)
{
	ring->bytes = pattern;
	ring->period = size;
	if (size < LINE) {
		ring->bytes = ring->repeated;
		for (ring->period = 0; ring->period < LINE;
		     ring->period += size)
			memcpy(ring->repeated + ring->period, pattern, size);
	}
	memcpy(ring->seam, ring->bytes + ring->period - LINE, LINE);
	memcpy(ring->seam + LINE, ring->bytes, LINE);
}

/* The 64 bytes from offset @at on, which is less than the period */
static inline const unsigned char *ring_line(const struct ring *ring,
					     size_t at)
{
	if (at + LINE <= ring->period)
		return ring->bytes + at;
	return ring->seam + LINE + at - ring->period;
}

static inline size_t ring_next(const struct ring *ring, size_t at)
{
	at += LINE;
	return at < ring->period ? at : at - ring->period;
}

#endif
