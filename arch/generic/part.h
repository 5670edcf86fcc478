/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * part.h - ordinary copies of less than a line
 */
#ifndef PART_H
#define PART_H

#include "backend.h"

/*
 * What decides on a copy keeps none of its caller's registers: each that is
 * saved is a store, and short copies to memory that is not cached wait for room
 * in the queue of stores.
 */
#define APART		static __attribute__((noinline)) void

/* From @size to twice that */
#define TWO_OF(size)							\
	do {								\
		memcpy(d, s, size);					\
		memcpy(d + n - (size), s + n - (size), size);		\
	} while (0)

/*
 * @n is less than LINE. Compilers that know so make 8-byte stores of a
 * memcpy(), up to eight; these are at most four of the baseline's vectors.
 */
static inline void copy_part(unsigned char *d, const unsigned char *s, size_t n)
{
	if (n >= 32)
		TWO_OF(32);
	else if (n >= 16)
		TWO_OF(16);
	else if (n >= 8)
		TWO_OF(8);
	else if (n >= 4)
		TWO_OF(4);
	else if (n >= 2)
		TWO_OF(2);
	else if (n)
		*d = *s;
}

#endif
