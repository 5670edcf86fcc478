/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log.c - refusals, warnings and debug lines: which value, and why
 */
#include <stdarg.h>
#include <stdio.h>
#include "log.h"

#define LINE_SIZE	512

static void tell(const struct log *log, enum zonedev_level level,
		 const char *format, va_list args)
{
	char line[LINE_SIZE];

	vsnprintf(line, sizeof(line), format, args);
	log->hooks.log(log->hooks.arg, level, line);
}

int zd_refuse(const struct log *log, int err, const char *format, ...)
{
	va_list args;

	if (log->text && log->size) {
		va_start(args, format);
		vsnprintf(log->text, log->size, format, args);
		va_end(args);
	}
	if (log->hooks.log) {
		va_start(args, format);
		tell(log, ZONEDEV_ERROR, format, args);
		va_end(args);
	}
	return err;
}

void zd_log(const struct log *log, enum zonedev_level level,
	    const char *format, ...)
{
	va_list args;

	if (!log->hooks.log)
		return;
	va_start(args, format);
	tell(log, level, format, args);
	va_end(args);
}
