/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - the result of zonedev bench as a page, with its raw data
 */
#include <stdlib.h>
#include <streamcpy.h>
#include "common/capture.h"
#include "common/message.h"
#include "common/report.h"
#include "bench.h"

#define NAME	"zonedev bench"
#define ROWS	(MEASURE_ROWS + 1)
#define COLUMNS	7

static const char *const head[COLUMNS] = {
	"path", "fresh ms", "rebind ms", "ns/page", "GB/s",
	"times base (95 %)", "% of limit",
};

/* The texts of a section, which struct report points to */
struct page {
	char title[160], verdict[4096], text[ROWS][COLUMNS][40];
	const char *cell[ROWS * COLUMNS];
	struct report_bar bar[ROWS];
	char *elsewhere;
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

static void print_elsewhere(const void *arg)
{
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
	put(page->text[i][1], 2, f.fresh);
	put(page->text[i][2], 2, f.median);
	put(page->text[i][3], 2, f.ns_per_page);
	put(page->text[i][4], 2, f.gb_per_s);
	if (f.ratio.n)
		interval_words(&f.ratio, page->text[i][5], 40);
	put(page->text[i][6], 0, 100 * f.share.value);
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
	unsigned i;

	for (i = 0; (row = bench_row_at(b, i)); i++)
		fill_row(page, i, b, row);
	snprintf(page->title, sizeof(page->title), "%s: %llu GiB %s",
		 b->scenario->name,
		 (unsigned long long)b->measurement.config.size >> 30,
		 b->scenario->what);
	bench_verdict(b, page->verdict, sizeof(page->verdict));
	page->elsewhere = capture_output(print_elsewhere, b);
	*section = (struct report_section){
		page->title, page->verdict,
		{ head, page->cell, COLUMNS, i },
		{ "ms per rebind: median, quartiles", page->bar, i,
		  best ? sample_median(&best->ns) * 1e-6 : 0, "fastest fill" },
		page->elsewhere,
	};
}

static int write_run(const struct bench_run *run,
		     struct report_section *sections, struct page *pages)
{
	const struct origin *o = &run->request->origin;
	const struct report_fact facts[] = {
		{ "CPU", o->cpu }, { "Kernel", o->kernel },
		{ "Compiler", o->compiler }, { "Huge pages", o->huge_pages },
		{ "NUMA nodes", o->nodes }, { "Load", o->load },
		{ "libstreamcpy", streamcpy_version() },
		{ "Command", o->command }, { "Date", o->date },
	};
	char *csv = printed(run, &format_csv.scenarios);
	char *json = printed(run, &format_json.scenarios);
	const struct report_file files[] = {
		{ "bench.csv", "text/csv", csv ? csv : "" },
		{ "bench.json", "application/json", json ? json : "" },
	};
	const struct report report = {
		NAME, "What filling page descriptors costs on this machine, by the kernel's path and by others; each ratio with its 95 % interval.",
		facts, sections, files,
		sizeof(facts) / sizeof(facts[0]), run->nr, 2,
	};
	int status = csv && json ? 0 : failed(NAME, "--report: no memory");
	unsigned i;

	for (i = 0; i < run->nr; i++)
		fill_section(&sections[i], &pages[i], &run->results[i]);
	if (!status)
		status = report_write(NAME, run->request->report, &report);
	for (i = 0; i < run->nr; i++)
		free(pages[i].elsewhere);
	free(csv);
	free(json);
	return status;
}

static int write_report(const void *about)
{
	const struct bench_run *run = about;
	struct report_section *sections = calloc(run->nr + 1,
						 sizeof(*sections));
	struct page *pages = calloc(run->nr + 1, sizeof(*pages));
	int status;

	if (sections && pages)
		status = write_run(run, sections, pages);
	else
		status = failed(NAME, "--report: no memory");
	free(sections);
	free(pages);
	return status;
}

const struct bench_format format_report = {
	.name = "report", .scenarios = { .end = write_report },
};
