/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy-kernel-names.h - streamcpy.h under the names of the kernel series
 *
 * The series that brought such a copy to Linux changed its name more than once.
 * Code that is to be compiled in both places, or that follows the series,
 * includes this file: each name here is the function of streamcpy.h that it
 * says, with its contract, and expands constant sizes as that does.
 */
#ifndef STREAMCPY_KERNEL_NAMES_H
#define STREAMCPY_KERNEL_NAMES_H

#include <streamcpy.h>

#if defined(__GNUC__)
#define STREAMCPY_ALIAS_	\
	static __inline__ __attribute__((__always_inline__, __unused__))
#else
#define STREAMCPY_ALIAS_	static inline
#endif

/* memcpy_nt - memcpy_streaming(), as version 5 of the series calls it */
STREAMCPY_ALIAS_ void memcpy_nt(void *dst, const void *src, size_t n)
{
	memcpy_streaming(dst, src, n);
}

/* memcpy_nt_drain - memcpy_streaming_drain(), as version 5 calls it */
STREAMCPY_ALIAS_ void memcpy_nt_drain(void)
{
	memcpy_streaming_drain();
}

/* memcpy_nontemporal - memcpy_streaming(), by an earlier name */
STREAMCPY_ALIAS_ void memcpy_nontemporal(void *dst, const void *src, size_t n)
{
	memcpy_streaming(dst, src, n);
}

#endif
