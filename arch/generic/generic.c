/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic.c - the backend that every CPU has: memcpy()
 *
 * It is the fallback, and the reference that the tests hold the others to.
 */
#include "backend.h"

static void copy_generic(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
}

/*
 * The first copy of the pattern is the source of the rest: each step doubles
 * what is there up to a block that stays in the first-level cache, and the
 * block is then copied on. A copy per pattern would pay a call for each.
 */
static void fill_generic(void *dst, const void *pattern, size_t size,
			 size_t count)
{
	const size_t block = 8192;
	size_t n = size * count, done = size, step;

	if (!count)
		return;
	memcpy(dst, pattern, size);
	for (; done < n; done += step) {
		step = done < block ? done : block / size * size;
		if (step > n - done)
			step = n - done;
		memcpy((char *)dst + done, dst, step);
	}
}

static void drain_generic(void)
{
	__asm__ __volatile__("" : : : "memory");
}

const struct streamcpy_impl streamcpy_generic = {
	.api = {
		.name = "generic",
		.needs = "nothing",
		.copy = copy_generic,
		.fill = fill_generic,
		.drain = drain_generic,
	},
};
