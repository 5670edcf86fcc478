/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * choice.c - one word of several
 */
#include <stdio.h>
#include <string.h>
#include "choice.h"
#include "complain.h"

int choose(const char *command, const char *what, const char *const words[],
	   const char *text)
{
	char list[256];
	size_t length = 0;
	int i;

	for (i = 0; words[i]; i++) {
		if (!strcmp(words[i], text))
			return i;
		if (length < sizeof(list))
			length += (size_t)snprintf(list + length,
						   sizeof(list) - length,
						   "%s%s", !i ? "" :
						   words[i + 1] ? ", " :
						   " and ", words[i]);
	}
	complain(command, "there is no %s '%s'; %s are", what, text, list);
	return -1;
}
