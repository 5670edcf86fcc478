/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rep.c - the string instruction, in whose microcode the CPU may skip reading
 * the lines that it will overwrite
 */
#include "fill_by_copies.h"
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

static void fill_rep(void *dst, const void *pattern, size_t size, size_t count)
{
	fill_by_copies(dst, pattern, size, count, copy_rep);
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
	.features = X86_ERMS,
};
