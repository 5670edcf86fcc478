/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.h - stores through the cache, lines asked for ahead of them
 *
 * A store that misses holds one of the few line-fill buffers until its line
 * has come; PREFETCHW asks for ownership through the deeper queue of the
 * second-level cache. A prefetch past the end faults on nothing and changes
 * nothing.
 *
 * Parameters: NAME, AHEAD_LINES (how far ahead), VARIANT_OF unless it is the
 * backend prefetchw itself.
 */
#include "words.h"

static inline void store_line(unsigned char *p, struct line l)
{
	__asm__ __volatile__("prefetchw %0" : : "m"(p[AHEAD_LINES * 64]));
	STORE_WORDS("movq", p, l);
}

static inline void store_ends(unsigned char *d, const unsigned char *s,
			      size_t n)
{
	memcpy(d, s, n);
}

#define NEEDS		X86_PREFETCHW
#define NEEDS_TEXT	"PREFETCHW"
#define TARGET
#define FLAGS		0
#define DRAIN		x86_sfence
#define SHORT		512
#define copy_short	store_ends
#define SOURCE_AHEAD	1024
#include "line_template.h"
