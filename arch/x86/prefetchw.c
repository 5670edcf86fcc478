/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.c - stores through the cache, lines asked for ahead of them
 *
 * A store that misses holds one of the few line-fill buffers until its line
 * has come; PREFETCHW asks for ownership through the deeper queue of the
 * second-level cache. A prefetch past the end faults on nothing and changes
 * nothing.
 */
#include "words.h"

static inline void store_line(unsigned char *p, struct line l, size_t ahead)
{
	__asm__ __volatile__("prefetchw %0" : : "m"(p[ahead * 64]));
	STORE_WORDS("mov{q|}", p, l);
}

#define NEEDS		X86_PREFETCHW
#define NEEDS_TEXT	"PREFETCHW"
#define DRAIN		x86_sfence
#include "prefetchw_template.h"
