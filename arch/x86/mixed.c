/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mixed.c - most lines through the cache, the others past it
 *
 * What limits a core is how many lines it can have under way. Streaming stores
 * wait in the line-fill buffers, write-prefetches in the queue of the
 * second-level cache; a copy that uses both keeps more of them busy than
 * either (Cascade Lake, fill of 1.68 GB: 142 ms against 160 and 245). Of each
 * 16 lines the first 11 are written through the cache, the best split there.
 */
#include "words.h"

#define PERIOD		(16 * 64)
#define CACHED		(11 * 64)
#define AHEAD		(2 * PERIOD)

static inline void store_line(unsigned char *p, struct line l)
{
	if ((uintptr_t)p % PERIOD < CACHED) {
		__asm__ __volatile__("prefetchw %0" : : "m"(p[AHEAD]));
		STORE_WORDS("movq", p, l);
	} else {
		STORE_WORDS("movntiq", p, l);
	}
}

#define NAME		mixed
#define NEEDS		X86_PREFETCHW
#define NEEDS_TEXT	"PREFETCHW"
#define TARGET
#define FLAGS		STREAMCPY_WEAKLY_ORDERED
#define DRAIN		x86_sfence
#define store_ends	x86_stream_words
#define SHORT		512
#define copy_short	x86_stream_short
#define SOURCE_AHEAD	1024
#include "line_template.h"
