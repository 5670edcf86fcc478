/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * format.c - the forms that a bench prints its numbers in
 */
#include <stddef.h>
#include "choice.h"
#include "format.h"

int format_take(const char *command, const char *name, enum format *format)
{
	static const char *const names[] = { "table", "csv", "json", NULL };
	int chosen = choose(command, "format", names, name);

	if (chosen < 0)
		return 2;
	*format = (enum format)chosen;
	return 0;
}
