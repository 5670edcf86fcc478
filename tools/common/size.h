/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * size.h - sizes as people write them
 */
#ifndef SIZE_H
#define SIZE_H

#include <stddef.h>
#include <stdint.h>

/*
 * "100G" and the like: a number in decimal or 0x form and one of K, M, G, T,
 * with or without iB, powers of 1024. 0, or -EINVAL or -ERANGE and in @why
 * what it is not, for a line that names the value: "not a size, such as 64M".
 */
int parse_size(const char *text, uint64_t *bytes, char *why, size_t n);

/* A whole number from @low to @high, else as above */
int parse_number(const char *text, uint64_t low, uint64_t high,
		 uint64_t *number, char *why, size_t n);

/* "64 B", "512 KiB", "1.5 GiB" */
void size_words(uint64_t bytes, char text[24]);

/* "64", "512K", "1G": the form that --size takes, and short */
void size_short(uint64_t bytes, char text[24]);

#endif
