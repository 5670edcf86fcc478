/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * generic.c - the backend that every CPU has: memcpy()
 *
 * It is the fallback, and the reference that the tests hold the others to.
 */
#include "fill_by_copies.h"

static void copy_generic(void *dst, const void *src, size_t n)
{
	if (n)
		memcpy(dst, src, n);
}

static void fill_generic(void *dst, const void *pattern, size_t size,
			 size_t count)
{
	fill_by_copies(dst, pattern, size, count, copy_generic);
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
