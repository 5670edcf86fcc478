/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.c - the result of zonedev bench for people, in 80 columns
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "common/fold.h"
#include "common/size.h"
#include "bench.h"

#define COLUMNS	79

static void print_head(const struct bench_request *r,
		       const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;
	const struct measurement *m = &b->measurement;
	char size[24], written[24], line[256];

	size_words(m->config.size, size);
	size_words(bench_descriptor_bytes(b), written);
	origin_head(&r->origin);
	printf("\n%s: %s %s%s\n", b->scenario->name, size, b->scenario->what,
	       m->partial ? "; PARTIAL: interrupted" : "");
	printf("descriptors as in the kernel that model %s stands for\n",
	       m->model->name);
	snprintf(line, sizeof(line),
		 "%" PRIu64 " pages, %s of descriptors; %zu round%s in %.0f s, each row next to base\n\n",
		 g->init_pages, written, m->base.rebind.ns.n,
		 m->base.rebind.ns.n == 1 ? "" : "s",
		 (double)m->took_ns * 1e-9);
	fold(stdout, line, COLUMNS);
}

/* An empty cell where there is no figure */
static void cell(double value, int width, int digits)
{
	if (value)
		printf(" %*.*f", width, digits, value);
	else
		printf(" %*s", width, "-");
}

/* A rebind may take 1 us or 1 s: as many digits as the column has. */
static void cell_ms(double ms, int width)
{
	cell(ms, width, ms < 1 ? 4 : ms < 10 ? 3 : ms < 1000 ? 2 : 0);
}

static void print_row(const struct bench_result *b, const struct measured *row)
{
	char name[32], ratio[40];
	struct figures f;

	bench_figures(b, row, &f);
	if (!f.median)
		return;
	bench_row_name(row, name);
	interval_words(&f.ratio, ratio, sizeof(ratio));
	printf("%-19s %c", name, row->type->kernel ? 'k' : ' ');
	cell_ms(f.median, 8);
	cell(f.ns_per_page, 6, 2);
	cell(f.gb_per_s, 5, 1);
	printf("  %-18s", row == &b->measurement.base ? "1" : ratio);
	cell(100 * f.share.value, 5, 0);
	cell(f.reread, 7, 1);
	printf("\n");
}

static void print_rows(const struct bench_result *b)
{
	const struct measured *row;
	unsigned i;

	printf("%-21s %8s %6s %5s  %-18s %5s %7s\n", "", "rebind", "ns/", "",
	       "speed of base,", "% of", "re-read");
	printf("%-21s %8s %6s %5s  %-18s %5s %7s\n", "path", "ms", "page",
	       "GB/s", "95 % interval", "limit", "after");
	for (i = 0; (row = bench_row_at(b, i)); i++)
		print_row(b, row);
	printf("k: a kernel can use it as it is, without vector registers. ~: undecided, the\n"
	       "interval includes 1. Limit: the fastest of all fills and paths in the same\n"
	       "rounds. Re-read: slowdown of re-reading a cached 512 KiB set after a rebind.\n");
}

/* What auto did in the last rebind: the strategies that had a part in it */
static void print_strategies(const struct measured *row)
{
	const struct zonedev_report *r = &row->last;
	uint64_t all = 0, named = 0;
	const struct zonedev_strategy *s = r->strategies;
	const struct zonedev_strategy *end = s + r->nr_strategies;
	char line[2048], name[32];
	size_t at;

	if (!r->nr_strategies)
		return;
	bench_row_name(row, name);
	at = (size_t)snprintf(line, sizeof(line),
			      "%s, last rebind with %u thread%s:", name,
			      r->threads, r->threads == 1 ? "" : "s");
	for (s = r->strategies; s < end; s++)
		all += s->chunks;
	for (s = r->strategies; s < end; s++) {
		if (s->chunks * 20 < all || at >= sizeof(line))
			continue;
		at += (size_t)snprintf(line + at, sizeof(line) - at,
			"%s %s %" PRIu64 " chunk%s at %.2f ns/page",
			named ? "," : "", s->name, s->chunks,
			s->chunks == 1 ? "" : "s",
			(double)s->ns / (double)s->pages);
		named += s->chunks;
	}
	if (named < all && at < sizeof(line))
		snprintf(line + at, sizeof(line) - at,
			 ", %" PRIu64 " chunks spent probing other strategies",
			 all - named);
	fold(stdout, line, COLUMNS);
	printf(".\n");
}

static void print_fills(const struct bench_result *b)
{
	const struct limits *limits = &b->measurement.limits;
	const struct limit *l, *best = limits_best(limits, 1);
	char line[2048];
	size_t at;

	if (!best)
		return;
	at = (size_t)snprintf(line, sizeof(line),
			      "Fills of this memory with equal descriptors, one thread, ns/page:");
	for (l = limits->limit; l < limits->limit + limits->nr; l++)
		if (l->threads == 1 && l->ns.n && at < sizeof(line))
			at += (size_t)snprintf(line + at, sizeof(line) - at,
				" %s %.2f%s", l->backend->name,
				sample_median(&l->ns) /
				(double)bench_descriptors(b),
				l == best ? " (the fastest)" : "");
	fold(stdout, line, COLUMNS);
	printf(".\n");
}

static double share(double part, double all)
{
	return all ? 100 * part / all : 0;
}

void wholes_print(const struct bench_result *b)
{
	const struct measured *row;
	char name[32], ratio[40];
	struct figures f;
	unsigned i;

	if (!b->scenario->whole_binds)
		return;
	printf("\nwhole binds        fresh ms init %%  speed of base     recycled ms init %%\n");
	for (i = 0; (row = bench_row_at(b, i)); i++) {
		if (row->type->write)
			continue;
		bench_figures(b, row, &f);
		bench_row_name(row, name);
		interval_words(&f.fresh_ratio, ratio, sizeof(ratio));
		printf("%-19s", name);
		cell_ms(f.fresh_whole, 7);
		cell(share(f.fresh, f.fresh_whole), 6, 1);
		printf("  %-18s", i ? ratio : "1");
		cell_ms(f.whole, 10);
		cell(share(f.median, f.whole), 6, 1);
		printf("\n");
	}
	printf("\n");
}

/* First binds are mostly page faults: once each, which has no interval. */
static void print_first(const struct bench_result *b)
{
	const struct measured *row;
	struct figures f;
	char line[1024], name[32];
	size_t at;
	unsigned i;

	at = (size_t)snprintf(line, sizeof(line), "First bind, of a fresh memmap, ms:");
	for (i = 0; (row = bench_row_at(b, i)); i++) {
		bench_figures(b, row, &f);
		bench_row_name(row, name);
		if (f.fresh && at < sizeof(line))
			at += (size_t)snprintf(line + at, sizeof(line) - at,
					       "%s %s %.0f", i ? "," : "",
					       name, f.fresh);
	}
	fold(stdout, line, COLUMNS);
	printf(".\n");
}

static void print_published(const struct bench_result *b)
{
	const struct measured *row;
	struct figures f;
	char line[512];
	size_t at = 0;
	unsigned i;

	for (i = 0; (row = bench_row_at(b, i)); i++) {
		bench_figures(b, row, &f);
		if (f.published && at < sizeof(line))
			at += (size_t)snprintf(line + at, sizeof(line) - at,
				"%s %s %.2f", at ? "," :
				"Published (Ice Lake, June 2026), ms:",
				row->type->name, f.published);
	}
	if (at) {
		fold(stdout, line, COLUMNS);
		printf(".\n");
	}
}

static void print_scenario(const void *about, const void *part)
{
	const struct bench_run *run = about;
	const struct bench_result *b = part;
	const struct measurement *m = &b->measurement;
	char verdict[4096];
	unsigned i;

	print_head(run->request, b);
	if (m->base.rebind.ns.n)
		print_rows(b);
	wholes_print(b);
	if (!b->scenario->whole_binds)
		print_first(b);
	print_fills(b);
	for (i = 0; i < m->nr_rows; i++)
		print_strategies(&m->row[i]);
	print_published(b);
	machines_print(b);
	bench_verdict(b, verdict, sizeof(verdict));
	printf("\n");
	fold(stdout, verdict, COLUMNS);
	printf("\n");
}

static void print_sweep_head(const struct bench_request *r,
			     const struct sweep *sweep)
{
	printf("%s: %s; model %s; %s, %s\n", r->scenario[0]->name,
	       r->scenario[0]->what, sweep->model->name, r->origin.cpu,
	       r->origin.date);
	printf("ns per page, medians of %u interleaved rounds of rebinds over cold descriptors\n\n%-10s",
	       sweep->rounds, "device");
}

static void print_flatness(const struct sweep *sweep,
			   const struct sweep_row *row)
{
	unsigned cheapest, dearest;
	struct interval flat;
	char name[32], low[24], high[24];

	flat = sweep_flatness(sweep, row, 0, &cheapest, &dearest);
	sweep_row_name(row, name);
	size_words(sweep->size[cheapest].bytes, low);
	size_words(sweep->size[dearest].bytes, high);
	printf("%s: the most expensive size, %s, costs %.1f %% more a page than the cheapest, %s; ",
	       name, high, 100 * (1 / flat.value - 1), low);
	if (isinf(flat.high))
		printf("%zu rounds have no interval.\n", flat.n);
	else
		printf("interval %.1f to %.1f %%%s.\n",
		       100 * (1 / flat.high - 1), 100 * (1 / flat.low - 1),
		       interval_decided(&flat, 1) ? "" : ": undecided");
}

static void print_sweep(const void *about, const void *part)
{
	const struct bench_run *run = about;
	const struct sweep *sweep = part;
	char text[32];
	unsigned i, row;

	print_sweep_head(run->request, sweep);
	for (row = 0; row < sweep->nr_rows; row++) {
		sweep_row_name(&sweep->row[row], text);
		printf(" %10s", text);
	}
	printf("\n");
	for (i = 0; i < sweep->nr_sizes; i++) {
		size_words(sweep->size[i].bytes, text);
		printf("%-10s", text);
		for (row = 0; row < sweep->nr_rows; row++)
			printf(" %10.2f", sample_median(
			       &sweep->row[row].ns_per_page[i]));
		printf("\n");
	}
	printf("\n");
	for (row = 0; row < sweep->nr_rows; row++)
		print_flatness(sweep, &sweep->row[row]);
}

const struct bench_format format_table = {
	.name = "table",
	.scenarios = { .part = print_scenario },
	.sweep = { .part = print_sweep },
};
