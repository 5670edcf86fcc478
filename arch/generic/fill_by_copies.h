/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fill_by_copies.h - a fill for backends that have a copy and no register that
 * could hold a pattern
 *
 * The first copy of the pattern is the source of the rest: each step doubles
 * what is there up to a block that stays in the first-level cache, and the
 * block is then copied on. A copy per pattern would pay a call for each.
 */
#ifndef FILL_BY_COPIES_H
#define FILL_BY_COPIES_H

#include "backend.h"

static inline void fill_by_copies(void *dst, const void *pattern, size_t size,
				  size_t count,
				  void (*copy)(void *, const void *, size_t))
{
	const size_t block = 8192;
	size_t n = size * count, done = size, step;

	if (!count)
		return;
	copy(dst, pattern, size);
	for (; done < n; done += step) {
		step = done < block ? done : block / size * size;
		if (step > n - done)
			step = n - done;
		copy((char *)dst + done, dst, step);
	}
}

#endif
