/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - the result of zonedev bench as one JSON object
 */
#include <streamcpy.h>
#include "bench.h"

/* One value over several calls: a scenario is printed when it is done. */
static struct json json;

static void begin(const void *about)
{
	const struct bench_run *run = about;

	json = (struct json){ .to = stdout, .lines = 4 };
	json_begin(&json, NULL, '{');
	json_string(&json, "version", streamcpy_version());
	origin_print(&run->request->origin, &json);
	json_begin(&json, "scenarios", '[');
}

static void put_strategies(const struct zonedev_report *r)
{
	const struct zonedev_strategy *s = r->strategies;

	json_begin(&json, "strategies", '[');
	for (; s < r->strategies + r->nr_strategies; s++) {
		json_begin(&json, NULL, '{');
		json_string(&json, "strategy", s->name);
		json_uint(&json, "chunks", s->chunks);
		json_uint(&json, "pages", s->pages);
		json_real(&json, "ns_per_page",
			  (double)s->ns / (double)s->pages);
		json_end(&json, '{');
	}
	json_end(&json, '[');
}

static void put_interval(const char *key, const struct interval *interval)
{
	if (!interval->n)
		return;
	json_begin(&json, key, '{');
	json_real(&json, "value", interval->value);
	json_real(&json, "low", interval->low);
	json_real(&json, "high", interval->high);
	json_uint(&json, "rounds", interval->n);
	json_bool(&json, "decided", interval_decided(interval, 1));
	json_end(&json, '{');
}

static void put_real(const char *key, double value)
{
	if (value)
		json_real(&json, key, value);
}

static void put_sample(const char *key, const struct sample *sample)
{
	size_t i;

	if (!sample->n)
		return;
	json_begin(&json, key, '[');
	for (i = 0; i < sample->n; i++)
		json_real(&json, NULL, sample->values[i]);
	json_end(&json, '[');
}

/* Raw, so that anybody can do other statistics with it */
static void put_paired(const char *key, const struct paired *p)
{
	json_begin(&json, key, '{');
	put_sample("ns", &p->ns);
	put_sample("base_ns", &p->base);
	put_sample("whole_ns", &p->whole);
	put_sample("base_whole_ns", &p->base_whole);
	json_end(&json, '{');
}

static void put_figures(const struct figures *f)
{
	put_real("first_ms", f->fresh);
	put_real("first_whole_ms", f->fresh_whole);
	put_real("mean_ms", f->mean);
	put_real("median_ms", f->median);
	put_real("quartile_1_ms", f->quartile_1);
	put_real("quartile_3_ms", f->quartile_3);
	put_real("min_ms", f->min);
	put_real("max_ms", f->max);
	put_real("whole_ms", f->whole);
	put_real("ns_per_page", f->ns_per_page);
	put_real("gb_per_s", f->gb_per_s);
	put_real("reread", f->reread);
	put_real("published_first_ms", f->published_fresh);
	put_real("published_rebind_ms", f->published);
	put_interval("times_base", &f->ratio);
	put_interval("fresh_times_base", &f->fresh_ratio);
	put_interval("share_of_limit", &f->share);
}

/* Of blocks of so many rounds; without memory none */
static void put_limit(const struct measurement *m, const struct measured *row)
{
	struct sample limit = {0}, own = {0};

	if (!share_blocks(m, row, &limit, &own)) {
		json_uint(&json, "limit_rounds",
			  share_block_rounds(m->base.rebind.ns.n));
		put_sample("limit_ns", &limit);
	}
	sample_free(&limit);
	sample_free(&own);
}

static void put_row(const struct bench_result *b, const struct measured *row)
{
	struct figures f;

	bench_figures(b, row, &f);
	json_begin(&json, NULL, '{');
	json_string(&json, "path", row->type->name);
	json_string(&json, "how", row->type->how);
	json_bool(&json, "kernel", row->type->kernel);
	json_uint(&json, "threads", measured_threads(row));
	put_figures(&f);
	put_paired("rebinds", &row->rebind);
	put_paired("fresh_binds", &row->fresh);
	put_limit(&b->measurement, row);
	if (row->last.nr_strategies)
		put_strategies(&row->last);
	json_end(&json, '{');
}

static void put_limits(const struct limits *limits)
{
	const struct limit *l = limits->limit;

	json_begin(&json, "fills", '[');
	for (; l < limits->limit + limits->nr; l++) {
		json_begin(&json, NULL, '{');
		json_string(&json, "fill", l->backend->name);
		json_bool(&json, "non_temporal", l->backend->flags &
			  STREAMCPY_NON_TEMPORAL);
		json_uint(&json, "threads", l->threads);
		json_real(&json, "median_ms", sample_median(&l->ns) * 1e-6);
		json_end(&json, '{');
	}
	json_end(&json, '[');
}

static void put_scenario(const void *about, const void *part)
{
	const struct bench_result *b = part;
	const struct measured *row;
	char verdict[4096];
	unsigned i;

	(void)about;
	bench_verdict(b, verdict, sizeof(verdict));
	json_begin(&json, NULL, '{');
	json_string(&json, "scenario", b->scenario->name);
	json_string(&json, "what", b->scenario->what);
	json_bool(&json, "partial", b->measurement.partial);
	json_string(&json, "model", b->measurement.model->name);
	json_uint(&json, "size", b->measurement.config.size);
	json_uint(&json, "pages", b->geometry.nr_pages);
	json_uint(&json, "init_pages", b->geometry.init_pages);
	json_uint(&json, "descriptors", bench_descriptors(b));
	json_begin(&json, "rows", '[');
	for (i = 0; (row = bench_row_at(b, i)); i++)
		put_row(b, row);
	json_end(&json, '[');
	put_limits(&b->measurement.limits);
	json_string(&json, "verdict", verdict);
	json_end(&json, '{');
}

static int end(const void *about)
{
	(void)about;
	json_end(&json, '[');
	json_end(&json, '{');
	return 0;
}

static void begin_sweep(const void *about)
{
	const struct bench_run *run = about;

	json = (struct json){ .to = stdout };
	json_begin(&json, NULL, '{');
	origin_print(&run->request->origin, &json);
	json_string(&json, "scenario", run->request->scenario[0]->name);
	json_string(&json, "model", run->sweep->model->name);
	json_begin(&json, "sweep", '[');
}

static void put_point(const struct sweep *sweep, const struct sweep_row *row,
		      unsigned i)
{
	const struct sample *s = &row->ns_per_page[i];

	json_begin(&json, NULL, '{');
	json_uint(&json, "size", sweep->size[i].bytes);
	json_string(&json, "path", zonedev_path_name(row->path));
	json_uint(&json, "threads", row->had);
	json_uint(&json, "rounds", s->n);
	json_real(&json, "ns_per_page", sample_median(s));
	json_real(&json, "quartile_1", sample_quantile(s, 0.25));
	json_real(&json, "quartile_3", sample_quantile(s, 0.75));
	json_real(&json, "min", sample_min(s));
	json_real(&json, "max", sample_max(s));
	json_end(&json, '{');
}

static void put_sweep(const void *about, const void *part)
{
	const struct sweep *sweep = part;
	const struct sweep_row *row;
	unsigned i;

	(void)about;
	for (row = sweep->row; row < sweep->row + sweep->nr_rows; row++)
		for (i = 0; i < sweep->nr_sizes; i++)
			put_point(sweep, row, i);
}

const struct bench_format format_json = {
	.name = "json",
	.scenarios = { .begin = begin, .part = put_scenario, .end = end },
	.sweep = { .begin = begin_sweep, .part = put_sweep, .end = end },
};
