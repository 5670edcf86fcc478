/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figures.c - what the samples of zonedev bench come to
 */
#include <stdio.h>
#include <string.h>
#include "bench.h"

#define MS	1e-6	/* of a ns */

const struct measured *bench_row(const struct bench_result *b,
				 enum zonedev_path path, bool control)
{
	const struct measured *row = b->measurement.row;
	const struct measured *end = row + b->measurement.nr_rows;

	for (; row < end; row++)
		if (row->path == path && row->threads == 1 &&
		    row->control == control && !row->keep_caches)
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

uint64_t bench_descriptors(const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;

	return (g->init_pages >> g->pgmap.vmemmap_shift) * g->per_compound;
}

uint64_t bench_descriptor_bytes(const struct bench_result *b)
{
	const struct zonedev_geometry *g = &b->geometry;

	return bench_descriptors(b) * (g->memmap_size / g->nr_pages);
}

const char *bench_path_name(const struct measured *row)
{
	if (row->control)
		return "control";
	return row->keep_caches ? "auto-keep" : zonedev_path_name(row->path);
}

void bench_row_name(const struct measured *row, char text[32])
{
	if (row->threads == 1)
		snprintf(text, 32, "%s", bench_path_name(row));
	else
		snprintf(text, 32, "%s x%u", bench_path_name(row),
			 measured_threads(row));
}

void bench_figures(const struct bench_result *b, const struct measured *m,
		   struct figures *f)
{
	const char *limit_name;
	double limit = limits_best(&b->measurement.limits, LIMIT_ANY, 1,
				   &limit_name);
	double median = sample_median(&m->rebind);
	const struct published *p = &b->scenario->published[m->path];

	memset(f, 0, sizeof(*f));
	f->first = sample_median(&m->first) * MS;
	f->first_whole = sample_median(&m->first_whole) * MS;
	f->mean = sample_mean(&m->rebind) * MS;
	f->median = median * MS;
	f->quartile_1 = sample_quantile(&m->rebind, 0.25) * MS;
	f->quartile_3 = sample_quantile(&m->rebind, 0.75) * MS;
	f->min = sample_min(&m->rebind) * MS;
	f->max = sample_max(&m->rebind) * MS;
	f->whole = sample_median(&m->rebind_whole) * MS;
	if (median) {
		f->ns_per_page = median / (double)bench_descriptors(b);
		f->gb_per_s = (double)bench_descriptor_bytes(b) / median;
		f->share = limit / median;
	}
	f->ratio = bench_ratio(b, m, NULL);
	f->reread = sample_median(&m->reread);
	if (b->measurement.config.size == b->scenario->size &&
	    m->threads == 1 && !m->control) {
		f->published_first = p->first;
		f->published = p->rebind;
	}
}
