/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mixed.h - some lines through the cache, the others past it
 *
 * What limits a core is how many lines it can have under way. Streaming stores
 * wait in the line-fill buffers, write-prefetches in the queue of the
 * second-level cache; a copy that uses both keeps more of them busy than
 * either.
 *
 * Parameters: NAME, CACHED_LINES (of each 16, the first ones), VARIANT_OF
 * unless it is the backend mixed itself.
 */
#include "words.h"

#define PERIOD		(16 * 64)
#define AHEAD		(2 * PERIOD)

static inline void store_line(unsigned char *p, struct line l)
{
	if ((uintptr_t)p % PERIOD < CACHED_LINES * 64) {
		__asm__ __volatile__("prefetchw %0" : : "m"(p[AHEAD]));
		STORE_WORDS("movq", p, l);
	} else {
		STORE_WORDS("movntiq", p, l);
	}
}

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
