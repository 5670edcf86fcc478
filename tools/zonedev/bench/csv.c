/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * csv.c - the result of zonedev bench as comma-separated values
 */
#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "bench.h"

#define FIGURE(name, member)	{ name, offsetof(struct figures, member) }

static const struct {
	const char *name;
	size_t offset;
} columns[] = {
	FIGURE("first_ms", fresh),
	FIGURE("first_whole_ms", fresh_whole),
	FIGURE("mean_ms", mean),
	FIGURE("median_ms", median),
	FIGURE("quartile_1_ms", quartile_1),
	FIGURE("quartile_3_ms", quartile_3),
	FIGURE("min_ms", min),
	FIGURE("max_ms", max),
	FIGURE("whole_ms", whole),
	FIGURE("ns_per_page", ns_per_page),
	FIGURE("gb_per_s", gb_per_s),
	FIGURE("times_base", ratio.value),
	FIGURE("times_base_low", ratio.low),
	FIGURE("times_base_high", ratio.high),
	FIGURE("fresh_times_base", fresh_ratio.value),
	FIGURE("fresh_times_base_low", fresh_ratio.low),
	FIGURE("fresh_times_base_high", fresh_ratio.high),
	FIGURE("share_of_limit", share.value),
	FIGURE("share_of_limit_low", share.low),
	FIGURE("share_of_limit_high", share.high),
	FIGURE("reread", reread),
	FIGURE("published_first_ms", published_fresh),
	FIGURE("published_rebind_ms", published),
};

#define NR_COLUMNS	(sizeof(columns) / sizeof(columns[0]))

static void begin(const void *about)
{
	size_t c;

	(void)about;
	printf("scenario,path,kernel,threads,size,descriptors,rounds,partial");
	for (c = 0; c < NR_COLUMNS; c++)
		printf(",%s", columns[c].name);
	printf(",decided,rounds_times_base,strategies,cpu,date,command,model\n");
}

static void print_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

/* As "avx 120 2.41;base 3 2.60": name, chunks, ns per page */
static void print_strategies(const struct zonedev_report *r)
{
	const struct zonedev_strategy *s = r->strategies;
	const char *between = "";

	for (; s < r->strategies + r->nr_strategies; s++) {
		printf("%s%s %" PRIu64 " %.4g", between, s->name, s->chunks,
		       (double)s->ns / (double)s->pages);
		between = ";";
	}
}

/* Each round's ratio, as "1.02;0.99" */
static void print_rounds(const struct paired *p)
{
	size_t i;

	for (i = 0; i < p->ns.n; i++)
		printf("%s%.4g", i ? ";" : "",
		       p->base.values[i] / p->ns.values[i]);
}

/* An empty one where there is no figure, or an interval without an end */
static void print_figures(const struct figures *f)
{
	size_t c;

	for (c = 0; c < NR_COLUMNS; c++) {
		double value;

		memcpy(&value, (const char *)f + columns[c].offset,
		       sizeof(value));
		if (value && isfinite(value))
			printf(",%.6g", value);
		else
			printf(",");
	}
}

static void print_row(const struct bench_run *run,
		      const struct bench_result *b, const struct measured *row)
{
	const struct measurement *m = &b->measurement;
	const struct origin *origin = &run->request->origin;
	struct figures f;

	bench_figures(b, row, &f);
	printf("%s,%s,%d,%u,%" PRIu64 ",%" PRIu64 ",%zu,%d", b->scenario->name,
	       row->type->name, row->type->kernel, measured_threads(row),
	       m->config.size, bench_descriptors(b), row->rebind.ns.n,
	       m->partial);
	print_figures(&f);
	printf(",%d,", interval_decided(&f.ratio, 1));
	print_rounds(&row->rebind);
	putchar(',');
	print_strategies(&row->last);
	putchar(',');
	print_string(origin->cpu);
	putchar(',');
	print_string(origin->date);
	putchar(',');
	print_string(origin->command);
	putchar(',');
	print_string(m->model->name);
	putchar('\n');
}

static void print_scenario(const void *about, const void *part)
{
	const struct measured *row;
	unsigned i;

	for (i = 0; (row = bench_row_at(part, i)); i++)
		print_row(about, part, row);
}

static void begin_sweep(const void *about)
{
	(void)about;
	printf("scenario,size,path,threads,rounds,ns_per_page,quartile_1,quartile_3,min,max\n");
}

static void print_sweep(const void *about, const void *part)
{
	const struct bench_run *run = about;
	const struct sweep *sweep = part;
	const struct sweep_row *row;
	const struct sample *s;
	unsigned i;

	for (row = sweep->row; row < sweep->row + sweep->nr_rows; row++) {
		for (i = 0; i < sweep->nr_sizes; i++) {
			s = &row->ns_per_page[i];
			printf("%s,%" PRIu64 ",%s,%u,%zu,%.6g,%.6g,%.6g,%.6g,%.6g\n",
			       run->request->scenario[0]->name,
			       sweep->size[i].bytes,
			       zonedev_path_name(row->path), row->had,
			       s->n, sample_median(s),
			       sample_quantile(s, 0.25),
			       sample_quantile(s, 0.75), sample_min(s),
			       sample_max(s));
		}
	}
}

const struct bench_format format_csv = {
	.name = "csv",
	.scenarios = { .begin = begin, .part = print_scenario },
	.sweep = { .begin = begin_sweep, .part = print_sweep },
};
