/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * methods.h - the ways to copy and to fill that the bench compares
 */
#ifndef STREAMCPY_METHODS_H
#define STREAMCPY_METHODS_H

#include <stdbool.h>
#include <stddef.h>
#include <streamcpy.h>

enum operation { OPERATION_COPY, OPERATION_FILL, OPERATIONS };

/* A backend, or one of the ways that the library is measured against */
struct method {
	const char *name[OPERATIONS];	/* "memcpy" fills by "memset" */
	const struct streamcpy_backend *backend;	/* NULL: not ours */
	void (*copy)(void *dst, const void *src, size_t n);
	void (*fill)(void *dst, size_t n);
	void (*drain)(void);		/* NULL: nothing to order */
	bool non_temporal;
};

#define METHODS_MAX	24

/* memcpy first, which the others are compared with. Returns their number. */
unsigned methods_list(struct method methods[METHODS_MAX]);

void method_copy(const struct method *method, void *dst, const void *src,
		 size_t n);
void method_fill(const struct method *method, void *dst, size_t n);
void method_drain(const struct method *method);

#endif
