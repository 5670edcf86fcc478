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
#define TARGET
#define FLAGS		0
#define DRAIN		x86_sfence
#define LOAD_LINE	load_line
#define LEAVE()
#define STREAMS_ALL(d, n)	false
#define STORE_SOME	x86_store_some
#define SHORT		512
#define SOURCE_AHEAD	1024

/* For Cascade Lake, where 32 lines ahead are the best of 8 to 64 */
#define NAME		prefetchw
#define STORE_LINE(p, l)	store_line(p, l, 32)
#include "line_template.h"

/* For CPUs whose queue of requests is short */
#define NAME		prefetchw_8
#define VARIANT_OF	"prefetchw"
#define STORE_LINE(p, l)	store_line(p, l, 8)
#include "line_template.h"

/* For memory that answers late */
#define NAME		prefetchw_128
#define VARIANT_OF	"prefetchw"
#define STORE_LINE(p, l)	store_line(p, l, 128)
#include "line_template.h"
