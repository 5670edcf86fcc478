/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * methods.h - the ways to copy and to fill that the bench compares
 */
#ifndef STREAMCPY_METHODS_H
#define STREAMCPY_METHODS_H

#include <stdbool.h>
#include <stddef.h>
#include <streamcpy.h>

enum operation { OPERATION_COPY, OPERATION_FILL, OPERATION_FLUSH, OPERATIONS };

/* A backend, or one of the ways that the library is measured against */
struct method {
	const char *name[OPERATIONS];	/* NULL: has no such operation */
	const struct streamcpy_backend *backend;	/* NULL: not ours */
	void (*copy)(void *dst, const void *src, size_t n);
	void (*fill)(void *dst, size_t n);
	/* A copy of which nothing is left in a cache alone after the drain */
	void (*flush)(void *dst, const void *src, size_t n);
	void (*drain)(void);		/* NULL: nothing to order */
	bool non_temporal;
};

#define METHODS_MAX	24

/* memcpy first, which the others are compared with. Returns their number. */
unsigned methods_list(struct method methods[METHODS_MAX]);

/*
 * Our function and those of other libraries that do the same, ours first; two
 * at least of OPERATION_COPY. @method is not changed afterwards.
 */
unsigned peers_list(enum operation operation,
		    const struct method *method[METHODS_MAX]);

/* That of libmem_open(), or NULL */
const struct method *libmem_method(void);

/* "glibc 2.36, libpmem 1.12.1, libaocl-libmem.so.5.1.0" */
void methods_versions(char *text, size_t size);

void method_copy(const struct method *method, void *dst, const void *src,
		 size_t n);
void method_fill(const struct method *method, void *dst, size_t n);
void method_drain(const struct method *method);

#endif
