/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_mail.c - a report as plain text for a list that takes no HTML
 */
#include <string.h>
#include "report.h"

#define COLUMNS	72

/* Words of @text in lines of COLUMNS, the second and later ones indented */
static void wrapped(FILE *to, const char *text, unsigned indent)
{
	size_t at = 0, n;

	for (; *text; text += n) {
		if (*text == '\n' || *text == ' ') {
			n = 1;
			if (*text == '\n' && at) {
				putc('\n', to);
				at = 0;
			}
			continue;
		}
		n = strcspn(text, " \n");
		if (at && at + 1 + n > COLUMNS)
			at = (size_t)fprintf(to, "\n%*s", (int)indent, "") - 1;
		else if (at)
			at += (size_t)fprintf(to, " ");
		at += fwrite(text, 1, n, to);
	}
	putc('\n', to);
}

static void facts(FILE *to, const struct report *r)
{
	char line[512];

	for (unsigned i = 0; i < r->nr_facts; i++) {
		snprintf(line, sizeof(line), "%s: %s", r->fact[i].name,
			 r->fact[i].value);
		wrapped(to, line, 4);
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
	char line[512] = "Left out, for they do not fit: ";
	size_t n = strlen(line);

	if (columns == t->columns)
		return;
	for (; columns < t->columns && n < sizeof(line); columns++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, "%s%s",
				      t->head[columns],
				      columns + 1 < t->columns ? ", " : ".");
	wrapped(to, line, 0);
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
	wrapped(to, text, 0);
	for (size_t n = strlen(text); n; n--)
		if (n <= COLUMNS)
			putc(under, to);
	putc('\n', to);
}

void report_mail(FILE *to, const struct report *r)
{
	heading(to, r->title, '=');
	if (r->summary)
		wrapped(to, r->summary, 0);
	putc('\n', to);
	facts(to, r);
	for (unsigned i = 0; i < r->nr_sections; i++) {
		const struct report_section *s = &r->section[i];

		heading(to, s->title, '-');
		if (s->text)
			wrapped(to, s->text, 0);
		table(to, &s->table);
		if (s->lines && *s->lines)
			fprintf(to, "\n%s", s->lines);
	}
}
