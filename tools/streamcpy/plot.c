/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plot.c - the result of streamcpy bench as a picture
 */
#include "common/gnuplot.h"
#include "common/message.h"
#include "bench.h"

#define NAME		"streamcpy bench"

/* The four that say most: rates with one thread, and the re-reads */
static bool drawn(const struct bench_case *c)
{
	if (c->quantity == RATE)
		return c->threads == 1 && !c->warm;
	return c->quantity == REREAD;
}

static bool any_drawn(const struct bench *bench)
{
	const struct bench_case *c;

	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++)
		if (drawn(c))
			return true;
	return false;
}

int plot_check(const struct bench *bench, const char *file)
{
	if (!any_drawn(bench))
		return complain(NAME, "--plot: '%s' would be empty: there are pictures of --op copy, fill, reread, by one thread; --op copy --threads 1 would do",
				file);
	return gnuplot_check(NAME, file);
}

/* The lines of a group of rates: a data block of one method each */
static void write_rates(FILE *to, const struct bench_case *first, unsigned n)
{
	char title[128];
	unsigned i, c;

	case_describe(first, title, sizeof(title));
	for (i = 0; i < first->nr; i++) {
		fprintf(to, "$m%u << END\n", i);
		for (c = 0; c < n; c++)
			fprintf(to, "%zu %g\n", first[c].size,
				sample_median(&first[c].value[i]));
		fprintf(to, "END\n");
	}
	fprintf(to, "set title '%s'\nset logscale x 2\nset format x '%%.0b %%BB'\n"
		"set xtics 64,16\nset ylabel 'GB/s'\nplot ", title);
	for (i = 0; i < first->nr; i++)
		fprintf(to, "%s$m%u with linespoints title '%s'",
			i ? ", " : "", i, first->name[i]);
	fprintf(to, "\n");
}

static void write_bars(FILE *to, const struct bench_case *c)
{
	char title[128];
	unsigned i;

	case_describe(c, title, sizeof(title));
	fprintf(to, "$bars << END\n");
	for (i = 0; i < c->nr; i++)
		fprintf(to, "\"%s\" %g\n", c->name[i],
			sample_median(&c->value[i]));
	fprintf(to, "END\nunset logscale x\nset format x '%%g'\nset xtics autofreq rotate by -40\n"
		"set title '%s'\nset ylabel 'times'\nset style fill solid 0.6\nset boxwidth 0.7\n"
		"plot [][0:] $bars using 0:2:xtic(1) with boxes notitle\nset xtics norotate\n",
		title);
}

static void write_script(FILE *to, const void *arg)
{
	const struct bench *bench = arg;
	struct bench_group group;
	unsigned i;

	fprintf(to, "set multiplot layout 2,2 title ");
	gnuplot_string(to, bench->request->origin.cpu);
	fprintf(to, "\nset key outside right top\nset grid\n");
	for (i = 0; i < bench->nr_done; i += group.n) {
		group = case_group(bench, i);
		if (group.n > bench->nr_done - i)
			group.n = bench->nr_done - i;
		if (!drawn(group.first))
			continue;
		if (group.first->quantity == RATE)
			write_rates(to, group.first, group.n);
		else
			write_bars(to, group.first);
	}
	fprintf(to, "unset multiplot\n");
}

static int end(const void *about)
{
	const struct bench *bench = about;

	return gnuplot_draw(NAME, bench->request->plot, 1200, 900,
			    write_script, bench);
}

const struct reporter bench_plot = { .end = end };
