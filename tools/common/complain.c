/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * complain.c - what a tool says of bad usage
 */
#include <stdarg.h>
#include <stdio.h>
#include "complain.h"

int complain(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "%s: ", command);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	return 2;
}
