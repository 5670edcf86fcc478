/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * help.c - help texts, made from the tables of options
 */
#include <stdio.h>
#include <string.h>
#include "options.h"

#define WIDTH		80
#define COLUMN_MOST	28	/* where the text of an option begins */

/* "  --size SIZE[,SIZE]" */
static int write_name(const struct option_row *row, char *text, size_t size)
{
	if (!row->value)
		return snprintf(text, size, "  --%s", row->name);
	if (row->list)
		return snprintf(text, size, "  --%s %s[,%s]", row->name,
				row->value, row->value);
	return snprintf(text, size, "  --%s %s", row->name, row->value);
}

static int column_of(const struct command *command)
{
	const struct option_row *row;
	int column = 0, length;
	size_t offset;
	char text[64];
	unsigned i;

	for (i = 0; (row = options_row(command, i, &offset)); i++) {
		length = write_name(row, text, sizeof(text)) + 2;
		if (length > column && length <= COLUMN_MOST)
			column = length;
	}
	return column;
}

/* Words from @column on, as many on a line as fit */
static void print_wrapped(const char *text, int at, int column)
{
	int length;

	if (at > column) {
		putchar('\n');
		at = 0;
	}
	for (; *text; text += length, text += *text == ' ') {
		length = (int)strcspn(text, " ");
		if (at > column && at + 1 + length >= WIDTH) {
			putchar('\n');
			at = 0;
		}
		at += at > column ? printf(" %.*s", length, text) :
		      printf("%*s%.*s", column - at, "", length, text);
	}
	putchar('\n');
}

static void print_row(const struct option_row *row, int column)
{
	char text[1024], names[512] = "";
	const char *mark = strstr(row->help, "%s");
	int at;

	at = write_name(row, text, sizeof(text));
	fputs(text, stdout);
	if (row->names.at)
		names_join(row->names, ", ", names, sizeof(names));
	if (mark)
		snprintf(text, sizeof(text), "%.*s%s%s",
			 (int)(mark - row->help), row->help, names, mark + 2);
	else
		snprintf(text, sizeof(text), "%s", row->help);
	print_wrapped(text, at, column);
}

void options_help(const struct command *command)
{
	const struct option_row *row;
	int column = column_of(command);
	size_t offset;
	unsigned i;

	printf("usage: %s [OPTION...]%s%s\n\n%s\n", command->name,
	       command->operands ? " " : "",
	       command->operands ? command->operands : "", command->about);
	for (i = 0; (row = options_row(command, i, &offset)); i++)
		print_row(row, column);
	if (command->exits)
		printf("\nExit status: %s", command->exits);
}
