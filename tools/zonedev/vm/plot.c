/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * plot.c - each bind that was timed as a point of a picture
 */
#include <stdio.h>
#include "common/gnuplot.h"
#include "records.h"

#define PANEL_WIDTH	640
#define PANEL_HEIGHT	420
#define COLUMNS		2

/*
 * What kernels are told apart by in print and by the colour-blind: a point and
 * a colour of P. Tol's bright scheme. First binds are stars of that colour.
 */
static const struct {
	unsigned colour, point;
} styles[VM_KERNELS] = {
	{ 0x4477aa, 7 }, { 0xee6677, 5 }, { 0x228833, 9 }, { 0x000000, 13 },
};

#define FIRST_POINT	3

static unsigned count(const struct records *r, unsigned experiment,
		      unsigned kernel)
{
	const struct record *at = r->at;
	unsigned n = 0;

	for (; at < r->at + r->n; at++)
		n += at->experiment == experiment && at->kernel == kernel;
	return n;
}

/* The most of any kernel */
static unsigned most(const struct records *r, unsigned experiment)
{
	unsigned k, n = 0;

	for (k = 0; k < r->request->nr_kernels; k++)
		if (count(r, experiment, k) > n)
			n = count(r, experiment, k);
	return n;
}

/* Binds in the order in which they were made: "NUMBER MS FIRST", a line each */
static void write_kernel(FILE *to, const struct records *r,
			 unsigned experiment, unsigned kernel)
{
	const struct record *at = r->at;
	unsigned n = 0;

	fprintf(to, "$kernel%u << END\n", kernel);
	for (; at < r->at + r->n; at++)
		if (at->experiment == experiment && at->kernel == kernel)
			fprintf(to, "%u %.4f %d\n", ++n, at->us / 1000,
				!at->bind);
	fprintf(to, "END\n");
}

static void write_panel_title(FILE *to, const struct records *r,
			      unsigned experiment)
{
	char title[160];

	snprintf(title, sizeof(title), "%s: %.4g GiB %s",
		 r->request->experiments[experiment]->name,
		 (double)records_size(r, experiment) / (1 << 30),
		 r->request->experiments[experiment]->what);
	fprintf(to, "set title ");
	gnuplot_string(to, title);
	fprintf(to, " noenhanced\n");
}

static void write_points(FILE *to, const struct records *r,
			 unsigned experiment)
{
	unsigned k;

	fprintf(to, "set xtics %s\nplot [0:%u] [0:*] ",
		most(r, experiment) < 16 ? "1" : "autofreq",
		most(r, experiment) + 1);
	for (k = 0; k < r->request->nr_kernels; k++) {
		if (!count(r, experiment, k))
			continue;
		fprintf(to, "$kernel%u using 1:($3 == 0 ? $2 : 1/0) with points pt %u lc rgb '#%06x' title ",
			k, styles[k].point, styles[k].colour);
		gnuplot_string(to, r->release[k]);
		fprintf(to, ", '' using 1:($3 == 1 ? $2 : 1/0) with points pt %d ps 1.5 lw 2 lc rgb '#%06x' notitle, ",
			FIRST_POINT, styles[k].colour);
	}
	fprintf(to, "1/0 with points pt %d ps 1.5 lw 2 lc rgb 'black' title 'first bind of a boot'\n",
		FIRST_POINT);
}

static void write_panel(FILE *to, const struct records *r, unsigned experiment)
{
	unsigned k;

	if (!most(r, experiment))
		return;
	write_panel_title(to, r, experiment);
	for (k = 0; k < r->request->nr_kernels; k++)
		write_kernel(to, r, experiment, k);
	write_points(to, r, experiment);
}

static unsigned columns(const struct records *r)
{
	return r->request->nr_experiments < COLUMNS ?
	       r->request->nr_experiments : COLUMNS;
}

static unsigned lines(const struct records *r)
{
	return (r->request->nr_experiments + columns(r) - 1) / columns(r);
}

static void write_script(FILE *to, const void *arg)
{
	const struct records *r = arg;
	unsigned e;

	fprintf(to, "set multiplot layout %u,%u title ", lines(r), columns(r));
	gnuplot_string(to, r->request->kvm ?
		       "memmap_init_zone_device() in a virtual machine: ms of each bind" :
		       "memmap_init_zone_device(), EMULATED: no figure here is a measurement");
	fprintf(to, ".\"\\n\".");
	gnuplot_string(to, r->host);
	fprintf(to, ".', '.");
	gnuplot_string(to, r->request->origin.date);
	fprintf(to, " noenhanced\nset grid ytics\nset xlabel 'bind'\n"
		"set ylabel 'ms'\nset offsets 0,0,graph 0.35,0\n"
		"set key top left Left reverse noenhanced opaque\n");
	for (e = 0; e < r->request->nr_experiments; e++)
		write_panel(to, r, e);
	fprintf(to, "unset multiplot\n");
}

int records_plot(const struct records *r)
{
	const unsigned width = lines(r) * columns(r) > 1 ? PANEL_WIDTH :
			       2 * PANEL_WIDTH;

	return gnuplot_draw(VM_NAME, r->request->plot, width * columns(r),
			    PANEL_HEIGHT * lines(r) + 60, write_script, r);
}
