/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * csv.c - the result of streamcpy bench as comma-separated values
 */
#include <math.h>
#include <stdio.h>
#include "common/json.h"
#include "bench.h"

static void begin(const void *about)
{
	(void)about;
	printf("quantity,unit,operation,destination,source,offset,threads,size,method,fastest_other,rounds,median,median_low,median_high,min,max,ratio_of,ratio_to,ratio,ratio_low,ratio_high,decided,partial,in_use,versions,cpu,date,command\n");
}

/* Empty where too few rounds leave an end open */
static void print_interval(const struct interval *interval)
{
	printf("%.6g,", interval->value);
	if (isfinite(interval->high))
		printf("%.6g,%.6g,", interval->low, interval->high);
	else
		printf(",,");
}

static void print_method(const struct bench *bench,
			 const struct bench_case *c, unsigned i)
{
	const struct sample *value = &c->value[i];
	struct interval median = statistics_median(value, STATISTICS_ERROR);
	unsigned of, to;
	struct interval ratio = case_ratio(c, i, &of, &to);

	printf("%s,%s,%s,%s,%s,%zu,%u,%zu,\"%s\",%d,%zu,", case_quantity(c),
	       case_unit(c), case_operation(c), c->warm ? "warm" : "cold",
	       c->cold_source ? "cold" : "warm", c->offset, c->threads,
	       c->size, c->name[i], c->quantity == SHORT && i &&
	       i == case_fastest(c), value->n);
	print_interval(&median);
	printf("%.6g,%.6g,\"%s\",\"%s\",", sample_min(value),
	       sample_max(value), c->name[of], c->name[to]);
	print_interval(&ratio);
	printf("%d,%d,%s,", interval_decided(&ratio, 1), bench->partial,
	       streamcpy_backend()->name);
}

static void print_origin(const struct origin *origin, const char *versions)
{
	csv_string(stdout, versions);
	putchar(',');
	csv_string(stdout, origin->cpu);
	putchar(',');
	csv_string(stdout, origin->date);
	putchar(',');
	csv_string(stdout, origin->command);
	putchar('\n');
}

/* All at the end: a signal marks each row. */
static int end(const void *about)
{
	const struct bench *bench = about;
	const struct bench_case *c;
	char versions[256];
	unsigned i;

	methods_versions(versions, sizeof(versions));
	for (c = bench->cases; c < bench->cases + bench->nr_done; c++)
		for (i = 0; i < c->nr; i++) {
			print_method(bench, c, i);
			print_origin(&bench->request->origin, versions);
		}
	return 0;
}

const struct reporter bench_csv = { .begin = begin, .end = end };
