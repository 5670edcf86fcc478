/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * movnti.c - 8 bytes per streaming store, the instruction of the kernel series
 */
#include "words.h"

static inline void store_line(unsigned char *p, struct line l)
{
	STORE_WORDS("movnti{q|}", p, l);
}

#define NAME		movnti
#define NEEDS		0
#define NEEDS_TEXT	"x86-64"
#define TARGET
#define LOAD_LINE	load_line
#define STORE_LINE	store_line
#define LEAVE()
#include "nt_template.h"
