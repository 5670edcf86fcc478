/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * from_wc.c - streaming loads out of write-combining memory
 */
#include <smmintrin.h>
#include "x86.h"

/*
 * The four loads of a line stand together: MOVNTDQA keeps one line at a time
 * in a buffer, and other loads between them may drop it (Intel SDM).
 */
__attribute__((target("sse4.1")))
static void load_lines(unsigned char *d, const unsigned char *s, size_t lines)
{
	__m128i a, b, c, e;

	for (; lines; lines--, d += LINE, s += LINE) {
		a = _mm_stream_load_si128((__m128i *)s);
		b = _mm_stream_load_si128((__m128i *)(s + 16));
		c = _mm_stream_load_si128((__m128i *)(s + 32));
		e = _mm_stream_load_si128((__m128i *)(s + 48));
		_mm_storeu_si128((__m128i *)d, a);
		_mm_storeu_si128((__m128i *)(d + 16), b);
		_mm_storeu_si128((__m128i *)(d + 32), c);
		_mm_storeu_si128((__m128i *)(d + 48), e);
	}
}

void streamcpy_arch_from_wc(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t head = -(uintptr_t)s % LINE, body;

	if (!(streamcpy_arch_features() & X86_SSE41) || n < head + LINE) {
		memcpy(d, s, n);
		return;
	}
	if (head)
		memcpy(d, s, head);
	body = (n - head) / LINE * LINE;
	load_lines(d + head, s + head, body / LINE);
	n -= head + body;
	if (n)
		memcpy(d + head + body, s + head + body, n);
}
