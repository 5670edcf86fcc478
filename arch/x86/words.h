/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words.h - a line as eight general registers, and its stores
 *
 * Eight 8-byte stores beat one of 64 bytes on Cascade Lake (180 ms against 216
 * to 250 for a fill of 1.68 GB through the cache, after a write-prefetch too).
 * They are written in assembly so that no compiler makes them wider, in
 * ascending order, from registers that a fill loads once; {AT&T|Intel}, as
 * -masm= says.
 */
#ifndef WORDS_H
#define WORDS_H

#include "x86.h"

struct line {
	uint64_t word[8];
};

/*
 * Word by word: for a memcpy() of the struct GCC 12 goes through vector
 * registers and the stack, and every line is stored twice (Zen 4, a copy of
 * 4 KiB that stays in the cache: 19 GB/s instead of 28 by movnti and of 38 by
 * prefetchw).
 */
static inline struct line load_line(const unsigned char *p)
{
	const streamcpy_word_ *w = (const streamcpy_word_ *)p;

	return (struct line){{
		w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7],
	}};
}

#define WORD_STORE(insn, at, operand)					\
	insn "\t{%" operand ", " at "(%0)|[%0+" at "], %" operand "}\n\t"

#define STORE_WORDS(insn, p, l)						\
	__asm__ __volatile__(WORD_STORE(insn, "0", "1")			\
			     WORD_STORE(insn, "8", "2")			\
			     WORD_STORE(insn, "16", "3")		\
			     WORD_STORE(insn, "24", "4")		\
			     WORD_STORE(insn, "32", "5")		\
			     WORD_STORE(insn, "40", "6")		\
			     WORD_STORE(insn, "48", "7")		\
			     WORD_STORE(insn, "56", "8")		\
			     : : "r"(p), "r"((l).word[0]), "r"((l).word[1]), \
			     "r"((l).word[2]), "r"((l).word[3]),	\
			     "r"((l).word[4]), "r"((l).word[5]),	\
			     "r"((l).word[6]), "r"((l).word[7])		\
			     : "memory")

#endif
