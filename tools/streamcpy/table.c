/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.c - the result of streamcpy bench for people, in 80 columns
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "common/fold.h"
#include "common/size.h"
#include "bench.h"

#define COLUMNS	79

static void begin(const void *about)
{
	const struct bench *bench = about;
	char versions[256];

	methods_versions(versions, sizeof(versions));
	origin_head(&bench->request->origin);
	printf("memcpy_streaming is %s; %s\n", streamcpy_backend()->name,
	       versions);
	printf("Medians of rounds that all methods have part in; ratios with their 95 %% interval,\n"
	       "~: it includes 1, ?: too few rounds for one.\n");
}

/* What is in a cell of the three tables of a group of rates */

static void cell_rate(const struct bench_case *c, unsigned i)
{
	double rate = sample_median(&c->value[i]);

	printf(" %5.*f", rate < 99.95 ? 1 : 0, rate);
}

static void cell_ratio(const struct bench_case *c, unsigned i)
{
	unsigned of, to;
	struct interval ratio = case_ratio(c, i, &of, &to);

	printf(" %4.2f%c", ratio.value, !i ? ' ' : isinf(ratio.high) ? '?' :
	       interval_decided(&ratio, 1) ? ' ' : '~');
}

static void cell_width(const struct bench_case *c, unsigned i)
{
	unsigned of, to;
	struct interval ratio = case_ratio(c, i, &of, &to);

	if (!i || isinf(ratio.high))
		printf("     %c", i ? '?' : '-');
	else if (interval_width(&ratio) >= 10)
		printf("  >999");
	else
		printf(" %5.1f", 100 * interval_width(&ratio));
}

static void print_grid(const struct bench_group *group, const char *title,
		       void (*cell)(const struct bench_case *c, unsigned i))
{
	const struct bench_case *first = group->first;
	char bytes[24];
	unsigned i, c;

	printf("%-14s", title);
	for (c = 0; c < group->n; c++) {
		size_short(first[c].size, bytes);
		printf(" %5s", bytes);
	}
	printf("\n");
	for (i = 0; i < first->nr; i++) {
		printf("%-14s", first->name[i]);
		for (c = 0; c < group->n; c++)
			cell(&first[c], i);
		printf("\n");
	}
}

static void print_rates(const struct bench_group *group)
{
	char ratio[32];

	snprintf(ratio, sizeof(ratio), "/ %s", group->first->name[0]);
	print_grid(group, "GB/s", cell_rate);
	print_grid(group, ratio, cell_ratio);
	print_grid(group, "+- %", cell_width);
}

static void print_values(const struct bench_case *c)
{
	struct interval interval;
	unsigned i, of, to;
	char words[40];

	printf("%-26s %8s   / %s\n", "", "median", c->name[0]);
	for (i = 0; i < c->nr; i++) {
		interval = case_ratio(c, i, &of, &to);
		interval_words(&interval, words, sizeof(words));
		printf("%-26s %8.2f   %s\n", c->name[i],
		       sample_median(&c->value[i]), i ? words : "1");
	}
}

static void print_ratio(const struct bench_case *c, unsigned i, int width)
{
	unsigned of, to;
	struct interval ratio = case_ratio(c, i, &of, &to);
	char words[40];

	interval_words(&ratio, words, sizeof(words));
	printf("  %-*s", width, words);
}

static void print_short(const struct bench_case *c)
{
	unsigned i, pmem = case_find(c, "libpmem"), best = case_fastest(c);
	char bytes[24];

	size_short(c->size, bytes);
	printf("%5s+%-2zu", bytes, c->offset);
	for (i = 0; i < c->nr; i++)
		printf(" %6.1f%c", sample_median(&c->value[i]),
		       i && i == best ? '*' : ' ');
	if (pmem)
		print_ratio(c, pmem, 17);
	if (best)
		print_ratio(c, best, 0);
	printf("\n");
}

/* Ours has its name above the table; * marks the fastest of the others. */
static void print_shorts(const struct bench_group *group)
{
	const struct bench_case *first = group->first;
	unsigned i;

	printf("%8s %6s ", "size+off", "ours");
	for (i = 1; i < first->nr; i++)
		printf(" %6s%s", first->name[i],
		       strlen(first->name[i]) < 7 ? " " : "");
	if (case_find(first, "libpmem"))
		printf("  %-17s", "ours / libpmem");
	if (first->nr > 1)
		printf("  ours / fastest*");
	printf("\n");
	for (i = 0; i < group->n; i++)
		print_short(&first[i]);
}

static void print_group(const void *about, const void *part)
{
	const struct bench *bench = about;
	const struct bench_group *group = part;
	char text[160];

	case_describe(group->first, text, sizeof(text));
	printf("\n%s%s\n", text, bench->partial ? "; PARTIAL: interrupted" : "");
	if (group->first->quantity == RATE)
		print_rates(group);
	else if (group->first->quantity == SHORT)
		print_shorts(group);
	else
		print_values(group->first);
	fflush(stdout);
}

/* A signal may come where no table is begun that could be marked. */
static int end(const void *about)
{
	const struct bench *bench = about;
	char text[4096];

	if (bench->partial)
		printf("\nPARTIAL: interrupted; %u of %u cases were measured.\n",
		       bench->nr_done, bench->nr_cases);
	bench_verdict(about, text, sizeof(text));
	printf("\n");
	fold(stdout, text, COLUMNS);
	return 0;
}

const struct reporter bench_table = {
	.begin = begin, .part = print_group, .end = end,
};
