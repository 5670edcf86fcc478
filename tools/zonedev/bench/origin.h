/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin.h - where a figure comes from: CPU, command, date
 */
#ifndef ORIGIN_H
#define ORIGIN_H

#include "common/json.h"

struct origin {
	char cpu[160];
	char command[512];
	char date[32];		/* as 25 November 2026 */
};

/* Of now; @program is written before the arguments. */
void origin_take(struct origin *origin, const char *program, int argc,
		 char **argv);

/* As the members cpu, command and date */
void origin_print(const struct origin *origin, struct json *json);

#endif
