/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machines.c - the same rebind on other machines, as it was measured there
 *
 * Each a virtual machine of 2 CPUs, gcc 12 -O2, one thread, a memmap of the
 * size given whose pages are there; milliseconds, best of 4 or 5 (Cascade Lake,
 * November 2026) and medians of 7 (both AMD EPYC, 25 November 2026). From
 * before rounds were paired, so without an interval.
 */
#include <stdio.h>
#include <string.h>
#include "bench.h"

#define ROWS	8

/* Descriptors that fit a cache are another story. */
#define COMPARABLE	(UINT64_C(1) << 30)

/* Names of rows, and of fills where no path is that store alone */
static const struct {
	const char *name;
	bool fill;
} rows[ROWS] = {
	{ "base", false },
	{ "template", false },
	{ "streaming-movnti", false },
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
	  { 180, 209, 256, 0, 160, 245, 0, 142 } },
	{ "Zen 4", "family 25 model 17", 1.54 * (1 << 30) / 64,
	  { 67, 71, 68, 0, 62, 61, 0, 0 } },
	{ "Zen 5, quiet", "family 26 model 2", 1.54 * (1 << 30) / 64,
	  { 60.8, 65, 89, 0, 58, 48.6, 49.4, 0 } },
	{ "Zen 5, busy", "the same, an hour later", 1.54 * (1 << 30) / 64,
	  { 73, 0, 140, 0, 78, 79, 81, 0 } },
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

static void print_cell(double ns)
{
	if (ns)
		printf(" %12.2f", ns);
	else
		printf(" %12s", "-");
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
		printf(" %12s", machines[m].name);
	printf(" %6s\n", "here");
	for (i = 0; i < ROWS; i++) {
		double here = rows[i].fill ? fill_here(b, rows[i].name) :
			      row_here(b, rows[i].name);

		printf("%s%-*s", rows[i].fill ? "fill " : "",
		       rows[i].fill ? 16 : 21, rows[i].name);
		for (m = 0; m < MACHINES; m++)
			print_cell(machines[m].ms[i] * 1e6 / machines[m].pages);
		if (here)
			printf(" %6.2f\n", here);
		else
			printf(" %6s\n", "-");
	}
	printf("Elsewhere as measured in November 2026, without intervals: Cascade Lake best of 4\n"
	       "or 5, Zen medians of 7; virtual machines of 2 CPUs.\n");
}
