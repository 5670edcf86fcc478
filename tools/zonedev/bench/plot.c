/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plot.c - the result of zonedev bench as a picture
 */
#include "common/gnuplot.h"
#include "bench.h"

#define NAME		"zonedev bench"

/* Grey for what the others are compared with, a colour for auto */
#define GREY		0x9a9a9au
#define BLUE		0x4477aau
#define GREEN		0x228833u

#define PANEL_WIDTH	640
#define PANEL_HEIGHT	520
#define COLUMNS		2

struct picture {
	const struct bench_request *request;
	const struct bench_result *results;
};

static void write_title(FILE *to, const char *what,
			const struct origin *origin)
{
	gnuplot_string(to, what);
	fprintf(to, ".\"\\n\".");
	gnuplot_string(to, origin->cpu);
	fprintf(to, ".', '.");
	gnuplot_string(to, origin->date);
	fprintf(to, ".', '.");
	gnuplot_string(to, origin->command);
}

static unsigned colour(const struct measured *row)
{
	if (row->control || row->path == ZONEDEV_BASE)
		return GREY;
	return row->path == ZONEDEV_AUTO ? GREEN : BLUE;
}

/* A line each: name, ns per page, its quartiles, colour */
static void write_rows(FILE *to, const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	double pages = (double)bench_descriptors(b);
	const struct measured *row;
	char name[32];

	fprintf(to, "$rows << END\n");
	for (row = m->row; row < m->row + m->nr_rows; row++) {
		if (!row->rebind.n)
			continue;
		bench_row_name(row, name);
		fprintf(to, "\"%s\" %g %g %g %u\n", name,
			sample_median(&row->rebind) / pages,
			sample_quantile(&row->rebind, 0.25) / pages,
			sample_quantile(&row->rebind, 0.75) / pages,
			colour(row));
	}
	fprintf(to, "END\n");
}

static void write_panel(FILE *to, const struct bench_result *b)
{
	const char *limit_name = "";
	double limit = limits_best(&b->measurement.limits, LIMIT_ANY, 1,
				   &limit_name);

	write_rows(to, b);
	fprintf(to, "set title '%s: %.4g GiB %s' noenhanced\n"
		"limit = %g\n"
		"plot [-0.6:] [0:*] $rows using 0:2:5:xtic(1) with boxes lc rgb variable notitle, "
		"'' using 0:2:3:4 with yerrorbars lc rgb 'black' pt 0 notitle, "
		"'' using 0:4:(sprintf('%%.2f', $2)) with labels offset 0,0.7 notitle, "
		"limit with lines lw 2 dt 2 lc rgb '#cc3311' title 'write limit, 1 thread: %s'\n",
		b->scenario->name, (double)b->measurement.config.size /
		(1 << 30), b->scenario->what,
		limit / (double)bench_descriptors(b), limit_name);
}

static void write_bench(FILE *to, const void *arg)
{
	const struct picture *p = arg;
	unsigned n = p->request->nr_scenarios, i;
	unsigned columns = n < COLUMNS ? n : COLUMNS;

	fprintf(to, "set multiplot layout %u,%u title ",
		(n + columns - 1) / columns, columns);
	write_title(to, "ns per page on rebind: medians and quartiles",
		    &p->request->origin);
	fprintf(to, " noenhanced\nset style fill solid 0.8\nset boxwidth 0.7\n"
		"set grid ytics\nset xtics rotate by -30 nomirror noenhanced\n"
		"set ylabel 'ns per page'\nset offsets 0,0,graph 0.15,0\n"
		"set key top left Left reverse\n");
	for (i = 0; i < n; i++)
		write_panel(to, &p->results[i]);
	fprintf(to, "unset multiplot\n");
}

int bench_plot(const struct bench_request *r,
	       const struct bench_result *results)
{
	const struct picture p = { r, results };
	unsigned n = r->nr_scenarios;
	unsigned columns = n < COLUMNS ? n : COLUMNS;

	return gnuplot_draw(NAME, r->plot, (n > 1 ? 1 : 2) * PANEL_WIDTH *
			    columns, PANEL_HEIGHT *
			    ((n + columns - 1) / columns) + 60,
			    write_bench, &p);
}

struct sweep_picture {
	const struct bench_request *request;
	const struct sweep *sweep;
};

static void write_sweep(FILE *to, const void *arg)
{
	const struct sweep_picture *p = arg;
	const struct sweep *sweep = p->sweep;
	char name[32];
	unsigned row, i;

	for (row = 0; row < sweep->nr_rows; row++) {
		fprintf(to, "$row%u << END\n", row);
		for (i = 0; i < sweep->nr_sizes; i++) {
			const struct sample *s =
				&sweep->row[row].ns_per_page[i];

			fprintf(to, "%.0f %g %g %g\n",
				(double)sweep->size[i].bytes,
				sample_median(s), sample_quantile(s, 0.25),
				sample_quantile(s, 0.75));
		}
		fprintf(to, "END\n");
	}
	fprintf(to, "set title ");
	write_title(to, "ns per page on rebind by the size of the device: medians and quartiles",
		    &p->request->origin);
	fprintf(to, " noenhanced\nset logscale x 2\nset format x '%%.0b %%BB'\n"
		"set grid\nset xlabel 'device'\nset ylabel 'ns per page'\n"
		"set key bottom right opaque box noenhanced\nplot [%.0f:%.0f] [0:*] ",
		(double)sweep->size[0].bytes / 2,
		(double)sweep->size[sweep->nr_sizes - 1].bytes * 2);
	for (row = 0; row < sweep->nr_rows; row++) {
		sweep_row_name(&sweep->row[row], name);
		fprintf(to, "%s$row%u using 1:2:3:4 with yerrorlines lw 2 pt 7 title '%s'",
			row ? ", " : "", row, name);
	}
	fprintf(to, "\n");
}

int sweep_plot(const struct bench_request *r, const struct sweep *sweep)
{
	const struct sweep_picture p = { r, sweep };

	return gnuplot_draw(NAME, r->plot, 2 * PANEL_WIDTH, PANEL_HEIGHT + 60,
			    write_sweep, &p);
}
