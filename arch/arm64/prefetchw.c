/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.c - stores through the cache, lines asked for ahead of them by
 * PRFM PSTL1KEEP; the name is that of the x86-64 backend that does the same
 */
#include "arm64.h"

static inline void store_line(unsigned char *p, struct line l, size_t ahead)
{
	__asm__ __volatile__("prfm pstl1keep, [%0]" : : "r"(p + ahead * 64));
	vst1q_u8(p, l.v[0]);
	vst1q_u8(p + 16, l.v[1]);
	vst1q_u8(p + 32, l.v[2]);
	vst1q_u8(p + 48, l.v[3]);
}

#define NEEDS		0
#define NEEDS_TEXT	"AArch64"
#define DRAIN		arm64_dmb_ishst
#include "prefetchw_template.h"
