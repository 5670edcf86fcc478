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

typedef uint64_t __attribute__((may_alias, aligned(1))) x86_word;
typedef uint32_t __attribute__((may_alias, aligned(1))) x86_half;

static inline void x86_movnti8(unsigned char *d, const unsigned char *s)
{
	__asm__ __volatile__("movntiq %1, %0"
			     : "=m"(*(x86_word *)d)
			     : "r"(*(const x86_word *)s));
}

static inline void x86_movnti4(unsigned char *d, const unsigned char *s)
{
	__asm__ __volatile__("movntil %1, %0"
			     : "=m"(*(x86_half *)d)
			     : "r"(*(const x86_half *)s));
}

/*
 * @n bytes by movnti, but for what it cannot write: up to 7 bytes before the
 * first multiple of 8 and up to 3 after the last of 4, which go through the
 * cache. The contract gives callers with an aligned @d and @n % 4 == 0 a copy
 * that is streamed to the last byte.
 */
static inline void x86_stream_words(unsigned char *d, const unsigned char *s,
				    size_t n)
{
	size_t head = -(uintptr_t)d % 8;

	if (head > n)
		head = n;
	if (head) {
		memcpy(d, s, head);
		d += head;
		s += head;
		n -= head;
	}
	for (; n >= 8; n -= 8, d += 8, s += 8)
		x86_movnti8(d, s);
	if (n >= 4) {
		x86_movnti4(d, s);
		n -= 4, d += 4, s += 4;
	}
	if (n)
		memcpy(d, s, n);
}

/* A short copy streams when all of it can be, and else not at all. */
static inline void x86_stream_short(unsigned char *d, const unsigned char *s,
				    size_t n)
{
	if ((uintptr_t)d % 8 == 0 && n % 4 == 0)
		x86_stream_words(d, s, n);
	else
		memcpy(d, s, n);
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
