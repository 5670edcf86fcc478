/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libmem.h - the memcpy() of a library that the user names, as AOCL-LibMem's
 */
#ifndef STREAMCPY_LIBMEM_H
#define STREAMCPY_LIBMEM_H

#include <stddef.h>

/* Loads the library in @file; 0, or -1 and why not. */
int libmem_open(const char *file, char *why, size_t size);

/* What memcpy() is; @version is its file's name, which ends in it */
struct libmem {
	void *(*copy)(void *dst, const void *src, size_t n);
	const char *version;
};

/* NULL as long as none is loaded */
const struct libmem *libmem_loaded(void);

#endif
