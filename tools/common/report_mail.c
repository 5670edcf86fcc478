/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_mail.c - a report as plain text for a list that takes no HTML
 */
#include <string.h>
#include "fold.h"
#include "report.h"

#define COLUMNS	72

static void paragraph(FILE *to, const char *text)
{
	size_t n = strlen(text);

	fold(to, text, COLUMNS);
	if (n && text[n - 1] != '\n')
		putc('\n', to);
}

static void facts(FILE *to, const struct report *r)
{
	char line[512];

	for (unsigned i = 0; i < r->nr_facts; i++) {
		snprintf(line, sizeof(line), "%s: %s", r->fact[i].name,
			 r->fact[i].value);
		paragraph(to, line);
	}
}

static size_t width(const struct report_table *t, unsigned column)
{
	size_t widest = strlen(t->head[column]), n;

	for (unsigned i = 0; i < t->rows; i++) {
		n = strlen(t->cell[i * t->columns + column]);
		if (n > widest)
			widest = n;
	}
	return widest;
}

/* How many columns from the first on fit into a line */
static unsigned fitting(const struct report_table *t)
{
	size_t sum = width(t, 0);
	unsigned column = 1;

	while (column < t->columns) {
		sum += 2 + width(t, column);
		if (sum > COLUMNS)
			break;
		column++;
	}
	return column;
}

static void row(FILE *to, const struct report_table *t,
		const char *const *cell, unsigned columns)
{
	fprintf(to, "%-*s", (int)width(t, 0), cell[0]);
	for (unsigned i = 1; i < columns; i++)
		fprintf(to, "  %*s", (int)width(t, i), cell[i]);
	putc('\n', to);
}

static void left_out(FILE *to, const struct report_table *t, unsigned columns)
{
	char line[512] = "Left out because they do not fit: ";
	size_t n = strlen(line);

	if (columns == t->columns)
		return;
	for (; columns < t->columns && n < sizeof(line); columns++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s",
				      t->head[columns],
				      columns + 1 < t->columns ? ", " : ".");
	paragraph(to, line);
}

static void table(FILE *to, const struct report_table *t)
{
	unsigned columns;

	if (!t->rows)
		return;
	columns = fitting(t);
	putc('\n', to);
	row(to, t, t->head, columns);
	for (unsigned i = 0; i < t->rows; i++)
		row(to, t, t->cell + (size_t)i * t->columns, columns);
	left_out(to, t, columns);
}

static void heading(FILE *to, const char *text, char under)
{
	putc('\n', to);
	paragraph(to, text);
	for (size_t n = strlen(text); n; n--)
		if (n <= COLUMNS)
			putc(under, to);
	putc('\n', to);
}

/* A blank line before each part */
static void section(FILE *to, const struct report_section *s)
{
	const char *lines = s->lines ? s->lines : "";
	size_t n;

	heading(to, s->title, '-');
	if (s->text) {
		putc('\n', to);
		paragraph(to, s->text);
	}
	table(to, &s->table);
	lines += strspn(lines, "\n");
	for (n = strlen(lines); n && lines[n - 1] == '\n'; n--)
		;
	if (n)
		fprintf(to, "\n%.*s\n", (int)n, lines);
	if (s->note) {
		putc('\n', to);
		paragraph(to, s->note);
	}
}

void report_mail(FILE *to, const struct report *r)
{
	heading(to, r->title, '=');
	if (r->summary) {
		putc('\n', to);
		paragraph(to, r->summary);
	}
	putc('\n', to);
	facts(to, r);
	for (unsigned i = 0; i < r->nr_sections; i++)
		section(to, &r->section[i]);
}
