/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusal.h - an error in words: which value, and why
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* Where the line goes; nowhere when @size is 0 */
struct refusal {
	char *text;
	size_t size;
};

/* Writes the line and returns @err, so that it can be returned at once */
__attribute__((format(printf, 3, 4)))
static inline int refuse(struct refusal *why, int err, const char *format, ...)
{
	va_list args;

	if (why && why->text && why->size) {
		va_start(args, format);
		vsnprintf(why->text, why->size, format, args);
		va_end(args);
	}
	return err;
}

#endif
