/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inline_copy.c - copies of constant sizes, for inline.sh to disassemble
 */
#include <streamcpy.h>

struct line {
	uint64_t word[8];
};

/* What every compiler believes; Clang 14 forgets __builtin_assume_aligned() */
#define KNOW_ALIGNED(dst)						\
	do {								\
		if ((uintptr_t)(dst) % 8)				\
			__builtin_unreachable();			\
	} while (0)

void copy_aligned(struct line *dst, const struct line *src);
void copy_any(void *dst, const void *src);
void flush_any(void *dst, const void *src);

void copy_aligned(struct line *dst, const struct line *src)
{
	KNOW_ALIGNED(dst);
	memcpy_streaming(dst, src, sizeof(*dst));
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
		KNOW_ALIGNED(dst);					\
		memcpy_streaming(dst, src, n);				\
	}

/* The same where the compiler knows nothing of @dst, and for flushing */
#define ANY_OF(n)							\
	void copy_any_##n(void *dst, const void *src);			\
	void copy_any_##n(void *dst, const void *src)			\
	{								\
		memcpy_streaming(dst, src, n);				\
	}								\
	void flush_##n(uint64_t *dst, const void *src);			\
	void flush_##n(uint64_t *dst, const void *src)			\
	{								\
		KNOW_ALIGNED(dst);					\
		memcpy_flushcache(dst, src, n);				\
	}

ANY_OF(4)
ANY_OF(8)
ANY_OF(16)
ANY_OF(32)
ANY_OF(48)
ANY_OF(64)
ANY_OF(80)
ANY_OF(96)

COPY_OF(4)
COPY_OF(8)
COPY_OF(16)
COPY_OF(32)
COPY_OF(48)
COPY_OF(64)
COPY_OF(80)
COPY_OF(96)
