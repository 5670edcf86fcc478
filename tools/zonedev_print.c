/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev_print.c - the result of zonedev bench, for people and for programs
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "cpu.h"
#include "zonedev_bench.h"

#define MS	1e-6	/* of a ns */

/* What a row's figures come to, in the units that are printed */
struct figures {
	char name[32];
	double first, mean, median, min, max;	/* ms; 0: not measured */
	double ns_per_page, gb_per_s;
	double ratio, share;			/* of base; of the limit */
	double published_first, published;	/* ms; 0: none */
};

const struct measured *bench_row(const struct bench_result *b,
				 enum zonedev_path path, bool control)
{
	const struct measured *row = b->measurement.row;
	const struct measured *end = row + b->measurement.nr_rows;

	for (; row < end; row++)
		if (row->path == path && row->threads == 1 &&
		    row->control == control)
			return row;
	return NULL;
}

double bench_ratio(const struct bench_result *b, const struct measured *row,
		   double *spread)
{
	const struct measured *base = bench_row(b, ZONEDEV_BASE, false);

	return base && row ? sample_ratio(&base->rebind, &row->rebind, spread) :
	       0;
}

static const char *name_of(const struct measured *row)
{
	return row->control ? "control" : zonedev_path_name(row->path);
}

static uint64_t descriptors(const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;

	return (g->init_pages >> g->pgmap.vmemmap_shift) * g->per_compound;
}

static uint64_t descriptor_bytes(const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;

	return descriptors(b) * (g->memmap_size / g->nr_pages);
}

static void figures_of(const struct bench_result *b,
		       const struct measured *m, struct figures *f)
{
	const char *limit_name;
	double limit = limits_best(&b->measurement.limits, LIMIT_ANY, 1,
				   &limit_name);
	double median = sample_median(&m->rebind);
	const struct published *p = &b->scenario->published[m->path];

	memset(f, 0, sizeof(*f));
	snprintf(f->name, sizeof(f->name), m->threads == 1 ? "%s" : "%s x%u",
		 name_of(m), measured_threads(m));
	f->first = sample_median(&m->first) * MS;
	f->mean = sample_mean(&m->rebind) * MS;
	f->median = median * MS;
	f->min = sample_min(&m->rebind) * MS;
	f->max = sample_max(&m->rebind) * MS;
	f->ns_per_page = median / (double)descriptors(b);
	f->gb_per_s = (double)descriptor_bytes(b) / median;
	f->ratio = bench_ratio(b, m, NULL);
	f->share = limit / median;
	if (b->measurement.config.size == b->scenario->size &&
	    m->threads == 1 && !m->control) {
		f->published_first = p->first;
		f->published = p->rebind;
	}
}

static double whole_share(const struct sample *init, const struct sample *all)
{
	return 100 * sample_median(init) / sample_median(all);
}

static void print_head(const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;
	const struct measurement *m = &b->measurement;
	char cpu[160];

	cpu_describe(cpu, sizeof(cpu));
	printf("%s: %.4g GiB %s\n", b->scenario->name,
	       (double)m->config.size / (1 << 30), b->scenario->what);
	printf("%" PRIu64 " pages, %" PRIu64 " behind the altmap; %.3f GB of descriptors written each time\n",
	       g->nr_pages, g->init_pages, (double)descriptor_bytes(b) / 1e9);
	printf("%s; of each path %u fresh bind%s and %u rebind%s, interleaved\n\n",
	       cpu, m->binds, m->binds == 1 ? "" : "s", m->rebinds,
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

static void print_row(const struct figures *f)
{
	printf("%-14s", f->name);
	cell(f->first, 8, 1);
	cell(f->mean, 9, 2);
	cell(f->median, 8, 2);
	cell(f->min, 8, 2);
	cell(f->max, 8, 2);
	cell(f->ns_per_page, 7, 2);
	cell(f->gb_per_s, 6, 2);
	cell(f->ratio, 7, 2);
	cell(100 * f->share, 6, 0);
	printf(" |");
	cell(f->published_first, 6, 0);
	cell(f->published, 8, 2);
	printf("\n");
}

static uint64_t chunks_of(const struct zonedev_report *r)
{
	uint64_t chunks = 0;
	unsigned i;

	for (i = 0; i < r->nr_choices; i++)
		chunks += r->choices[i].chunks;
	return chunks;
}

/* What auto did in the last rebind: the ways that had a part worth naming */
static void print_choices(const struct measured *row)
{
	const struct zonedev_report *r = &row->last;
	uint64_t all = chunks_of(r), named = 0;
	const char *comma = "";
	unsigned i;

	if (r->path != ZONEDEV_AUTO)
		return;
	printf("auto x%u, last rebind:", r->threads);
	for (i = 0; i < r->nr_choices; i++) {
		const struct zonedev_choice *c = &r->choices[i];

		if (c->chunks * 20 < all)
			continue;
		printf("%s %s %" PRIu64 " chunk%s at %.2f ns/page", comma,
		       c->backend, c->chunks, c->chunks == 1 ? "" : "s",
		       (double)c->ns / (double)c->pages);
		named += c->chunks;
		comma = ",";
	}
	if (named < all)
		printf("%s %" PRIu64 " to look at others", comma, all - named);
	printf(".\n");
}

static void print_fill(const struct bench_result *b, const char *what,
		       unsigned kinds)
{
	const char *name = "";
	double ns = limits_best(&b->measurement.limits, kinds, 1, &name);

	if (ns)
		printf("%s %.2f GB/s (%s)", what,
		       (double)descriptor_bytes(b) / ns, name);
}

static void print_limits(const struct bench_result *b)
{
	const char *name = "";
	double ns = limits_best(&b->measurement.limits, LIMIT_ANY, 1, &name);

	printf("\nWrite limit, the fastest plain fill of this memory: %.2f ms, %.2f GB/s (%s):\n",
	       ns * MS, (double)descriptor_bytes(b) / ns, name);
	print_fill(b, "streaming stores", LIMIT_STREAMING);
	print_fill(b, ", through the cache", LIMIT_CACHED);
	printf(".\n");
}

/* By the first path; the control binds nothing. */
static void print_whole(const struct bench_result *b)
{
	const struct measured *row = b->measurement.row;
	const struct measured *end = row + b->measurement.nr_rows;

	while (row < end && row->control)
		row++;
	if (row < end)
		printf("Of a whole bind, memmap init is %.1f %% (fresh) and %.1f %% (rebind).\n",
		       whole_share(&row->first, &row->first_whole),
		       whole_share(&row->rebind, &row->rebind_whole));
}

static void print_table(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	struct figures f;
	char verdict[1024];
	unsigned i;

	print_head(b);
	printf("%-14s %8s %9s %8s %8s %8s %7s %6s %7s %6s | %s\n", "",
	       "first ms", "rebind ms", "", "", "", "", "", "times", "% of",
	       "published ms");
	printf("%-14s %8s %9s %8s %8s %8s %7s %6s %7s %6s | %6s %8s\n", "path",
	       "median", "mean", "median", "min", "max", "ns/page", "GB/s",
	       "base", "limit", "first", "rebind");
	for (i = 0; i < m->nr_rows; i++) {
		figures_of(b, &m->row[i], &f);
		print_row(&f);
	}
	print_limits(b);
	print_whole(b);
	for (i = 0; i < m->nr_rows; i++)
		print_choices(&m->row[i]);
	bench_verdict(b, verdict, sizeof(verdict));
	printf("%s\n\n", verdict);
}

static const char *const columns[] = {
	"first_ms", "mean_ms", "median_ms", "min_ms", "max_ms", "ns_per_page",
	"gb_per_s", "times_base", "share_of_limit", "published_first_ms",
	"published_rebind_ms",
};

#define NR_COLUMNS	(sizeof(columns) / sizeof(columns[0]))

static void column_values(const struct figures *f, double values[NR_COLUMNS])
{
	const double all[NR_COLUMNS] = {
		f->first, f->mean, f->median, f->min, f->max, f->ns_per_page,
		f->gb_per_s, f->ratio, f->share, f->published_first,
		f->published,
	};

	memcpy(values, all, sizeof(all));
}

static void print_csv(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	double values[NR_COLUMNS];
	struct figures f;
	unsigned i, c;

	for (i = 0; i < m->nr_rows; i++) {
		figures_of(b, &m->row[i], &f);
		column_values(&f, values);
		printf("%s,%s,%u,%" PRIu64 ",%" PRIu64 ",%u,%u",
		       b->scenario->name, name_of(&m->row[i]),
		       measured_threads(&m->row[i]), m->config.size,
		       descriptors(b), m->binds, m->rebinds);
		for (c = 0; c < NR_COLUMNS; c++)
			if (values[c])
				printf(",%.6g", values[c]);
			else
				printf(",");
		printf("\n");
	}
}

static bool json_began;

static void print_json(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	double values[NR_COLUMNS];
	struct figures f;
	unsigned i, c;

	for (i = 0; i < m->nr_rows; i++) {
		figures_of(b, &m->row[i], &f);
		column_values(&f, values);
		printf("%s\n  {\"scenario\": \"%s\", \"path\": \"%s\", \"threads\": %u, \"size\": %" PRIu64 ", \"descriptors\": %" PRIu64 ", \"binds\": %u, \"rebinds\": %u",
		       json_began ? "," : "", b->scenario->name,
		       name_of(&m->row[i]),
		       measured_threads(&m->row[i]), m->config.size,
		       descriptors(b), m->binds, m->rebinds);
		for (c = 0; c < NR_COLUMNS; c++)
			if (values[c])
				printf(", \"%s\": %.6g", columns[c], values[c]);
		printf("}");
		json_began = true;
	}
}

void bench_print_begin(enum bench_format format)
{
	unsigned c;

	if (format == BENCH_JSON)
		printf("[");
	if (format != BENCH_CSV)
		return;
	printf("scenario,path,threads,size,descriptors,binds,rebinds");
	for (c = 0; c < NR_COLUMNS; c++)
		printf(",%s", columns[c]);
	printf("\n");
}

void bench_print(enum bench_format format, const struct bench_result *b)
{
	switch (format) {
	case BENCH_TABLE:
		print_table(b);
		break;
	case BENCH_CSV:
		print_csv(b);
		break;
	case BENCH_JSON:
		print_json(b);
		break;
	}
}

void bench_print_end(enum bench_format format)
{
	if (format == BENCH_JSON)
		printf("\n]\n");
}
