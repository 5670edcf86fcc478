/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records.c - the result of zonedev bench for programs
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <streamcpy.h>
#include "bench.h"

static const char *const columns[] = {
	"first_ms", "first_whole_ms", "mean_ms", "median_ms", "quartile_1_ms",
	"quartile_3_ms", "min_ms", "max_ms", "whole_ms", "ns_per_page",
	"gb_per_s", "times_base", "share_of_limit", "reread",
	"published_first_ms", "published_rebind_ms",
};

#define NR_COLUMNS	(sizeof(columns) / sizeof(columns[0]))

/* 0: there is no such figure */
static void column_values(const struct figures *f, double values[NR_COLUMNS])
{
	const double all[NR_COLUMNS] = {
		f->first, f->first_whole, f->mean, f->median, f->quartile_1,
		f->quartile_3, f->min, f->max, f->whole, f->ns_per_page,
		f->gb_per_s, f->ratio, f->share, f->reread,
		f->published_first, f->published,
	};

	memcpy(values, all, sizeof(all));
}

static double limit_ms(const struct bench_result *b, unsigned kinds)
{
	const char *name;

	return limits_best(&b->measurement.limits, kinds, 1, &name) * 1e-6;
}

static void csv_begin(void)
{
	unsigned c;

	printf("scenario,path,threads,size,descriptors,binds,rebinds");
	for (c = 0; c < NR_COLUMNS; c++)
		printf(",%s", columns[c]);
	printf(",limit_ms,limit_streaming_ms,limit_cached_ms,choices,cpu,date,command\n");
}

/* As "avx 120 2.41;base 3 2.60": name, chunks, ns per page */
static void csv_choices(const struct zonedev_report *r)
{
	const struct zonedev_strategy *c = r->strategies;
	const char *between = "";

	for (; c < r->strategies + r->nr_strategies; c++) {
		printf("%s%s %" PRIu64 " %.4g", between, c->name, c->chunks,
		       (double)c->ns / (double)c->pages);
		between = ";";
	}
}

static void csv_row(const struct bench_request *r,
		    const struct bench_result *b, const struct measured *row)
{
	const struct measurement *m = &b->measurement;
	double values[NR_COLUMNS];
	struct figures f;
	unsigned c;

	bench_figures(b, row, &f);
	column_values(&f, values);
	printf("%s,%s,%u,%" PRIu64 ",%" PRIu64 ",%u,%u", b->scenario->name,
	       bench_path_name(row), measured_threads(row), m->config.size,
	       bench_descriptors(b), m->binds, m->rebinds);
	for (c = 0; c < NR_COLUMNS; c++)
		if (values[c])
			printf(",%.6g", values[c]);
		else
			printf(",");
	printf(",%.6g,%.6g,%.6g,", limit_ms(b, LIMIT_ANY),
	       limit_ms(b, LIMIT_STREAMING), limit_ms(b, LIMIT_CACHED));
	csv_choices(&row->last);
	putchar(',');
	csv_string(stdout, r->origin.cpu);
	putchar(',');
	csv_string(stdout, r->origin.date);
	putchar(',');
	csv_string(stdout, r->origin.command);
	putchar('\n');
}

static void json_choices(struct json *json, const struct zonedev_report *r)
{
	const struct zonedev_strategy *c = r->strategies;

	json_begin(json, "choices", '[');
	for (; c < r->strategies + r->nr_strategies; c++) {
		json_begin(json, NULL, '{');
		json_string(json, "backend", c->name);
		json_uint(json, "chunks", c->chunks);
		json_uint(json, "pages", c->pages);
		json_real(json, "ns_per_page",
			  (double)c->ns / (double)c->pages);
		json_end(json, '{');
	}
	json_end(json, '[');
}

static void json_row(struct json *json, const struct bench_result *b,
		     const struct measured *row)
{
	double values[NR_COLUMNS], spread;
	struct figures f;
	unsigned c;

	bench_figures(b, row, &f);
	column_values(&f, values);
	json_begin(json, NULL, '{');
	json_string(json, "path", bench_path_name(row));
	json_uint(json, "threads", measured_threads(row));
	for (c = 0; c < NR_COLUMNS; c++)
		if (values[c])
			json_real(json, columns[c], values[c]);
	if (bench_ratio(b, row, &spread))
		json_real(json, "times_base_spread", spread);
	if (row->last.path == ZONEDEV_AUTO)
		json_choices(json, &row->last);
	json_end(json, '{');
}

static void json_limits(struct json *json, const struct limits *limits)
{
	static const char *const kinds[] = {
		[LIMIT_CACHED] = "cached", [LIMIT_STREAMING] = "streaming",
		[LIMIT_OTHER] = "other",
	};
	const struct limit *l = limits->limit;

	json_begin(json, "limits", '[');
	for (; l < limits->limit + limits->nr; l++) {
		json_begin(json, NULL, '{');
		json_string(json, "fill", l->name);
		json_string(json, "kind", kinds[l->kind]);
		json_uint(json, "threads", l->threads);
		json_real(json, "median_ms", sample_median(&l->ns) * 1e-6);
		json_end(json, '{');
	}
	json_end(json, '[');
}

static void json_scenario(struct json *json, const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	char verdict[2048];
	unsigned i;

	bench_verdict(b, verdict, sizeof(verdict));
	json_begin(json, NULL, '{');
	json_string(json, "scenario", b->scenario->name);
	json_string(json, "what", b->scenario->what);
	json_uint(json, "size", m->config.size);
	json_uint(json, "pages", b->geometry.nr_pages);
	json_uint(json, "init_pages", b->geometry.init_pages);
	json_uint(json, "descriptors", bench_descriptors(b));
	json_uint(json, "binds", m->binds);
	json_uint(json, "rebinds", m->rebinds);
	json_begin(json, "rows", '[');
	for (i = 0; i < m->nr_rows; i++)
		json_row(json, b, &m->row[i]);
	json_end(json, '[');
	json_limits(json, &m->limits);
	json_string(json, "verdict", verdict);
	json_end(json, '{');
}

/* One value over several calls: a scenario is printed when it is done. */
static struct json json;

static void json_open(const struct bench_request *r)
{
	json = (struct json){ .to = stdout, .lines = 4 };
	json_begin(&json, NULL, '{');
	json_string(&json, "version", streamcpy_version());
	origin_print(&r->origin, &json);
	json_begin(&json, "scenarios", '[');
}

static void json_close(void)
{
	json_end(&json, '[');
	json_end(&json, '{');
}

void bench_print_begin(const struct bench_request *r)
{
	if (r->format == FORMAT_CSV)
		csv_begin();
	if (r->format == FORMAT_JSON)
		json_open(r);
}

void bench_print(const struct bench_request *r, const struct bench_result *b)
{
	const struct measured *row = b->measurement.row;
	const struct measured *end = row + b->measurement.nr_rows;

	if (r->format == FORMAT_JSON)
		json_scenario(&json, b);
	else if (r->format == FORMAT_TABLE)
		bench_print_table(r, b);
	for (; r->format == FORMAT_CSV && row < end; row++)
		csv_row(r, b, row);
}

void bench_print_end(const struct bench_request *r)
{
	if (r->format == FORMAT_JSON)
		json_close();
}
