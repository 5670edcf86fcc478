/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plot.c - the result of zonedev bench as a picture
 */
#include <math.h>
#include "common/gnuplot.h"
#include "bench.h"

#define NAME		"zonedev bench"

#define PANEL_WIDTH	640
#define PANEL_HEIGHT	520
#define COLUMNS		2

/*
 * What the rows are told apart by in print and by the colour-blind: a fill
 * pattern and a grey or a colour of P. Tol's bright scheme. Base, what a kernel
 * can use, what it cannot.
 */
static const struct {
	const char *what;
	unsigned colour, pattern;
} styles[] = {
	{ "base", 0xbbbbbb, 3 },
	{ "a kernel can use it", 0x4477aa, 6 },
	{ "needs vector registers", 0xee6677, 4 },
};

#define STYLES	(sizeof(styles) / sizeof(styles[0]))

static unsigned style(const struct bench_result *b, const struct measured *row)
{
	if (row == &b->measurement.base)
		return 0;
	return row->type->kernel ? 1 : 2;
}

/* CPU, date and the command but for the file of the picture */
static void write_title(FILE *to, const char *what,
			const struct origin *origin)
{
	gnuplot_string(to, what);
	fprintf(to, ".\"\\n\".");
	gnuplot_string(to, origin->cpu);
	fprintf(to, ".', '.");
	gnuplot_string(to, origin->date);
}

/*
 * A line each: place, name, ns per page, the ends of its interval; of fewer
 * rounds than have one, the extremes.
 */
static void write_rows(FILE *to, const struct bench_result *b, unsigned of)
{
	double pages = (double)bench_descriptors(b);
	const struct measured *row;
	unsigned i, place = 0;
	char name[32];

	fprintf(to, "$rows%u << END\n", of);
	for (i = 0; (row = bench_row_at(b, i)); i++) {
		struct interval ns = statistics_median(&row->rebind.ns,
						       STATISTICS_ERROR);

		if (!ns.n)
			continue;
		if (isinf(ns.high)) {
			ns.low = sample_min(&row->rebind.ns);
			ns.high = sample_max(&row->rebind.ns);
		}
		bench_row_name(row, name);
		if (style(b, row) == of)
			fprintf(to, "%u \"%s\" %g %g %g\n", place, name,
				ns.value / pages, ns.low / pages,
				ns.high / pages);
		place++;
	}
	fprintf(to, "END\n");
}

/* The names below the axis, whatever style each bar has */
static void write_names(FILE *to, const struct bench_result *b)
{
	const struct measured *row;
	unsigned i, place = 0;
	char name[32];

	fprintf(to, "set xtics (");
	for (i = 0; (row = bench_row_at(b, i)); i++) {
		if (!row->rebind.ns.n)
			continue;
		bench_row_name(row, name);
		fprintf(to, "%s'%s' %u", place ? ", " : "", name, place);
		place++;
	}
	fprintf(to, ")\nset xrange [-0.6:%g]\n", place - 0.4);
}

static bool has_style(const struct bench_result *b, unsigned of)
{
	const struct measured *row;
	unsigned i;

	for (i = 0; (row = bench_row_at(b, i)); i++)
		if (row->rebind.ns.n && style(b, row) == of)
			return true;
	return false;
}

static void write_bars(FILE *to, const struct bench_result *b)
{
	unsigned i;

	for (i = 0; i < STYLES; i++)
		if (has_style(b, i))
			fprintf(to, "$rows%u using 1:3 with boxes fs pattern %u border lc rgb 'black' lc rgb '#%06x' title '%s', "
				"'' using 1:3:4:5 with yerrorbars lc rgb 'black' lw 2 pt 0 notitle, "
				"'' using 1:5:(sprintf('%%.2f', $3)) with labels offset 0,0.7 notitle, ",
				i, styles[i].pattern, styles[i].colour,
				styles[i].what);
}

static void write_panel(FILE *to, const struct bench_result *b)
{
	struct interval limit = share_limit(&b->measurement,
					    &b->measurement.base);
	double pages = (double)bench_descriptors(b);
	unsigned i;

	for (i = 0; i < STYLES; i++)
		write_rows(to, b, i);
	write_names(to, b);
	fprintf(to, "set title '%s: %.4g GiB %s' noenhanced\n"
		"limit = %g\nset yrange [0:*]\nplot ",
		b->scenario->name, (double)b->measurement.config.size /
		(1 << 30), b->scenario->what, limit.value / pages);
	write_bars(to, b);
	fprintf(to, "limit with lines lw 2 dt 2 lc rgb 'black' title 'limit of the run, 1 thread'\n");
}

static void write_bench(FILE *to, const void *arg)
{
	const struct bench_run *run = arg;
	unsigned columns = run->nr < COLUMNS ? run->nr : COLUMNS, i;

	fprintf(to, "set multiplot layout %u,%u title ",
		(run->nr + columns - 1) / columns, columns);
	write_title(to, "ns per page on rebind: medians and their 95 % intervals",
		    &run->request->origin);
	fprintf(to, " noenhanced\nset boxwidth 0.7\n"
		"set grid ytics\nset xtics rotate by -30 nomirror noenhanced\n"
		"set ylabel 'ns per page'\nset offsets 0,0,graph 0.3,0\n"
		"set key top left Left reverse noenhanced opaque\n");
	for (i = 0; i < run->nr; i++)
		write_panel(to, &run->results[i]);
	fprintf(to, "unset multiplot\n");
}

/* All scenarios in one picture */
static int draw(const void *about)
{
	const struct bench_run *run = about;
	unsigned n = run->nr, columns = n < COLUMNS ? n : COLUMNS;

	return !n ? 0 :
	       gnuplot_draw(NAME, run->request->plot, (n > 1 ? 1u : 2u) *
			    PANEL_WIDTH * columns, PANEL_HEIGHT *
			    ((n + columns - 1) / columns) + 60, write_bench,
			    run);
}

static void write_sweep(FILE *to, const void *arg)
{
	static const unsigned points[4] = { 5, 7, 9, 13 };
	static const unsigned colours[4] = {
		0x000000, 0x4477aa, 0xee6677, 0x228833,
	};
	const struct bench_run *run = arg;
	const struct sweep *sweep = run->sweep;
	char name[32];
	unsigned row, i;

	for (row = 0; row < sweep->nr_rows; row++) {
		fprintf(to, "$row%u << END\n", row);
		for (i = 0; i < sweep->nr_sizes; i++) {
			const struct sample *s =
				&sweep->row[row].ns_per_page[i];
			struct interval ns = statistics_median(s,
						STATISTICS_ERROR);

			fprintf(to, "%.0f %g %g %g\n",
				(double)sweep->size[i].bytes,
				ns.value, isinf(ns.high) ? sample_min(s) :
				ns.low, isinf(ns.high) ? sample_max(s) :
				ns.high);
		}
		fprintf(to, "END\n");
	}
	fprintf(to, "set title ");
	write_title(to, "ns per page on rebind by the size of the device: medians and their 95 % intervals",
		    &run->request->origin);
	fprintf(to, " noenhanced\nset logscale x 2\nset format x '%%.0b %%BB'\n"
		"set grid\nset xlabel 'device'\nset ylabel 'ns per page'\n"
		"set key bottom right opaque box noenhanced\nplot [%.0f:%.0f] [0:*] ",
		(double)sweep->size[0].bytes / 2,
		(double)sweep->size[sweep->nr_sizes - 1].bytes * 2);
	for (row = 0; row < sweep->nr_rows; row++) {
		sweep_row_name(&sweep->row[row], name);
		fprintf(to, "%s$row%u using 1:2:3:4 with yerrorlines lw 2 dt %u pt %u ps 1.2 lc rgb '#%06x' title '%s'",
			row ? ", " : "", row, row + 1, points[row % 4],
			colours[row % 4], name);
	}
	fprintf(to, "\n");
}

static int draw_sweep(const void *about)
{
	const struct bench_run *run = about;

	return gnuplot_draw(NAME, run->request->plot, 2 * PANEL_WIDTH,
			    PANEL_HEIGHT + 60, write_sweep, run);
}

const struct bench_format format_plot = {
	.name = "plot",
	.scenarios = { .end = draw },
	.sweep = { .end = draw_sweep },
};
