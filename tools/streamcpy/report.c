/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report.c - the result of streamcpy bench as a page, with its raw data, and as
 * a mail
 */
#include <stdlib.h>
#include <string.h>
#include "common/capture.h"
#include "common/message.h"
#include "common/report.h"
#include "common/size.h"
#include "bench.h"

#define NAME	"streamcpy bench"

/* So many sizes are beside each other in the 72 columns of a mail. */
#define SIZES	9

static const char legend[] =
	"Medians of rounds that all methods have part in. / memcpy: times as fast, with half its 95 % interval under +- %; ~: the interval includes 1, ?: too few rounds for one.";

/* One group at a time, as it was on the terminal, and its picture */
struct page {
	char title[160], what[80], *lines;
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

/* A group of more sizes in two parts */
static void print_one(const void *arg)
{
	const struct form *form = arg;
	struct bench_group all = done_group(form->bench, form->first);
	struct bench_group part = all;

	if (all.first->quantity == RATE && all.n > SIZES)
		part.n = (all.n + 1) / 2;
	for (; part.first < all.first + all.n; part.first += part.n) {
		if (part.first + part.n > all.first + all.n)
			part.n = (unsigned)(all.first + all.n - part.first);
		form->reporter->part(form->bench, &part);
	}
}

/* "GB/s for 64M: median, 95 % interval" */
static void describe_bars(const struct bench_case *c, char *text, size_t size)
{
	char bytes[24], offset[24] = "";

	size_short(c->size, bytes);
	if (c->quantity == SHORT)
		snprintf(offset, sizeof(offset), " at +%zu", c->offset);
	snprintf(text, size, "%s for %s%s: median, 95 %% interval",
		 case_unit(c), bytes, offset);
}

/* Behind the title, which is a heading here */
static const char *without_title(const char *lines)
{
	const char *end;

	lines += strspn(lines, "\n");
	end = strchr(lines, '\n');
	return end ? end + 1 : lines;
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
	describe_bars(c, page->what, sizeof(page->what));
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
		.title = page->title, .lines = page->lines ?
		without_title(page->lines) : NULL,
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

static int deliver_files(const struct bench *bench, const char *dir,
			 char *csv, char *json,
			 const struct report_section *sections, unsigned n)
{
	char versions[256];
	struct report_fact facts[ORIGIN_FACTS + 2];
	const struct report_file files[] = {
		{ "bench.csv", "text/csv", csv },
		{ "bench.json", "application/json", json },
	};
	const struct report report = {
		NAME, "What copies cost on this machine by the stores of libstreamcpy and of others.",
		facts, sections, files, ORIGIN_FACTS + 2, n, 2,
	};

	methods_versions(versions, sizeof(versions));
	origin_facts(&bench->request->origin, facts);
	facts[ORIGIN_FACTS] = (struct report_fact){
		"In use", streamcpy_backend()->name };
	facts[ORIGIN_FACTS + 1] = (struct report_fact){ "Beside", versions };
	return report_deliver(NAME, dir, &report);
}

/* What the numbers say comes first. */
static int deliver_sections(const struct bench *bench, const char *dir,
			    struct report_section *sections,
			    struct page *pages)
{
	char verdict[4096];
	char *csv = captured(bench, &bench_csv);
	char *json = captured(bench, &bench_json);
	unsigned i, n = fill_sections(bench, sections + 1, pages);
	int status = 1;

	bench_verdict(bench, verdict, sizeof(verdict));
	sections[0] = (struct report_section){
		.title = bench->partial ? "Result; PARTIAL: interrupted" :
			 "Result", .text = verdict, .note = legend,
	};
	if (csv && json)
		status = deliver_files(bench, dir, csv, json, sections, n + 1);
	else
		failed(NAME, "report: no memory");
	for (i = 0; i < n; i++)
		free(pages[i].lines);
	free(csv);
	free(json);
	return status;
}

/* Into the directory, or as a mail for NULL */
static int make_report(const struct bench *bench, const char *dir)
{
	struct report_section *sections = calloc(bench->nr_done + 1,
						 sizeof(*sections));
	struct page *pages = calloc(bench->nr_done + 1, sizeof(*pages));
	int status;

	if (sections && pages)
		status = deliver_sections(bench, dir, sections, pages);
	else
		status = failed(NAME, "report: no memory");
	free(sections);
	free(pages);
	return status;
}

static int write_report(const void *about)
{
	const struct bench *bench = about;

	return make_report(bench, bench->request->report);
}

static int print_mail(const void *about)
{
	return make_report(about, NULL);
}

const struct reporter bench_report = { .end = write_report };
const struct reporter bench_mail = { .end = print_mail };
