/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * complain.c - what a tool says of bad usage
 */
#include <getopt.h>
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

int complain_of_option(const char *command, const char *option)
{
	return complain(command, "'%s' is no option or lacks its value; '%s --help' tells them",
			option, command);
}

int complain_option(const char *command, int returned, char **argv)
{
	const char *what = argv[optind - 1];

	if (returned == ':')
		return complain(command, "%s wants a value; '%s --help' tells which",
				what, command);
	return complain(command, "'%s' is no option, or takes no value; '%s --help' tells them",
			what, command);
}
