/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_words.c - what both commands say in the same words
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include "complain.h"
#include "streamcpy_words.h"

static const char units[] = " KMGTPE";

void size_words(uint64_t bytes, char text[24])
{
	double value = (double)bytes;
	unsigned unit = 0;

	for (; value >= 1024; value /= 1024)
		unit++;
	if (unit)
		snprintf(text, 24, "%.4g %ciB", value, units[unit]);
	else
		snprintf(text, 24, "%" PRIu64 " B", bytes);
}

void size_short(uint64_t bytes, char text[24])
{
	unsigned unit = 0;

	for (; bytes && bytes % 1024 == 0; bytes /= 1024)
		unit++;
	if (unit)
		snprintf(text, 24, "%" PRIu64 "%c", bytes, units[unit]);
	else
		snprintf(text, 24, "%" PRIu64, bytes);
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
