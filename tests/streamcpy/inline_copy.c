/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inline_copy.c - copies of constant sizes, for inline.sh to disassemble
 *
 * COPY is memcpy_streaming or memcpy_flushcache.
 */
#include <streamcpy.h>

struct line {
	uint64_t word[8];
};

/* What every compiler believes; Clang 14 forgets __builtin_assume_aligned() */
#define KNOW_ALIGNED(dst, alignment)					\
	do {								\
		if ((uintptr_t)(dst) % (alignment))			\
			__builtin_unreachable();			\
	} while (0)

/* At a multiple of 8, of 64, and where the compiler knows nothing of @dst */
#define COPIES_OF(n)							\
	void copy_##n(uint64_t *dst, const void *src);			\
	void copy_##n(uint64_t *dst, const void *src)			\
	{								\
		KNOW_ALIGNED(dst, 8);					\
		COPY(dst, src, n);				\
	}								\
	void copy_to_line_##n(uint64_t *dst, const void *src);		\
	void copy_to_line_##n(uint64_t *dst, const void *src)		\
	{								\
		KNOW_ALIGNED(dst, 64);					\
		COPY(dst, src, n);				\
	}								\
	void copy_any_##n(void *dst, const void *src);			\
	void copy_any_##n(void *dst, const void *src)			\
	{								\
		COPY(dst, src, n);				\
	}

COPIES_OF(4)
COPIES_OF(8)
COPIES_OF(16)
COPIES_OF(32)
COPIES_OF(48)
COPIES_OF(64)
COPIES_OF(80)
COPIES_OF(96)
