/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machines.c - the same rebind on other machines, as it was measured there
 *
 * Each a virtual machine, gcc 12 -O2, one thread, a memmap of the size given
 * whose pages are there; milliseconds. Cascade Lake best of 4 or 5, on 2 CPUs,
 * from before rounds were paired; the others medians of zonedev bench
 * --scenario nd_pmem: Emerald Rapids 11 rounds, 16 CPUs, and Zen 5 57 rounds, 2
 * CPUs, 26 November 2026; Zen 4 55 rounds, 2 CPUs, the day after. README has
 * ratios with intervals.
 */
#include <stdio.h>
#include <string.h>
#include "bench.h"

#define ROWS	9

/* Descriptors that fit a cache cost something else. */
#define COMPARABLE	(UINT64_C(1) << 30)

/* Names of rows, and of fills where no path is that store alone */
static const struct {
	const char *name;
	bool fill;
} rows[ROWS] = {
	{ "base", false },
	{ "template", false },
	{ "streaming-movnti", false },
	{ "streaming-prefetch", false },
	{ "streaming-movdir64b", false },
	{ "prefetchw", false },
	{ "avx512f", true },
	{ "movdir64b", true },
	{ "mixed", true },
};

/* 0: not measured, or the CPU has no such instruction */
static const struct machine {
	const char *name, *what;
	double pages;
	double ms[ROWS];
} machines[] = {
	{ "Cascade Lake", "family 6 model 85", 1.68e9 / 64,
	  { 180, 209, 256, 0, 0, 160, 245, 0, 142 } },
	{ "Emerald Rapids", "family 6 model 207", 25804288,
	  { 202.8, 202.9, 89.5, 120.7, 99.8, 151.1, 83.9, 105.0, 162.3 } },
	{ "Zen 4", "family 25 model 17", 25804288,
	  { 67.0, 70.3, 62.2, 63.6, 0, 79.9, 61.2, 0, 89.0 } },
	{ "Zen 5", "family 26 model 2", 25804288,
	  { 70.7, 71.4, 85.1, 54.1, 69.4, 78.8, 53.7, 85.7, 83.3 } },
};

#define MACHINES	(sizeof(machines) / sizeof(machines[0]))

static double fill_here(const struct bench_result *b, const char *name)
{
	const struct limits *limits = &b->measurement.limits;
	const struct limit *l = limits->limit;

	for (; l < limits->limit + limits->nr; l++)
		if (l->threads == 1 && !strcmp(l->backend->name, name))
			return sample_median(&l->ns) /
			       (double)bench_descriptors(b);
	return 0;
}

static double row_here(const struct bench_result *b, const char *name)
{
	const struct measured *row = bench_row(b, name);

	return row ? sample_median(&row->rebind.ns) /
		     (double)bench_descriptors(b) : 0;
}

/* As wide as the name above it */
static void print_cell(const char *name, double ns)
{
	int width = (int)strlen(name);

	if (width < 6)
		width = 6;
	if (ns)
		printf(" %*.2f", width, ns);
	else
		printf(" %*s", width, "-");
}

/* A cell for each machine, and what is here at the end */
void machines_print(const struct bench_result *b)
{
	unsigned i, m;

	if (b->geometry.pgmap.vmemmap_shift || b->scenario->whole_binds ||
	    !b->measurement.base.rebind.ns.n ||
	    bench_descriptor_bytes(b) < COMPARABLE)
		return;
	printf("\n%-21s", "ns/page elsewhere");
	for (m = 0; m < MACHINES; m++)
		printf(" %6s", machines[m].name);
	printf(" %6s\n", "here");
	for (i = 0; i < ROWS; i++) {
		double here = rows[i].fill ? fill_here(b, rows[i].name) :
			      row_here(b, rows[i].name);

		printf("%s%-*s", rows[i].fill ? "fill " : "",
		       rows[i].fill ? 16 : 21, rows[i].name);
		for (m = 0; m < MACHINES; m++)
			print_cell(machines[m].name, machines[m].ms[i] * 1e6 /
				   machines[m].pages);
		print_cell("here", here);
		printf("\n");
	}
	printf("Elsewhere as measured in November 2026, in virtual machines.\n");
}
