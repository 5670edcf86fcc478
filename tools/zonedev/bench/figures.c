/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figures.c - what the samples of zonedev bench come to
 */
#include <stdio.h>
#include <string.h>
#include "bench.h"

#define MS	1e-6	/* of a ns */

const struct measured *bench_row_at(const struct bench_result *b, unsigned i)
{
	const struct measurement *m = &b->measurement;

	if (!i)
		return &m->base;
	return i <= m->nr_rows ? &m->row[i - 1] : NULL;
}

const struct measured *bench_row(const struct bench_result *b,
				 const char *name)
{
	const struct measured *row;
	unsigned i;

	for (i = 0; (row = bench_row_at(b, i)); i++)
		if (row->threads == 1 && !row->strategy &&
		    !strcmp(row->type->name, name))
			return row;
	return NULL;
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

void bench_row_name(const struct measured *row, char text[32])
{
	if (row->threads == 1)
		snprintf(text, 32, "%s", row->type->name);
	else
		snprintf(text, 32, "%s x%u", row->type->name,
			 measured_threads(row));
}

static void rebind_figures(const struct bench_result *b,
			   const struct sample *ns, struct figures *f)
{
	double median = sample_median(ns);

	f->mean = sample_mean(ns) * MS;
	f->median = median * MS;
	f->quartile_1 = sample_quantile(ns, 0.25) * MS;
	f->quartile_3 = sample_quantile(ns, 0.75) * MS;
	f->min = sample_min(ns) * MS;
	f->max = sample_max(ns) * MS;
	if (!median)
		return;
	f->ns_per_page = median / (double)bench_descriptors(b);
	f->gb_per_s = (double)bench_descriptor_bytes(b) / median;
}

void bench_figures(const struct bench_result *b, const struct measured *row,
		   struct figures *f)
{
	const struct published *p = &b->scenario->published[row->type->path];

	memset(f, 0, sizeof(*f));
	rebind_figures(b, &row->rebind.ns, f);
	f->fresh = sample_median(&row->fresh.ns) * MS;
	f->fresh_whole = sample_median(&row->fresh.whole) * MS;
	f->whole = sample_median(&row->rebind.whole) * MS;
	f->ratio = measured_ratio(row, STATISTICS_ERROR);
	f->fresh_ratio = measured_fresh_ratio(row, b->scenario->whole_binds,
					      STATISTICS_ERROR);
	f->share = share_of_limit(&b->measurement, row);
	f->reread = sample_median(&row->reread);
	if (b->measurement.config.size == b->scenario->size &&
	    row->threads == 1 && !row->type->write) {
		f->published_fresh = p->first;
		f->published = p->rebind;
	}
}
