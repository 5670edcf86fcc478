/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * avx.c - 32 bytes per streaming store
 */
#include <immintrin.h>
#include "x86.h"

#define TARGET		__attribute__((target("avx")))

struct line {
	__m256i v[2];
};

TARGET static inline struct line load_line(const unsigned char *p)
{
	const __m256i *v = (const __m256i *)p;

	return (struct line){{_mm256_loadu_si256(v),
			      _mm256_loadu_si256(v + 1)}};
}

TARGET static inline void store_line(unsigned char *p, struct line l)
{
	__m256i *v = (__m256i *)p;

	_mm256_stream_si256(v, l.v[0]);
	x86_in_order();
	_mm256_stream_si256(v + 1, l.v[1]);
	x86_in_order();
}

#define NAME		avx
#define NEEDS		X86_AVX
#define NEEDS_TEXT	"AVX, enabled by the operating system"
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE		_mm256_zeroupper
#include "nt_template.h"
