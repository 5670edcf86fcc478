/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin.c - where a figure comes from: CPU, command, date
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "common/machine.h"
#include "origin.h"

/* In English whatever the locale is, which no tool of ours sets. */
static void take_date(char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm day;
	size_t n = 0;

	if (localtime_r(&now, &day))
		n = strftime(text, size, "%d %B %Y", &day);
	text[n] = '\0';
	if (*text == '0')
		memmove(text, text + 1, n);
}

void origin_take(struct origin *origin, const char *program, int argc,
		 char **argv)
{
	size_t size = sizeof(origin->command), at;
	int i;

	machine_describe(origin->cpu, sizeof(origin->cpu));
	take_date(origin->date, sizeof(origin->date));
	at = (size_t)snprintf(origin->command, size, "%s", program);
	for (i = 0; i < argc && at < size; i++)
		at += (size_t)snprintf(origin->command + at, size - at, " %s",
				       argv[i]);
}

void origin_print(const struct origin *origin, struct json *json)
{
	json_string(json, "cpu", origin->cpu);
	json_string(json, "command", origin->command);
	json_string(json, "date", origin->date);
}
