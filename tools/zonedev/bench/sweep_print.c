/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sweep_print.c - zonedev bench --sweep: ns per page, by the device's size
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "common/message.h"
#include "common/gnuplot.h"
#include "common/json.h"
#include "common/size.h"
#include "bench.h"

#define NAME		"zonedev bench"
#define ROUNDS		16

void sweep_row_name(const struct sweep_row *row, char text[32])
{
	if (row->threads == 1)
		snprintf(text, 32, "%s", zonedev_path_name(row->path));
	else
		snprintf(text, 32, "%s x%u", zonedev_path_name(row->path),
			 row->had);
}

static void print_head(const struct bench_request *r,
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

	flat = sweep_flatness(sweep, row, &cheapest, &dearest);
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

static void print_table(const struct bench_request *r,
			const struct sweep *sweep)
{
	char text[32];
	unsigned i, row;

	print_head(r, sweep);
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

static void print_csv(const struct bench_request *r,
		      const struct sweep *sweep)
{
	const struct sweep_row *row;
	const struct sample *s;
	unsigned i;

	printf("scenario,size,path,threads,rounds,ns_per_page,quartile_1,quartile_3,min,max\n");
	for (row = sweep->row; row < sweep->row + sweep->nr_rows; row++) {
		for (i = 0; i < sweep->nr_sizes; i++) {
			s = &row->ns_per_page[i];
			printf("%s,%" PRIu64 ",%s,%u,%zu,%.6g,%.6g,%.6g,%.6g,%.6g\n",
			       r->scenario[0]->name, sweep->size[i].bytes,
			       zonedev_path_name(row->path), row->had,
			       s->n, sample_median(s),
			       sample_quantile(s, 0.25),
			       sample_quantile(s, 0.75), sample_min(s),
			       sample_max(s));
		}
	}
}

static void json_point(struct json *json, const struct sweep *sweep,
		       const struct sweep_row *row, unsigned i)
{
	const struct sample *s = &row->ns_per_page[i];

	json_begin(json, NULL, '{');
	json_uint(json, "size", sweep->size[i].bytes);
	json_string(json, "path", zonedev_path_name(row->path));
	json_uint(json, "threads", row->had);
	json_uint(json, "rounds", s->n);
	json_real(json, "ns_per_page", sample_median(s));
	json_real(json, "quartile_1", sample_quantile(s, 0.25));
	json_real(json, "quartile_3", sample_quantile(s, 0.75));
	json_real(json, "min", sample_min(s));
	json_real(json, "max", sample_max(s));
	json_end(json, '{');
}

static void print_json(const struct bench_request *r,
		       const struct sweep *sweep)
{
	struct json json = { .to = stdout };
	const struct sweep_row *row;
	unsigned i;

	json_begin(&json, NULL, '{');
	origin_print(&r->origin, &json);
	json_string(&json, "scenario", r->scenario[0]->name);
	json_string(&json, "model", sweep->model->name);
	json_begin(&json, "sweep", '[');
	for (row = sweep->row; row < sweep->row + sweep->nr_rows; row++)
		for (i = 0; i < sweep->nr_sizes; i++)
			json_point(&json, sweep, row, i);
	json_end(&json, '[');
	json_end(&json, '{');
}

static void set_up(const struct bench_request *r, struct sweep *sweep)
{
	const struct scenario *s = r->scenario[0];

	*sweep = (struct sweep){
		.model = &r->model.model,
		.config = {
			.type = s->type, .map = s->map, .align = s->align,
			.start_pfn = SCENARIO_START_PFN,
		},
		.rounds = r->rebinds == UINT64_MAX ? ROUNDS :
			  (unsigned)r->rebinds,
		.row = {
			{ .path = ZONEDEV_BASE, .threads = 1 },
			{ .path = ZONEDEV_STREAMING, .threads = 1 },
			{ .path = ZONEDEV_AUTO, .threads = 1 },
			{ .path = ZONEDEV_AUTO, .threads =
			  r->threads == UINT64_MAX ? 0 : (unsigned)r->threads },
		},
		.nr_rows = 4,
	};
	if (r->threads == 1)
		sweep->nr_rows--;
}

static void print(const struct bench_request *r, const struct sweep *sweep)
{
	if (r->format == FORMAT_JSON)
		print_json(r, sweep);
	else if (r->format == FORMAT_CSV)
		print_csv(r, sweep);
	else
		print_table(r, sweep);
}

int bench_sweep(const struct bench_request *r)
{
	struct sweep sweep;
	char why[256];
	int status = 0;

	set_up(r, &sweep);
	if (sweep_sizes(&sweep, r->size, why, sizeof(why)))
		return complain(NAME, "--sweep: %s", why);
	if (r->plot)
		status = gnuplot_check(NAME, r->plot);
	if (status)
		return status;
	if (sweep_run(&sweep, why, sizeof(why))) {
		complain(NAME, "--sweep: %s; everything was undone", why);
		status = 1;
	} else {
		print(r, &sweep);
		if (r->plot)
			status = sweep_plot(r, &sweep);
	}
	sweep_free(&sweep);
	return status;
}
