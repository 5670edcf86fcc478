/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table.c - the result of zonedev bench for people
 */
#include <inttypes.h>
#include <stdio.h>
#include "common/size.h"
#include "bench.h"

static void print_head(const struct bench_request *r,
		       const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;
	const struct measurement *m = &b->measurement;
	char size[24], written[24];

	size_words(m->config.size, size);
	size_words(bench_descriptor_bytes(b), written);
	printf("%s: %s %s\n", b->scenario->name, size, b->scenario->what);
	printf("%" PRIu64 " pages, %" PRIu64 " behind the altmap; %s of descriptors written each time\n",
	       g->nr_pages, g->init_pages, written);
	printf("%s, %s; of each path %u fresh bind%s and %u rebind%s, interleaved\n\n",
	       r->origin.cpu, r->origin.date, m->binds,
	       m->binds == 1 ? "" : "s", m->rebinds,
	       m->rebinds == 1 ? "" : "s");
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
	cell(ms, width, ms < 1 ? 5 : ms < 10 ? 3 : ms < 1000 ? 2 : 0);
}

static void print_row(const struct bench_result *b, const struct measured *row)
{
	struct figures f;
	char name[32];

	bench_figures(b, row, &f);
	bench_row_name(row, name);
	printf("%-14s", name);
	cell_ms(f.first, 8);
	cell_ms(f.mean, 9);
	cell_ms(f.median, 8);
	cell_ms(f.min, 8);
	cell_ms(f.max, 8);
	cell(f.ns_per_page, 7, 2);
	cell(f.gb_per_s, 6, 2);
	cell(f.ratio, 6, 2);
	cell(100 * f.share, 6, 0);
	cell(f.reread, 7, 1);
	printf(" |");
	cell(f.published_first, 6, 0);
	cell(f.published, 8, 2);
	printf("\n");
}

static void print_rows(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	const struct measured *row;

	printf("%-14s %8s %9s %8s %8s %8s %7s %6s %6s %6s %7s | %s\n", "",
	       "first ms", "rebind ms", "", "", "", "", "", "times", "% of",
	       "re-read", "published ms");
	printf("%-14s %8s %9s %8s %8s %8s %7s %6s %6s %6s %7s | %6s %8s\n",
	       "path", "median", "mean", "median", "min", "max", "ns/page",
	       "GB/s", "base", "limit", "after", "first", "rebind");
	for (row = m->row; row < m->row + m->nr_rows; row++)
		print_row(b, row);
}

/* What auto did in the last rebind: the ways that had a part worth naming */
static void print_choices(const struct measured *row)
{
	const struct zonedev_report *r = &row->last;
	uint64_t all = 0, named = 0;
	const struct zonedev_strategy *c = r->strategies;
	const struct zonedev_strategy *end = c + r->nr_strategies;
	const char *comma = "";
	char name[32];

	if (r->path != ZONEDEV_AUTO)
		return;
	bench_row_name(row, name);
	printf("%s, last rebind with %u thread%s:", name, r->threads,
	       r->threads == 1 ? "" : "s");
	for (c = r->strategies; c < end; c++)
		all += c->chunks;
	for (c = r->strategies; c < end; c++) {
		if (c->chunks * 20 < all)
			continue;
		printf("%s %s %" PRIu64 " chunk%s at %.2f ns/page", comma,
		       c->name, c->chunks, c->chunks == 1 ? "" : "s",
		       (double)c->ns / (double)c->pages);
		named += c->chunks;
		comma = ",";
	}
	if (named < all)
		printf("%s %" PRIu64 " to look at others", comma, all - named);
	printf(".\n");
}

static void print_fill(const struct bench_result *b, const char *what,
		       unsigned kinds, unsigned threads)
{
	const char *name = "";
	double ns = limits_best(&b->measurement.limits, kinds, threads, &name);

	if (ns)
		printf("%s %.2f GB/s (%s)", what,
		       (double)bench_descriptor_bytes(b) / ns, name);
}

static void print_limits(const struct bench_result *b)
{
	const struct limits *limits = &b->measurement.limits;
	unsigned threads = limits_threads(limits);
	const char *name = "";
	char what[48];
	double ns = limits_best(limits, LIMIT_ANY, 1, &name);

	printf("\nWrite limit, the fastest plain fill of this memory by one thread: %.6g ms, %.2f GB/s (%s):\n",
	       ns * 1e-6, (double)bench_descriptor_bytes(b) / ns, name);
	print_fill(b, "streaming stores", LIMIT_STREAMING, 1);
	print_fill(b, ", through the cache", LIMIT_CACHED, 1);
	snprintf(what, sizeof(what), "; by %u threads", threads);
	if (threads > 1)
		print_fill(b, what, LIMIT_ANY, threads);
	printf(".\n");
}

static double share(double part, double all)
{
	return all ? 100 * part / all : 0;
}

/* A reviewer timed whole binds: there each path's matters. */
static void print_wholes(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	const struct measured *row;
	struct figures f;
	char name[32];

	printf("\nwhole binds    fresh ms  init %%  recycled ms  init %%\n");
	for (row = m->row; row < m->row + m->nr_rows; row++) {
		if (row->control)
			continue;
		bench_figures(b, row, &f);
		bench_row_name(row, name);
		printf("%-14s", name);
		cell_ms(f.first_whole, 8);
		cell(share(f.first, f.first_whole), 7, 1);
		cell_ms(f.whole, 12);
		cell(share(f.median, f.whole), 7, 1);
		printf("\n");
	}
	printf("\n");
}

/* By the first path; the control binds nothing. */
static void print_whole(const struct bench_result *b)
{
	const struct measured *row = b->measurement.row;
	const struct measured *end = row + b->measurement.nr_rows;
	struct figures f;

	while (row < end && row->control)
		row++;
	if (row == end)
		return;
	bench_figures(b, row, &f);
	printf("Of a whole bind, memmap init is %.1f %% (fresh) and %.1f %% (rebind).\n",
	       share(f.first, f.first_whole), share(f.median, f.whole));
}

void bench_print_table(const struct bench_request *r,
		       const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	char verdict[2048];
	unsigned i;

	print_head(r, b);
	print_rows(b);
	print_limits(b);
	if (b->scenario->whole_binds)
		print_wholes(b);
	else
		print_whole(b);
	for (i = 0; i < m->nr_rows; i++)
		print_choices(&m->row[i]);
	bench_verdict(b, verdict, sizeof(verdict));
	printf("%s\n\n", verdict);
}
