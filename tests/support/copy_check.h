/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copy_check.h - holds one copy or fill to its contract
 */
#ifndef COPY_CHECK_H
#define COPY_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void copy_function(void *dst, const void *src, size_t n);
typedef void fill_function(void *dst, const void *pattern, size_t size,
			   size_t count);

/* Bytes on either side of a destination that must not change */
#define CANARY	64

/* The longest copy that can be checked; a pattern is shorter still */
#define CHECKED_MAX	((size_t)1 << 20)

/*
 * Copies the @n bytes at @src to @dst, which holds their complement before;
 * @dst has CANARY bytes of room on either side. True when the copy is exact,
 * the canaries stand and every byte of the source is what it was.
 */
bool copy_is_right(copy_function *copy, unsigned char *dst,
		   const unsigned char *src, size_t n);

/* The same for @count copies of the @size bytes at @pattern */
bool fill_is_right(fill_function *fill, unsigned char *dst,
		   const unsigned char *pattern, size_t size, size_t count);

/* The source: byte @i of it, so that a test can place it anywhere */
void source_write(unsigned char *at, size_t n);

#endif
