/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch.c - arm64: the table of backends, cache cleaning, and what the CPU has
 */
#include "config.h"
#include "arm64.h"

#ifdef HAVE_SYS_AUXV_H
#include <sys/auxv.h>
#endif
#ifndef HWCAP_CPUID
#define HWCAP_CPUID	(1UL << 11)
#endif
#ifndef HWCAP_DCPOP
#define HWCAP_DCPOP	(1UL << 16)
#endif

const struct streamcpy_impl *const streamcpy_impls[] = {
#if !STREAMCPY_SANITIZED
#ifndef WITHOUT_STNP
	&streamcpy_stnp,
#endif
#ifndef WITHOUT_PREFETCHW
	&streamcpy_prefetchw,
	&streamcpy_prefetchw_8,
	&streamcpy_prefetchw_128,
#endif
#endif
	&streamcpy_generic,
	NULL,
};
STREAMCPY_TABLE_FITS;

#ifdef HAVE_SYS_AUXV_H
/*
 * MIDR_EL1, which Linux lets programs read, has the implementer in bits 24 to
 * 31; 0 is "for software use". qemu-user 7.2 announces DC CVAP for such a CPU,
 * its -cpu max, and raises SIGILL at it.
 */
static bool is_emulated(unsigned long hwcap)
{
	uint64_t midr;

	if (!(hwcap & HWCAP_CPUID))
		return false;
	__asm__("mrs %0, midr_el1" : "=r"(midr));
	return !(midr >> 24 & 0xff);
}

unsigned streamcpy_arch_features(void)
{
	unsigned long hwcap = getauxval(AT_HWCAP);

	return hwcap & HWCAP_DCPOP && !is_emulated(hwcap) ? ARM64_DCPOP : 0;
}
#else
unsigned streamcpy_arch_features(void)
{
	return 0;
}
#endif

void streamcpy_arch_drain(void)
{
	arm64_dmb_ishst();
}

bool streamcpy_arch_can_flush(void)
{
	return true;
}

/* CTR_EL0.DminLine: log2 of the words of the smallest line that a DC cleans */
static size_t line_size(void)
{
	uint64_t ctr;

	__asm__("mrs %0, ctr_el0" : "=r"(ctr));
	return (size_t)4 << (ctr >> 16 & 15);
}

/* DC CVAP in its encoded form, so that any assembler takes it */
static void clean_line(uintptr_t p, bool persistence)
{
	if (persistence)
		__asm__ __volatile__("sys #3, c7, c12, #1, %0"
				     : : "r"(p) : "memory");
	else
		__asm__ __volatile__("dc cvac, %0" : : "r"(p) : "memory");
}

/*
 * There are no streaming stores that promise to reach memory, so: copy, clean
 * each line, and wait for it. The drain has nothing left to do.
 */
void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	bool persistence = streamcpy_arch_features() & ARM64_DCPOP;
	size_t line = line_size();
	uintptr_t p = (uintptr_t)dst & ~(line - 1);
	uintptr_t end = (uintptr_t)dst + n;

	memcpy(dst, src, n);
	for (; p < end; p += line)
		clean_line(p, persistence);
	__asm__ __volatile__("dsb sy" : : : "memory");
}

void streamcpy_arch_from_wc(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}
