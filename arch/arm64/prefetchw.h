/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.h - stores through the cache, lines asked for ahead of them
 *
 * Parameters: NAME, AHEAD_LINES (how far ahead), VARIANT_OF unless it is the
 * backend prefetchw itself.
 */
#include "arm64.h"

static inline void store_line(unsigned char *p, struct line l)
{
	__asm__ __volatile__("prfm pstl1keep, [%0]" : : "r"(p + AHEAD_LINES * 64));
	vst1q_u8(p, l.v[0]);
	vst1q_u8(p + 16, l.v[1]);
	vst1q_u8(p + 32, l.v[2]);
	vst1q_u8(p + 48, l.v[3]);
}

#define NEEDS		0
#define NEEDS_TEXT	"AArch64"
#define TARGET
#define FLAGS		0
#define DRAIN		arm64_dmb_ishst
#define store_ends	arm64_copy_plain
#define SHORT		512
#define copy_short	arm64_copy_plain
#define SOURCE_AHEAD	1024
#include "line_template.h"
