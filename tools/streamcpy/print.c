/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * print.c - the result of streamcpy bench, for people and programs
 */
#include <inttypes.h>
#include <stdio.h>
#include "common/machine.h"
#include "common/json.h"
#include "common/size.h"
#include "bench.h"

static const char *const quantities[] = { "rate", "reread", "call" };
static const char *const units[] = { "GB/s", "times undisturbed", "ns" };
static const char *const operations[] = { "copy", "fill" };

static double percent_spread(const struct bench_case *c, unsigned i)
{
	double median = sample_median(&c->value[i]);

	return median > 0 ? 100 * sample_iqr(&c->value[i]) / median : 0;
}

/* What is in a cell of the three tables of a group of rates */

static void cell_rate(const struct bench_case *c, unsigned i)
{
	double rate = sample_median(&c->value[i]);

	printf(" %5.*f", rate < 99.95 ? 1 : 0, rate);
}

static void cell_ratio(const struct bench_case *c, unsigned i)
{
	printf(" %4.2f%c", case_ratio(c, i), case_noisy(c, i) ? '~' : ' ');
}

static void cell_spread(const struct bench_case *c, unsigned i)
{
	printf(" %5.0f", percent_spread(c, i));
}

static void print_grid(const struct bench_case *first, unsigned n,
		       const char *title,
		       void (*cell)(const struct bench_case *c, unsigned i))
{
	char bytes[24];
	unsigned i, c;

	printf("%-14s", title);
	for (c = 0; c < n; c++) {
		size_short(first[c].size, bytes);
		printf(" %5s", bytes);
	}
	printf("\n");
	for (i = 0; i < first->nr; i++) {
		printf("%-14s", first->name[i]);
		for (c = 0; c < n; c++)
			cell(&first[c], i);
		printf("\n");
	}
}

static void print_rates(const struct bench_case *first, unsigned n)
{
	char ratio[32];

	snprintf(ratio, sizeof(ratio), "/ %s", first->name[0]);
	print_grid(first, n, "GB/s", cell_rate);
	print_grid(first, n, ratio, cell_ratio);
	print_grid(first, n, "spread %", cell_spread);
}

static void print_values(const struct bench_case *c)
{
	unsigned i;

	printf("%-26s %8s %9s   / %s\n", "", "median", "spread %",
	       c->name[0]);
	for (i = 0; i < c->nr; i++)
		printf("%-26s %8.2f %9.0f %9.2f%c\n", c->name[i],
		       sample_median(&c->value[i]), percent_spread(c, i),
		       case_ratio(c, i), case_noisy(c, i) ? '~' : ' ');
}

/* The number of cases from @first on that make one table */
static unsigned group(const struct bench *bench, unsigned first)
{
	unsigned n = 1;

	while (first + n < bench->nr_cases &&
	       case_same_group(&bench->cases[first],
			       &bench->cases[first + n]))
		n++;
	return n;
}

static void print_table(const struct bench *bench)
{
	char cpu[160], text[2048];
	unsigned i, n;

	machine_describe(cpu, sizeof(cpu));
	printf("%s; streamcpy %s, %s in use\n", cpu, streamcpy_version(),
	       streamcpy_backend()->name);
	printf("Medians of %u interleaved rounds; spread is the distance between the quartiles;\n"
	       "~ marks a ratio that its spread does not tell from 1.\n",
	       bench->rounds);
	for (i = 0; i < bench->nr_cases; i += n) {
		n = group(bench, i);
		case_describe(&bench->cases[i], text, sizeof(text));
		printf("\n%s\n", text);
		if (bench->cases[i].quantity == RATE)
			print_rates(&bench->cases[i], n);
		else
			print_values(&bench->cases[i]);
	}
	bench_verdict(bench, text, sizeof(text));
	printf("\n%s", text);
}

static void print_csv(const struct bench *bench)
{
	const struct bench_case *c;
	unsigned i;

	printf("quantity,unit,operation,destination,threads,size,method,rounds,median,iqr,min,max,times_memcpy,noisy\n");
	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++)
		for (i = 0; i < c->nr; i++)
			printf("%s,%s,%s,%s,%u,%zu,\"%s\",%zu,%.6g,%.6g,%.6g,%.6g,%.6g,%d\n",
			       quantities[c->quantity], units[c->quantity],
			       operations[c->operation],
			       c->warm ? "warm" : "cold", c->threads, c->size,
			       c->name[i], c->value[i].n,
			       sample_median(&c->value[i]),
			       sample_iqr(&c->value[i]),
			       sample_min(&c->value[i]),
			       sample_max(&c->value[i]), case_ratio(c, i),
			       case_noisy(c, i));
}

static void json_value(struct json *json, const struct bench_case *c,
		       unsigned i)
{
	json_begin(json, NULL, '{');
	json_string(json, "quantity", quantities[c->quantity]);
	json_string(json, "unit", units[c->quantity]);
	json_string(json, "operation", operations[c->operation]);
	json_string(json, "destination", c->warm ? "warm" : "cold");
	json_uint(json, "threads", c->threads);
	json_uint(json, "size", c->size);
	json_string(json, "method", c->name[i]);
	json_uint(json, "rounds", c->value[i].n);
	json_real(json, "median", sample_median(&c->value[i]));
	json_real(json, "iqr", sample_iqr(&c->value[i]));
	json_real(json, "min", sample_min(&c->value[i]));
	json_real(json, "max", sample_max(&c->value[i]));
	json_real(json, "times_memcpy", case_ratio(c, i));
	json_bool(json, "noisy", case_noisy(c, i));
	json_end(json, '{');
}

static void print_json(const struct bench *bench)
{
	struct json json = { .to = stdout };
	const struct bench_case *c;
	char cpu[160];
	unsigned i;

	machine_describe(cpu, sizeof(cpu));
	json_begin(&json, NULL, '{');
	json_string(&json, "version", streamcpy_version());
	json_string(&json, "cpu", cpu);
	json_string(&json, "in_use", streamcpy_backend()->name);
	json_uint(&json, "cold_bytes", bench->cold);
	json_begin(&json, "results", '[');
	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++)
		for (i = 0; i < c->nr; i++)
			json_value(&json, c, i);
	json_end(&json, '[');
	json_end(&json, '{');
}

void bench_print(const struct bench *bench, enum format format)
{
	if (format == FORMAT_JSON)
		print_json(bench);
	else if (format == FORMAT_CSV)
		print_csv(bench);
	else
		print_table(bench);
}
