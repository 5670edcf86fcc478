/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inline_copy.c - copies of constant sizes, for inline.sh to disassemble
 */
#include <streamcpy.h>

struct line {
	uint64_t word[8];
};

void copy_aligned(struct line *dst, const struct line *src);
void copy_any(void *dst, const void *src);
void flush_any(void *dst, const void *src);

void copy_aligned(struct line *dst, const struct line *src)
{
	memcpy_streaming(__builtin_assume_aligned(dst, 8), src, sizeof(*dst));
}

void copy_any(void *dst, const void *src)
{
	memcpy_streaming(dst, src, 64);
}

void flush_any(void *dst, const void *src)
{
	memcpy_flushcache(dst, src, 64);
}

#define COPY_OF(n)							\
	void copy_##n(uint64_t *dst, const void *src);			\
	void copy_##n(uint64_t *dst, const void *src)			\
	{								\
		memcpy_streaming(__builtin_assume_aligned(dst, 8), src,	\
				 n);					\
	}

COPY_OF(4)
COPY_OF(8)
COPY_OF(16)
COPY_OF(32)
COPY_OF(48)
COPY_OF(80)
COPY_OF(96)
