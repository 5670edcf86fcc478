/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch.c - x86-64: the table of backends, and what the CPU can do
 */
#include <stdatomic.h>
#include "config.h"
#include "x86.h"

/*
 * The order is what memcpy_streaming() prefers among the non-temporal ones.
 * Between them the width of the store changes little once whole lines are
 * written. Copies of 256 MiB on a quiet Zen 4 VM, medians of 11 rounds in
 * GB/s, spread 1 to 2 %: avx 24.4, avx512f 24.3, sse2 23.5, movnti 18.4 (with
 * its source asked for 2048 bytes ahead 21.0); glibc memcpy 14.5, libpmem 22.3.
 * avx and avx512f are within each other's spread: of 15 comparisons from 64 MiB
 * to 1 GiB, some on a busy machine, avx won 12 and tied in one.
 */
const struct streamcpy_impl *const streamcpy_impls[] = {
#if !STREAMCPY_SANITIZED
#ifndef WITHOUT_AVX
	&streamcpy_avx,
#endif
#ifndef WITHOUT_AVX512F
	&streamcpy_avx512f,
#endif
#ifndef WITHOUT_SSE2
	&streamcpy_sse2,
#endif
#ifndef WITHOUT_MOVNTI
	&streamcpy_movnti,
#endif
#ifndef WITHOUT_MOVDIR64B
	&streamcpy_movdir64b,
#endif
#ifndef WITHOUT_MIXED
	&streamcpy_mixed,
	&streamcpy_mixed_5,
	&streamcpy_mixed_14,
#endif
#ifndef WITHOUT_PREFETCHW
	&streamcpy_prefetchw,
	&streamcpy_prefetchw_8,
	&streamcpy_prefetchw_128,
#endif
#ifndef WITHOUT_REP
	&streamcpy_rep,
#endif
#endif
	&streamcpy_generic,
	NULL,
};
STREAMCPY_TABLE_FITS;

/* XCR0: the register state that the operating system saves */
#define XCR0_SSE	(1u << 1)
#define XCR0_AVX	(1u << 2)
#define XCR0_OPMASK	(1u << 5)
#define XCR0_ZMM_LOW	(1u << 6)
#define XCR0_ZMM_HIGH	(1u << 7)
#define XCR0_FOR_AVX	(XCR0_SSE | XCR0_AVX)
#define XCR0_FOR_AVX512	(XCR0_FOR_AVX | XCR0_OPMASK | XCR0_ZMM_LOW | \
			 XCR0_ZMM_HIGH)

enum { EAX, EBX, ECX, EDX };

static unsigned bit(unsigned reg, unsigned n, unsigned feature)
{
	return reg >> n & 1 ? feature : 0;
}

/* The instruction sets whose registers XCR0 says are saved */
static unsigned enabled_by_os(const struct x86_cpu *cpu,
			      const unsigned leaf1[4])
{
	unsigned features = 0;
	uint64_t xcr0;

	if (!bit(leaf1[ECX], 27, 1))		/* OSXSAVE: XGETBV exists */
		return 0;
	xcr0 = cpu->xgetbv();
	if ((xcr0 & XCR0_FOR_AVX) == XCR0_FOR_AVX)
		features |= X86_AVX;
	if ((xcr0 & XCR0_FOR_AVX512) == XCR0_FOR_AVX512)
		features |= X86_AVX512F;
	return features;
}

/* AMD's family 26 (Zen 5): see tell_header() */
static unsigned page_touch(const unsigned leaf0[4], const unsigned leaf1[4])
{
	const unsigned family = (leaf1[EAX] >> 8 & 15) +
				(leaf1[EAX] >> 20 & 255);

	return leaf0[EBX] == 0x68747541 && leaf0[EDX] == 0x69746e65 &&
	       leaf0[ECX] == 0x444d4163 &&	/* "AuthenticAMD" */
	       family == 26 ? X86_PAGE_TOUCH : 0;
}

/* Bit numbers: Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E */
unsigned streamcpy_x86_features(const struct x86_cpu *cpu)
{
	unsigned leaf0[4], leaf1[4], leaf7[4] = {0}, ext0[4], ext1[4] = {0};
	unsigned vectors;

	cpu->cpuid(0, 0, leaf0);
	if (leaf0[EAX] < 1)
		return 0;
	cpu->cpuid(1, 0, leaf1);
	if (leaf0[EAX] >= 7)
		cpu->cpuid(7, 0, leaf7);
	cpu->cpuid(0x80000000, 0, ext0);
	if (ext0[EAX] >= 0x80000001)
		cpu->cpuid(0x80000001, 0, ext1);
	vectors = bit(leaf1[ECX], 28, X86_AVX) |
		  bit(leaf7[EBX], 16, X86_AVX512F);
	return (vectors & enabled_by_os(cpu, leaf1)) |
	       page_touch(leaf0, leaf1) |
	       bit(leaf1[ECX], 19, X86_SSE41) |
	       bit(leaf7[EBX], 9, X86_ERMS) |
	       bit(leaf7[EBX], 23, X86_CLFLUSHOPT) |
	       bit(leaf7[EBX], 24, X86_CLWB) |
	       bit(leaf7[ECX], 28, X86_MOVDIR64B) |
	       bit(ext1[ECX], 8, X86_PREFETCHW);
}

/* Not <cpuid.h>: that of Clang 14 knows one dialect of assembly only. */
static void real_cpuid(unsigned leaf, unsigned subleaf, unsigned regs[4])
{
	__asm__ __volatile__("cpuid"
			     : "=a"(regs[EAX]), "=b"(regs[EBX]),
			     "=c"(regs[ECX]), "=d"(regs[EDX])
			     : "0"(leaf), "2"(subleaf));
}

/* As bytes: the intrinsic would need the whole file compiled for XSAVE. */
static uint64_t real_xgetbv(void)
{
	uint32_t low, high;

	__asm__ __volatile__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (uint64_t)high << 32 | low;
}

/*
 * What the expansions of the header do by the CPU they find themselves on. They
 * read the masks with plain loads; so these are stored as one each.
 *
 * Streaming stores into a page of which nothing was prefetched, read or written
 * otherwise are slow on Zen 5, so it seems that one that misses the TLB leaves
 * little there for the next. One prefetch of any line of the page before they
 * begin, and they are not. 1.5 GiB of equal lines, family 26 model 2, a VM, 26
 * November 2026, ms, medians of 9: ordinary stores 60, MOVNTI 92 and 44; stores
 * of 64 bytes 70 and 44; MOVDIR64B 70 and 46. With a busier host 99, 106 and
 * 46; MOVDIR64B 97 and 46. PREFETCHT0 and PREFETCHW, this page and up to 8
 * pages ahead do the same. A single prefetch, in front of the page's first
 * store or a page before, did nothing in some loops, as if it were dropped
 * while the stores before it still miss; one in each of the last four lines of
 * the page before worked in all, but in some of MOVDIR64B. This gains in two
 * conditions only: the line that it reads is at a multiple of 64, and there are
 * more prefetches. The same 1.5 GiB on 27 November, ms, medians of 7 to 9
 * in several loops: from 8 to 48 behind a multiple of 64 without prefetches 59
 * to 69, with them 50 to 74; from a multiple of 64 without 51 to 73, with those
 * of the last 4 lines of a page 46 to 66, of the last 32 46 to 51, and of all
 * 64 45 to 50. (Of one loop as clang makes it 50 to 69 in any case.) Stores of
 * 64 bytes and MOVNTI take 45 to 53 with each of these. Who copies a single
 * line may not go on with the next page, so the header's copies make do with
 * four.
 *
 * On Intel (Emerald Rapids, family 6 model 207, a VM, the same day) that is a
 * loss: MOVNTI 80 and 125, a page ahead 87; stores of 64 bytes 82 and 92. And
 * MOVDIR64B takes 100 there, so it stays for those programs that are compiled
 * for it. Hence both by family.
 */
static void tell_header(unsigned features)
{
	if (STREAMCPY_SANITIZED || !(features & X86_PAGE_TOUCH))
		return;
	/* of single copies: the last four lines of 4 KiB */
	__atomic_store_n(&streamcpy_page_mask_, 0xf00, __ATOMIC_RELAXED);
	if (features & X86_MOVDIR64B)
		__atomic_store_n(&streamcpy_line_mask_, 63, __ATOMIC_RELAXED);
}

/*
 * CPUID traps to the hypervisor in a virtual machine and takes microseconds
 * there, so its answer is kept. Racing threads store the same one.
 */
unsigned streamcpy_arch_features(void)
{
	static const struct x86_cpu cpu = { real_cpuid, real_xgetbv };
	static atomic_uint known;
	const unsigned valid = 1u << 31;
	unsigned features = atomic_load_explicit(&known, memory_order_relaxed);

	if (!features) {
		features = streamcpy_x86_features(&cpu) | valid;
		atomic_store_explicit(&known, features, memory_order_relaxed);
		tell_header(features);
	}
	return features;
}

void streamcpy_arch_drain(void)
{
	x86_sfence();
}
