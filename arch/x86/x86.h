/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x86.h - what the x86-64 backends share
 */
#ifndef X86_H
#define X86_H

#include "backend.h"

#ifndef __x86_64__
#error "arch/x86 is for x86-64"
#endif

/* Feature bits of this architecture; the table of arch.c tests them. */
#define X86_AVX		(1u << 0)
#define X86_AVX512F	(1u << 1)
#define X86_MOVDIR64B	(1u << 2)
#define X86_ERMS	(1u << 3)
#define X86_PREFETCHW	(1u << 4)
#define X86_SSE41	(1u << 5)
#define X86_CLFLUSHOPT	(1u << 6)
#define X86_CLWB	(1u << 7)
/* Not an instruction: streaming stores are faster behind a prefetch a page */
#define X86_PAGE_TOUCH	(1u << 8)

extern STREAMCPY_HIDDEN const struct streamcpy_impl
	streamcpy_movnti, streamcpy_sse2, streamcpy_avx, streamcpy_avx512f,
	streamcpy_movdir64b, streamcpy_rep, streamcpy_prefetchw,
	streamcpy_prefetchw_8, streamcpy_prefetchw_128, streamcpy_mixed,
	streamcpy_mixed_5, streamcpy_mixed_14;

/* What CPUID and XGETBV say: the real ones, or a test's */
struct x86_cpu {
	void (*cpuid)(unsigned leaf, unsigned subleaf, unsigned regs[4]);
	uint64_t (*xgetbv)(void);
};

STREAMCPY_HIDDEN unsigned streamcpy_x86_features(const struct x86_cpu *cpu);

/*
 * The contract: an aligned destination and a length of whole halves of a word
 * are streamed to the last byte.
 */
static inline bool x86_streams_all(const void *d, size_t n)
{
	return (uintptr_t)d % 8 == 0 && n % 4 == 0;
}

/*
 * By MOVNTI, for what x86_streams_all() holds of. A line of which only a part
 * is streamed leaves its buffer in several transactions, whatever the stores:
 * 16 bytes at a time instead of 8 changed nothing (copies of 128 to 300 bytes
 * at 8 behind a multiple of 64, Zen 5, 26 November 2026).
 */
static inline void x86_stream_words(unsigned char *d, const unsigned char *s,
				    size_t n)
{
	for (; n >= 8; n -= 8, d += 8, s += 8)
		streamcpy_movnti8_(d, s);
	if (n)
		streamcpy_movnti4_(d, s);
}

/* Behind each streaming intrinsic: compilers reorder those of a line. */
static inline void x86_in_order(void)
{
	__asm__ __volatile__("" : : : "memory");
}

static inline void x86_sfence(void)
{
	__asm__ __volatile__("sfence" : : : "memory");
}

#endif
