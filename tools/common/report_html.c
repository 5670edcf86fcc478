/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_html.c - a report as one page: no script, no font, no request
 */
#include <string.h>
#include "report.h"

/* Wide tables scroll by themselves on a phone; print is black on white. */
static const char style[] =
":root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff;\n"
"  --soft: #59636e; --line: #d1d9e0; --bar: #4078c0; --limit: #b3261e }\n"
"@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3;\n"
"  --paper: #0d1117; --soft: #9198a1; --line: #3d444d; --bar: #5a9bf0;\n"
"  --limit: #ff8a80 } }\n"
"* { box-sizing: border-box }\n"
"body { margin: 0 auto; max-width: 56rem; padding: 1rem; color: var(--ink);\n"
"  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif }\n"
"h1 { font-size: 1.6rem; line-height: 1.2 } h2 { font-size: 1.2rem;\n"
"  border-top: 1px solid var(--line); padding-top: 1rem }\n"
"dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem }\n"
"dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }\n"
".wide, pre { overflow-x: auto }\n"
"table { border-collapse: collapse; font-variant-numeric: tabular-nums }\n"
"th, td { padding: .2rem .6rem; text-align: right; white-space: nowrap;\n"
"  border-bottom: 1px solid var(--line) }\n"
"th:first-child, td:first-child { text-align: left; position: sticky;\n"
"  left: 0; padding-left: 0; background: var(--paper) }\n"
"span { white-space: nowrap }\n"
"th { color: var(--soft); font-weight: 600 }\n"
"figure { margin: 1rem 0 } figcaption, .note { color: var(--soft) }\n"
"svg { width: 100%; max-width: 36rem; height: auto;\n"
"  font: 12px system-ui, sans-serif }\n"
"svg text { fill: var(--ink) } .bar { fill: var(--bar); opacity: .75 }\n"
".interval { stroke: var(--ink); fill: none; stroke-width: 1.5 }\n"
".limit { stroke: var(--limit); stroke-dasharray: 5 3; fill: none }\n"
"a { color: var(--bar) }\n"
"@media print { :root { --ink: #000; --paper: #fff; --soft: #333;\n"
"  --line: #999; --bar: #777; --limit: #000 }\n"
"  body { max-width: none; padding: 0; font-size: 9pt } pre { font-size: 7pt }\n"
"  svg { max-width: 24rem }\n"
"  figure, .wide { break-inside: avoid } h2 { break-after: avoid }\n"
"  .wide, pre { overflow: visible } nav { display: none }\n"
"  th:first-child, td:first-child { position: static } }\n";

static void element(FILE *to, const char *name, const char *text)
{
	fprintf(to, "<%s>", name);
	report_escaped(to, text);
	fprintf(to, "</%s>\n", name);
}

/*
 * Lines as paragraphs. A browser may end a line behind a dash: what a span has,
 * the name of an option, it keeps whole.
 */
static void prose(FILE *to, const char *text)
{
	size_t option = 0;	/* letters that are left of one */

	for (; *text; text++) {
		if (!option && !strncmp(text, "--", 2)) {
			option = strspn(text, "-abcdefghijklmnopqrstuvwxyz");
			fputs("<span>", to);
		}
		if (*text == '\n')
			fputs("</p>\n<p>", to);
		else
			report_escaped(to, (char[]){ *text, '\0' });
		if (option && !--option)
			fputs("</span>", to);
	}
}

static void paragraphs(FILE *to, const char *text)
{
	fputs("<p>", to);
	prose(to, text);
	fputs("</p>\n", to);
}

static void facts(FILE *to, const struct report *r)
{
	fputs("<dl>\n", to);
	for (unsigned i = 0; i < r->nr_facts; i++) {
		element(to, "dt", r->fact[i].name);
		fputs("<dd>", to);
		prose(to, r->fact[i].value);
		fputs("</dd>\n", to);
	}
	fputs("</dl>\n", to);
}

static void row(FILE *to, const char *cell_name, const char *const *cell,
		unsigned columns)
{
	fputs("<tr>", to);
	for (unsigned i = 0; i < columns; i++)
		element(to, cell_name, cell[i]);
	fputs("</tr>\n", to);
}

static void table(FILE *to, const struct report_table *t)
{
	if (!t->rows)
		return;
	fputs("<div class=\"wide\"><table>\n<thead>", to);
	row(to, "th", t->head, t->columns);
	fputs("</thead>\n<tbody>\n", to);
	for (unsigned i = 0; i < t->rows; i++)
		row(to, "td", t->cell + (size_t)i * t->columns, t->columns);
	fputs("</tbody></table></div>\n", to);
}

static void note(FILE *to, const char *text)
{
	fputs("<p class=\"note\">", to);
	report_escaped(to, text);
	fputs("</p>\n", to);
}

static void figure(FILE *to, const struct report_plot *plot)
{
	if (!plot->nr)
		return;
	fputs("<figure>\n", to);
	element(to, "figcaption", plot->what);
	report_svg(to, plot);
	fputs("</figure>\n", to);
}

static void section(FILE *to, const struct report_section *s)
{
	fputs("<section>\n", to);
	element(to, "h2", s->title);
	if (s->text)
		paragraphs(to, s->text);
	figure(to, &s->plot);
	table(to, &s->table);
	if (s->lines && *s->lines)
		element(to, "pre", s->lines);
	if (s->note)
		note(to, s->note);
	fputs("</section>\n", to);
}

/* RFC 3986: all but letters, digits and a few marks as %XX */
static void percent_encoded(FILE *to, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789-._~,:;/";

	for (; *text; text++)
		if (strchr(plain, *text))
			putc(*text, to);
		else
			fprintf(to, "%%%02X", (unsigned char)*text);
}

static void files(FILE *to, const struct report *r)
{
	if (!r->nr_files)
		return;
	fputs("<nav><p>Raw data:", to);
	for (unsigned i = 0; i < r->nr_files; i++) {
		fprintf(to, " <a download=\"%s\" href=\"data:%s,",
			r->file[i].name, r->file[i].type);
		percent_encoded(to, r->file[i].content);
		fprintf(to, "\">%s</a>", r->file[i].name);
	}
	fputs("</p></nav>\n", to);
}

void report_html(FILE *to, const struct report *r)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<link rel=\"icon\" href=\"data:,\">\n", to);
	element(to, "title", r->title);
	fprintf(to, "<style>\n%s</style>\n</head>\n<body>\n", style);
	element(to, "h1", r->title);
	if (r->summary)
		paragraphs(to, r->summary);
	facts(to, r);
	for (unsigned i = 0; i < r->nr_sections; i++)
		section(to, &r->section[i]);
	files(to, r);
	fputs("</body>\n</html>\n", to);
}
