/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - the result of zonedev bench as a page, with its raw data, and as
 * a mail
 */
#include <stdlib.h>
#include "common/capture.h"
#include "common/message.h"
#include "common/report.h"
#include "common/size.h"
#include "bench.h"

#define NAME	"zonedev bench"
#define ROWS	(MEASURE_ROWS + 1)
#define COLUMNS	7

static const char *const head[COLUMNS] = {
	"path", "rebind ms", "times base (95 %)", "% of limit", "ns/page",
	"GB/s", "fresh ms",
};

static const char legend[] =
	"Times base: base's time divided by this path's, the median of the rounds and its 95 % interval; ~: the interval includes 1, ?: too few rounds for one. Limit: the fastest of all fills and paths in the same rounds. Fresh: the first bind, which takes the page faults.";

/* The texts of a section, which struct report points to */
struct page {
	char title[160], verdict[4096], text[ROWS][COLUMNS][40];
	const char *cell[ROWS * COLUMNS];
	struct report_bar bar[ROWS];
	char *lines;
};

/* A form of the result, for capture_output() */
struct form {
	const struct bench_run *run;
	const struct reporter *reporter;
};

static void print_form(const void *arg)
{
	const struct form *form = arg;
	const struct reporter *to = form->reporter;
	unsigned i;

	if (to->begin)
		to->begin(form->run);
	for (i = 0; i < form->run->nr; i++)
		to->part(form->run, &form->run->results[i]);
	if (to->end)
		to->end(form->run);
}

static char *printed(const struct bench_run *run,
		     const struct reporter *reporter)
{
	const struct form form = { run, reporter };

	return capture_output(print_form, &form);
}

/* One of them prints nothing: no other machine has whole binds. */
static void print_lines(const void *arg)
{
	wholes_print(arg);
	machines_print(arg);
}

static void put(char text[40], int decimals, double value)
{
	if (value)
		snprintf(text, 40, "%.*f", decimals, value);
}

static void fill_row(struct page *page, unsigned i,
		     const struct bench_result *b, const struct measured *row)
{
	struct figures f;
	unsigned c;

	bench_figures(b, row, &f);
	bench_row_name(row, page->text[i][0]);
	put(page->text[i][1], 2, f.median);
	if (i && f.ratio.n)
		interval_words(&f.ratio, page->text[i][2], 40);
	else if (f.ratio.n)
		snprintf(page->text[i][2], 40, "1");
	put(page->text[i][3], 0, 100 * f.share.value);
	put(page->text[i][4], 2, f.ns_per_page);
	put(page->text[i][5], 2, f.gb_per_s);
	put(page->text[i][6], 2, f.fresh);
	for (c = 0; c < COLUMNS; c++)
		page->cell[i * COLUMNS + c] = page->text[i][c];
	page->bar[i] = (struct report_bar){
		page->text[i][0], f.median, f.quartile_1, f.quartile_3,
	};
}

static void fill_section(struct report_section *section, struct page *page,
			 const struct bench_result *b)
{
	const struct limit *best = limits_best(&b->measurement.limits, 1);
	const struct measured *row;
	char size[24];
	unsigned i;

	for (i = 0; (row = bench_row_at(b, i)); i++)
		fill_row(page, i, b, row);
	size_words(b->measurement.config.size, size);
	snprintf(page->title, sizeof(page->title), "%s: %s %s%s",
		 b->scenario->name,
		 size, b->scenario->what,
		 b->measurement.partial ? "; PARTIAL: interrupted" : "");
	bench_verdict(b, page->verdict, sizeof(page->verdict));
	page->lines = capture_output(print_lines, b);
	*section = (struct report_section){
		page->title, page->verdict,
		{ head, page->cell, COLUMNS, i },
		{ "ms per rebind: median, quartiles", page->bar, i,
		  best ? sample_median(&best->ns) * 1e-6 : 0, "fastest fill" },
		page->lines, legend,
	};
}

static int deliver_run(const struct bench_run *run, const char *dir,
		       struct report_section *sections, struct page *pages)
{
	struct report_fact facts[ORIGIN_FACTS];
	char *csv = printed(run, &format_csv.scenarios);
	char *json = printed(run, &format_json.scenarios);
	const struct report_file files[] = {
		{ "bench.csv", "text/csv", csv ? csv : "" },
		{ "bench.json", "application/json", json ? json : "" },
	};
	const struct report report = {
		NAME, "What filling page descriptors costs on this machine, by the kernel's path and by others.",
		facts, sections, files, ORIGIN_FACTS, run->nr, 2,
	};
	int status = csv && json ? 0 : failed(NAME, "report: out of memory");
	unsigned i;

	origin_facts(&run->request->origin, facts);
	for (i = 0; i < run->nr; i++)
		fill_section(&sections[i], &pages[i], &run->results[i]);
	if (!status)
		status = report_deliver(NAME, dir, &report);
	for (i = 0; i < run->nr; i++)
		free(pages[i].lines);
	free(csv);
	free(json);
	return status;
}

/* Into the directory, or as a mail for NULL */
static int make_report(const struct bench_run *run, const char *dir)
{
	struct report_section *sections = calloc(run->nr + 1,
						 sizeof(*sections));
	struct page *pages = calloc(run->nr + 1, sizeof(*pages));
	int status;

	if (sections && pages)
		status = deliver_run(run, dir, sections, pages);
	else
		status = failed(NAME, "report: out of memory");
	free(sections);
	free(pages);
	return status;
}

static int write_report(const void *about)
{
	const struct bench_run *run = about;

	return make_report(run, run->request->report);
}

static int print_mail(const void *about)
{
	return make_report(about, NULL);
}

const struct bench_format format_report = {
	.name = "report", .scenarios = { .end = write_report },
};

const struct bench_format format_mail = {
	.name = "mail", .scenarios = { .end = print_mail },
};
