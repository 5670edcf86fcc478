/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * message.c - what a tool says on standard error, and lists of names
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "message.h"

/* Longer words are compared by their beginning. */
#define NAME_MAX_LENGTH	31

static void print_line(const char *command, const char *format, va_list args)
{
	fprintf(stderr, "%s: ", command);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

int complain(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(command, format, args);
	va_end(args);
	return STATUS_USAGE;
}

int failed(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(command, format, args);
	va_end(args);
	return STATUS_FAILED;
}

int names_find(struct names names, const char *text)
{
	const char *name;
	unsigned i;

	for (i = 0; (name = names.at(i)); i++)
		if (!strcmp(name, text))
			return (int)i;
	return -1;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned low = a < b ? a : b;

	return low < c ? low : c;
}

/*
 * Letters inserted, left out, replaced or swapped with a neighbour: the
 * restricted distance of Damerau and Levenshtein, by rows of its matrix
 */
static unsigned distance(const char *a, const char *b)
{
	unsigned rows[3][NAME_MAX_LENGTH + 1], *above, *row, i, j;
	unsigned n = (unsigned)strnlen(b, NAME_MAX_LENGTH);

	for (j = 0; j <= n; j++)
		rows[0][j] = j;
	for (i = 1; i <= strnlen(a, NAME_MAX_LENGTH); i++) {
		above = rows[(i - 1) % 3];
		row = rows[i % 3];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1,
				       above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = least(row[j], rows[(i - 2) % 3][j - 2]
					       + 1, row[j]);
		}
	}
	return rows[(i - 1) % 3][n];
}

const char *names_nearest(struct names names, const char *text)
{
	unsigned best = (unsigned)strnlen(text, NAME_MAX_LENGTH) / 3 + 1, d, i;
	const char *nearest = NULL, *name;

	for (i = 0; (name = names.at(i)); i++) {
		d = distance(name, text);
		if (d < best && d < strlen(name)) {
			best = d;
			nearest = name;
		}
	}
	return nearest;
}

void names_join(struct names names, const char *between, char *text,
		size_t size)
{
	const char *name;
	size_t at = 0;
	unsigned i;

	*text = '\0';
	for (i = 0; at < size && (name = names.at(i)); i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s",
				       i ? between : "", name);
}

void names_suggest(struct names names, const char *before, const char *text,
		   char *suggestion, size_t size)
{
	const char *name = names_nearest(names, text);

	*suggestion = '\0';
	if (name)
		snprintf(suggestion, size, "; did you mean '%s%s'?", before,
			 name);
}
