/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c - the result of streamcpy bench as one JSON object
 */
#include "common/json.h"
#include "bench.h"

/* One value over several calls: a group is printed when it is done. */
static struct json json;

static void begin(const void *about)
{
	const struct bench *bench = about;
	char versions[256];

	methods_versions(versions, sizeof(versions));
	json = (struct json){ .to = stdout };
	json_begin(&json, NULL, '{');
	json_string(&json, "version", streamcpy_version());
	origin_print(&bench->request->origin, &json);
	json_string(&json, "in_use", streamcpy_backend()->name);
	json_string(&json, "versions", versions);
	json_uint(&json, "cold_bytes", bench->cold);
	json_begin(&json, "results", '[');
}

static void put_interval(const char *key, const struct interval *interval)
{
	json_begin(&json, key, '{');
	json_real(&json, "value", interval->value);
	json_real(&json, "low", interval->low);
	json_real(&json, "high", interval->high);
	json_end(&json, '{');
}

/* Raw, so that anybody can do other statistics with it */
static void put_values(const struct sample *value)
{
	size_t i;

	json_begin(&json, "values", '[');
	for (i = 0; i < value->n; i++)
		json_real(&json, NULL, value->values[i]);
	json_end(&json, '[');
}

static void put_method(const struct bench_case *c, unsigned i)
{
	const struct sample *value = &c->value[i];
	struct interval median = statistics_median(value, STATISTICS_ERROR);
	unsigned of, to;
	struct interval ratio = case_ratio(c, i, &of, &to);

	json_begin(&json, NULL, '{');
	json_string(&json, "quantity", case_quantity(c));
	json_string(&json, "unit", case_unit(c));
	json_string(&json, "operation", case_operation(c));
	json_string(&json, "destination", c->warm ? "warm" : "cold");
	json_string(&json, "source", c->cold_source ? "cold" : "warm");
	json_uint(&json, "offset", c->offset);
	json_uint(&json, "threads", c->threads);
	json_uint(&json, "size", c->size);
	json_string(&json, "method", c->name[i]);
	json_bool(&json, "fastest_other", c->quantity == SHORT && i &&
		  i == case_fastest(c));
	json_uint(&json, "rounds", value->n);
	put_interval("median", &median);
	json_string(&json, "ratio_of", c->name[of]);
	json_string(&json, "ratio_to", c->name[to]);
	put_interval("ratio", &ratio);
	json_bool(&json, "decided", interval_decided(&ratio, 1));
	put_values(value);
	json_end(&json, '{');
}

static void put_group(const void *about, const void *part)
{
	const struct bench_group *group = part;
	const struct bench_case *c;
	unsigned i;

	(void)about;
	for (c = group->first; c < group->first + group->n; c++)
		for (i = 0; i < c->nr; i++)
			put_method(c, i);
}

static int end(const void *about)
{
	const struct bench *bench = about;
	char verdict[4096];

	bench_verdict(bench, verdict, sizeof(verdict));
	json_end(&json, '[');
	json_bool(&json, "partial", bench->partial);
	json_string(&json, "verdict", verdict);
	json_end(&json, '{');
	return 0;
}

const struct reporter bench_json = {
	.begin = begin, .part = put_group, .end = end,
};
