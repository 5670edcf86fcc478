/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mixed.c - some lines through the cache, the others past it
 *
 * What limits a core is how many lines it can have under way. Streaming stores
 * wait in the line-fill buffers, write-prefetches in the queue of the
 * second-level cache; a copy that uses both keeps more of them busy than
 * either.
 */
#include "words.h"

#define PERIOD		((size_t)16 * 64)
#define AHEAD		(2 * PERIOD)

/* Of each 16 lines the first @cached ones go through the cache. */
static inline void store_line(unsigned char *p, struct line l, size_t cached)
{
	if ((uintptr_t)p % PERIOD < cached * 64) {
		__asm__ __volatile__("prefetchw %0" : : "m"(p[AHEAD]));
		STORE_WORDS("mov{q|}", p, l);
	} else {
		STORE_WORDS("movnti{q|}", p, l);
	}
}

#include "through_cache.h"
#define NEEDS		X86_PREFETCHW
#define NEEDS_TEXT	"PREFETCHW"
#define FLAGS		STREAMCPY_WEAKLY_ORDERED
#define DRAIN		x86_sfence

/*
 * For Cascade Lake: a fill of 1.68 GB there took 142 ms, against 160 all by
 * prefetched stores and 245 all by streaming ones.
 */
#define NAME		mixed
#define STORE_LINE(p, l)	store_line(p, l, 11)
#include "line_template.h"

/* For CPUs whose streaming stores are the faster ones */
#define NAME		mixed_5
#define VARIANT_OF	"mixed"
#define STORE_LINE(p, l)	store_line(p, l, 5)
#include "line_template.h"

/* For Zen 4, where it is half as fast again as 11 */
#define NAME		mixed_14
#define VARIANT_OF	"mixed"
#define STORE_LINE(p, l)	store_line(p, l, 14)
#include "line_template.h"
