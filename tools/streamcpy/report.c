/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - the result of streamcpy bench as a page, with its raw data
 */
#include <stdlib.h>
#include "common/capture.h"
#include "common/message.h"
#include "common/report.h"
#include "bench.h"

#define NAME	"streamcpy bench"

/* One group at a time, as it was on the terminal, and its picture */
struct page {
	char title[160], what[64], *lines;
	struct report_bar bar[METHODS_MAX];
};

/* A form of the result, for capture_output() */
struct form {
	const struct bench *bench;
	const struct reporter *reporter;
	unsigned first;		/* of one group; of all: nr_cases */
};

/* What a signal left out of the last group is in none. */
static struct bench_group done_group(const struct bench *bench, unsigned first)
{
	struct bench_group group = case_group(bench, first);

	if (group.n > bench->nr_done - first)
		group.n = bench->nr_done - first;
	return group;
}

static void print_all(const void *arg)
{
	const struct form *form = arg;
	const struct reporter *to = form->reporter;
	struct bench_group group;
	unsigned i;

	if (to->begin)
		to->begin(form->bench);
	for (i = 0; to->part && i < form->bench->nr_done; i += group.n) {
		group = done_group(form->bench, i);
		to->part(form->bench, &group);
	}
	if (to->end)
		to->end(form->bench);
}

static void print_one(const void *arg)
{
	const struct form *form = arg;
	struct bench_group group = done_group(form->bench, form->first);

	form->reporter->part(form->bench, &group);
}

static char *captured(const struct bench *bench,
		      const struct reporter *reporter)
{
	const struct form form = { bench, reporter, 0 };

	return capture_output(print_all, &form);
}

/* Of a group of several sizes the last one, which says most of streaming */
static void fill_section(struct report_section *section, struct page *page,
			 const struct bench *bench, unsigned first)
{
	const struct form form = { bench, &bench_table, first };
	struct bench_group group = done_group(bench, first);
	const struct bench_case *c = &group.first[group.n - 1];
	struct interval median;
	unsigned i;

	case_describe(c, page->title, sizeof(page->title));
	snprintf(page->what, sizeof(page->what), "%s at %zu bytes +%zu: median, 95 %% interval",
		 case_unit(c), c->size, c->offset);
	page->lines = capture_output(print_one, &form);
	for (i = 0; i < c->nr; i++) {
		median = statistics_median(&c->value[i], STATISTICS_ERROR);
		page->bar[i] = (struct report_bar){ .name = c->name[i],
						    .value = median.value };
		/* Without an end there is none to draw. */
		if (interval_width(&median) < 1) {
			page->bar[i].low = median.low;
			page->bar[i].high = median.high;
		}
	}
	*section = (struct report_section){
		.title = page->title, .lines = page->lines,
		.plot = { page->what, page->bar, c->nr, 0, NULL },
	};
}

static unsigned fill_sections(const struct bench *bench,
			      struct report_section *sections,
			      struct page *pages)
{
	unsigned i, n = 0;

	for (i = 0; i < bench->nr_done; i += done_group(bench, i).n) {
		fill_section(&sections[n], &pages[n], bench, i);
		n++;
	}
	return n;
}

static int write_files(const struct bench *bench, char *csv, char *json,
		       const struct report_section *sections, unsigned n)
{
	const struct origin *o = &bench->request->origin;
	char versions[256];
	const struct report_fact facts[] = {
		{ "CPU", o->cpu }, { "Kernel", o->kernel },
		{ "Compiler", o->compiler }, { "Huge pages", o->huge_pages },
		{ "NUMA nodes", o->nodes }, { "Load", o->load },
		{ "libstreamcpy", streamcpy_version() },
		{ "In use", streamcpy_backend()->name },
		{ "Beside", versions },
		{ "Command", o->command }, { "Date", o->date },
	};
	const struct report_file files[] = {
		{ "bench.csv", "text/csv", csv },
		{ "bench.json", "application/json", json },
	};
	const struct report report = {
		NAME, "What copies cost on this machine by the stores of libstreamcpy and of others; each ratio with its 95 % interval.",
		facts, sections, files,
		sizeof(facts) / sizeof(facts[0]), n, 2,
	};

	methods_versions(versions, sizeof(versions));
	return report_write(NAME, bench->request->report, &report);
}

/* What the numbers say comes first. */
static int write_sections(const struct bench *bench,
			  struct report_section *sections, struct page *pages)
{
	char verdict[4096];
	char *csv = captured(bench, &bench_csv);
	char *json = captured(bench, &bench_json);
	unsigned i, n = fill_sections(bench, sections + 1, pages);
	int status = 1;

	bench_verdict(bench, verdict, sizeof(verdict));
	sections[0] = (struct report_section){
		.title = bench->partial ? "Result; PARTIAL: interrupted" :
			 "Result", .text = verdict,
	};
	if (csv && json)
		status = write_files(bench, csv, json, sections, n + 1);
	else
		failed(NAME, "--report: no memory");
	for (i = 0; i < n; i++)
		free(pages[i].lines);
	free(csv);
	free(json);
	return status;
}

static int write_report(const void *about)
{
	const struct bench *bench = about;
	struct report_section *sections = calloc(bench->nr_done + 1,
						 sizeof(*sections));
	struct page *pages = calloc(bench->nr_done + 1, sizeof(*pages));
	int status;

	if (sections && pages)
		status = write_sections(bench, sections, pages);
	else
		status = failed(NAME, "--report: no memory");
	free(sections);
	free(pages);
	return status;
}

const struct reporter bench_report = { .end = write_report };
