/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stnp.c - store pair with the non-temporal hint
 *
 * In assembly: GCC has no builtin for it, and Clang's leaves the pairing to
 * chance. The hint orders nothing by itself; the drain is DMB ISHST.
 */
#include "arm64.h"

static inline void store_line(unsigned char *p, struct line l)
{
	__asm__ __volatile__("stnp %q1, %q2, [%0]\n\t"
			     "stnp %q3, %q4, [%0, #32]"
			     : : "r"(p), "w"(l.v[0]), "w"(l.v[1]),
			     "w"(l.v[2]), "w"(l.v[3]) : "memory");
}

#define NAME		stnp
#define NEEDS		0
#define NEEDS_TEXT	"AArch64"
#define TARGET
#define FLAGS		(STREAMCPY_NON_TEMPORAL | STREAMCPY_WEAKLY_ORDERED)
#define DRAIN		arm64_dmb_ishst
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE()
#define STREAMS_ALL(d, n)	false
#define STREAM_SOME(d, s, n)
#define SHORT		256
#define SOURCE_AHEAD	1024
#define TOUCH_MASK	0
#include "line_template.h"
