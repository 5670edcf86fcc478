/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * movdir64b.c - 64-byte direct stores
 *
 * The store reads its line from memory, so a line is a place and not
 * registers. SFENCE orders it like any other streaming store.
 */
#include "x86.h"

struct line {
	const unsigned char *at;
};

static inline struct line load_line(const unsigned char *p)
{
	return (struct line){p};
}

static inline void store_line(unsigned char *p, struct line l)
{
	streamcpy_movdir64b_(p, l.at);
	x86_in_order();
}

#define NAME		movdir64b
#define NEEDS		X86_MOVDIR64B
#define NEEDS_TEXT	"MOVDIR64B"
#define TARGET
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE()
#include "nt_template.h"
