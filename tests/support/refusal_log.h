/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * refusal_log.h - what the log callback was told
 */
#ifndef REFUSAL_LOG_H
#define REFUSAL_LOG_H

#include <check.h>
#include <string.h>
#include <zonedev.h>

static struct {
	unsigned lines[ZONEDEV_DEBUG + 1];	/* of each level */
	char last[ZONEDEV_DEBUG + 1][512];
} logged;

static inline void log_keep(void *arg, enum zonedev_level level,
			    const char *line)
{
	(void)arg;
	logged.lines[level]++;
	strncpy(logged.last[level], line, sizeof(logged.last[level]) - 1);
}

static inline void log_clear(void)
{
	memset(&logged, 0, sizeof(logged));
}

/* One line of error since log_clear(), and @word in it */
static inline void log_has_refusal(const char *word)
{
	ck_assert_uint_eq(logged.lines[ZONEDEV_ERROR], 1);
	ck_assert_msg(strstr(logged.last[ZONEDEV_ERROR], word) != NULL,
		      "'%s' lacks '%s'", logged.last[ZONEDEV_ERROR], word);
}

#endif
