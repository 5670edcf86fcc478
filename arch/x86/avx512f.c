/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * avx512f.c - a whole line per streaming store
 */
#include <immintrin.h>
#include "x86.h"

#define TARGET		__attribute__((target("avx512f")))

struct line {
	__m512i v;
};

TARGET static inline struct line load_line(const unsigned char *p)
{
	return (struct line){_mm512_loadu_si512(p)};
}

TARGET static inline void store_line(unsigned char *p, struct line l)
{
	_mm512_stream_si512((__m512i *)p, l.v);
	x86_in_order();
}

#define NAME		avx512f
/* A CPU that hides AVX and shows AVX-512F has no usable register state. */
#define NEEDS		(X86_AVX | X86_AVX512F)
#define NEEDS_TEXT	"AVX-512F, enabled by the operating system"
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE		_mm256_zeroupper
#include "nt_template.h"
