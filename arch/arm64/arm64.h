/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arm64.h - what the arm64 backends share
 */
#ifndef ARM64_H
#define ARM64_H

#include <arm_neon.h>
#include "backend.h"

#ifndef __aarch64__
#error "arch/arm64 is for AArch64"
#endif

/* Feature bits of this architecture */
#define ARM64_DCPOP	(1u << 0)	/* DC CVAP */

extern STREAMCPY_HIDDEN const struct streamcpy_impl
	streamcpy_stnp, streamcpy_prefetchw, streamcpy_prefetchw_8,
	streamcpy_prefetchw_128;

struct line {
	uint8x16_t v[4];
};

static inline struct line load_line(const unsigned char *p)
{
	return (struct line){{vld1q_u8(p), vld1q_u8(p + 16),
			      vld1q_u8(p + 32), vld1q_u8(p + 48)}};
}

static inline void arm64_dmb_ishst(void)
{
	__asm__ __volatile__("dmb ishst" : : : "memory");
}

#endif
