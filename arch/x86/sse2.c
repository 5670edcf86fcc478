/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sse2.c - 16 bytes per streaming store
 */
#include <emmintrin.h>
#include "x86.h"

struct line {
	__m128i v[4];
};

static inline struct line load_line(const unsigned char *p)
{
	const __m128i *v = (const __m128i *)p;

	return (struct line){{
		_mm_loadu_si128(v), _mm_loadu_si128(v + 1),
		_mm_loadu_si128(v + 2), _mm_loadu_si128(v + 3),
	}};
}

static inline void store_line(unsigned char *p, struct line l)
{
	__m128i *v = (__m128i *)p;

	_mm_stream_si128(v, l.v[0]);
	x86_in_order();
	_mm_stream_si128(v + 1, l.v[1]);
	x86_in_order();
	_mm_stream_si128(v + 2, l.v[2]);
	x86_in_order();
	_mm_stream_si128(v + 3, l.v[3]);
	x86_in_order();
}

#define NAME		sse2
#define NEEDS		0
#define NEEDS_TEXT	"x86-64"
#define TARGET
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE()
#include "nt_template.h"
