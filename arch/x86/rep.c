/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rep.c - the string instruction, in whose microcode the CPU may skip reading
 * the lines that it will overwrite
 */
#include "x86.h"

static inline void rep_movsb(void *dst, const void *src, size_t n)
{
	__asm__ __volatile__("rep movsb"
			     : "+D"(dst), "+S"(src), "+c"(n) : : "memory");
}

static void copy_rep(void *dst, const void *src, size_t n)
{
	rep_movsb(dst, src, n);
}

/*
 * The instruction fills with a byte or copies; so the pattern is repeated into
 * a block that stays in the first-level cache, and the block is copied. Twice
 * the longest pattern: its start-up cost shows below a few KiB.
 */
static void fill_rep(void *dst, const void *pattern, size_t size, size_t count)
{
	unsigned char block[2 * STREAMCPY_PATTERN_MAX], *d = dst;
	size_t n = size * count, used = sizeof(block) / size * size, at;

	if (used > n)
		used = n;
	for (at = 0; at < used; at += size)
		memcpy(block + at, pattern, size);
	for (; n > used; n -= used, d += used)
		rep_movsb(d, block, used);
	rep_movsb(d, block, n);
}

/* Fast string stores are weakly ordered among themselves; SFENCE ends that. */
const struct streamcpy_impl streamcpy_rep = {
	.api = {
		.name = "rep",
		.flags = STREAMCPY_WEAKLY_ORDERED,
		.needs = "ERMS, fast string copies",
		.copy = copy_rep,
		.fill = fill_rep,
		.drain = x86_sfence,
	},
	.needs = X86_ERMS,
};
