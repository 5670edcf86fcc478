/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.c - the forms that commands print their data in
 */
#include <string.h>
#include "format.h"

static const char *const names[] = {
	[FORMAT_TABLE] = "table", [FORMAT_CSV] = "csv", [FORMAT_JSON] = "json",
	[FORMAT_FILE] = "file", [FORMAT_RAW] = "raw",
	[FORMAT_MAIL] = "mail",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == FORMATS,
	       "each format has a name");

const char *format_name(unsigned mask, unsigned i)
{
	unsigned format;

	for (format = 0; format < FORMATS; format++)
		if (mask >> format & 1 && !i--)
			return names[format];
	return NULL;
}

enum format format_find(const char *name)
{
	unsigned format;

	for (format = 0; format < FORMATS; format++)
		if (!strcmp(names[format], name))
			break;
	return (enum format)format;
}

const char *format_common(unsigned i)
{
	return format_name(FORMATS_COMMON, i);
}
