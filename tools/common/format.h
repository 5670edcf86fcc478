/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.h - the forms that commands print their data in
 */
#ifndef FORMAT_H
#define FORMAT_H

enum format {
	FORMAT_TABLE,	/* for people; the default */
	FORMAT_CSV,
	FORMAT_JSON,
	FORMAT_FILE,	/* what another command reads: a model, descriptors */
	FORMAT_RAW,	/* bytes as they are in memory */
	FORMAT_MAIL,	/* a report in 72 columns */
	FORMATS
};

/* Of every command that prints data; some have more. */
#define FORMATS_COMMON	(1u << FORMAT_TABLE | 1u << FORMAT_CSV | \
			 1u << FORMAT_JSON)

/* The @i-th of those whose bits are in @mask, NULL behind the last */
const char *format_name(unsigned mask, unsigned i);

/* The format of that name, which must be one */
enum format format_find(const char *name);

/* The names of FORMATS_COMMON */
const char *format_common(unsigned i);

#endif
