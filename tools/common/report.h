/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.h - the result of a bench as a page to read and to pass on
 *
 * The benches fill a struct report; its writers know nothing of what was
 * measured. All text is UTF-8 without markup; the writers escape it.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stdio.h>

struct report_fact {
	const char *name, *value;
};

/* @low and @high bound the interval; both 0: there is none */
struct report_bar {
	const char *name;
	double value, low, high;
};

/* Bars from 0 on; @limit is drawn as a line, unless 0 */
struct report_plot {
	const char *what;	/* with the unit: "ms per rebind" */
	const struct report_bar *bar;
	unsigned nr;
	double limit;
	const char *limit_name;
};

/* @cell has a row of @columns texts for each of @rows; the first is its name */
struct report_table {
	const char *const *head;
	const char *const *cell;
	unsigned columns, rows;
};

/* Any part may be missing: NULL, or nr or rows 0. Each line of @text is a
 * paragraph. */
struct report_section {
	const char *title, *text;
	struct report_table table;
	struct report_plot plot;
	const char *lines;	/* as they are, in columns of one width */
	const char *note;	/* about table and lines, behind them */
};

/* What the reader may save: content that is in the page itself */
struct report_file {
	const char *name, *type, *content;
};

struct report {
	const char *title, *summary;
	const struct report_fact *fact;
	const struct report_section *section;
	const struct report_file *file;
	unsigned nr_facts, nr_sections, nr_files;
};

/* One page that needs nothing else: no script, no font, no request */
void report_html(FILE *to, const struct report *report);

/* Plain text of at most 72 columns; says which columns it left out */
void report_mail(FILE *to, const struct report *report);

/* A plot as SVG in the colours of the page around it */
void report_svg(FILE *to, const struct report_plot *plot);

/* @text with &, <, > and " escaped, as in HTML and in SVG */
void report_escaped(FILE *to, const char *text);

/*
 * Makes the directory @dir unless it is there. Called before what takes long is
 * begun; 0, or 1 after a complaint of @command.
 */
int report_make_dir(const char *command, const char *dir);

/*
 * Writes report.html, report.txt and each of the files into the directory
 * @dir, which is there. 0, or 1 after a complaint of @command.
 */
int report_write(const char *command, const char *dir,
		 const struct report *report);

/* The same, or as a mail on standard output where @dir is NULL */
int report_deliver(const char *command, const char *dir,
		   const struct report *report);

#endif
