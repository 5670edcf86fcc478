/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * formats.c - the forms of a result of zonedev bench, of scenarios and sweeps
 */
#include <stddef.h>
#include "formats.h"

static const struct bench_format *const formats[] = {
	&format_table,
	&format_csv,
	&format_json,
	&format_mail,
};

const struct bench_format *format_at(unsigned i)
{
	return i < sizeof(formats) / sizeof(formats[0]) ? formats[i] : NULL;
}

const char *format_name_at(unsigned i)
{
	const struct bench_format *format = format_at(i);

	return format ? format->name : NULL;
}
