/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * movdir64b.c - 64-byte direct stores
 *
 * The store reads its line from memory, so a line is a place and not
 * registers. SFENCE orders it like any other streaming store.
 */
#include <immintrin.h>
#include "x86.h"

#define TARGET		__attribute__((target("movdir64b")))

struct line {
	const unsigned char *at;
};

TARGET static inline struct line load_line(const unsigned char *p)
{
	return (struct line){p};
}

TARGET static inline void store_line(unsigned char *p, struct line l)
{
	_movdir64b(p, l.at);
}

#define NAME		movdir64b
#define NEEDS		X86_MOVDIR64B
#define NEEDS_TEXT	"MOVDIR64B"
#include "nt.h"
