/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * log.h - refusals, warnings and debug lines: which value, and why
 */
#ifndef ZONEDEV_LOG_H
#define ZONEDEV_LOG_H

#include "zonedev.h"

/*
 * Who is told: the log callback, where there is one, and @text, where @size is
 * not 0. The hooks are a copy: a call uses those that it began with.
 */
struct log {
	struct zonedev_hooks hooks;
	char *text;
	size_t size;
};

/* Tells why, as an error, and returns @err, so that it can be returned */
__attribute__((format(printf, 3, 4)))
int zd_refuse(const struct log *log, int err, const char *format, ...);

/* Tells the callback; nothing is formatted when there is none */
__attribute__((format(printf, 3, 4)))
void zd_log(const struct log *log, enum zonedev_level level,
	    const char *format, ...);

#endif
