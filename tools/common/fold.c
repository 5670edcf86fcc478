/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fold.c - sentences in lines of a width
 */
#include <string.h>
#include "fold.h"

void fold(FILE *to, const char *text, size_t columns)
{
	size_t column = 0, n;

	while (*text) {
		n = strcspn(text, " \n");
		if (column && column + 1 + n > columns)
			column = (size_t)fprintf(to, "\n ") - 1;
		if (column)
			column += (size_t)fprintf(to, " ");
		column += fwrite(text, 1, n, to);
		text += n;
		if (*text == '\n') {
			putc('\n', to);
			column = 0;
		}
		text += *text != '\0';
	}
}
