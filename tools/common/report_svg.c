/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_svg.c - bars with their intervals, as SVG inside a page
 *
 * Colours are the page's, by class, so that dark mode and print apply.
 */
#include "report.h"

#define WIDTH	440
#define LEFT	140	/* of the bars: names stand before it */
#define RIGHT	385	/* of the longest bar: values stand behind it */
#define ROW	24
#define TOP	8

void report_escaped(FILE *to, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		default:
			putc(*text, to);
		}
}

static double greatest(const struct report_plot *plot)
{
	double most = plot->limit;

	for (unsigned i = 0; i < plot->nr; i++) {
		if (plot->bar[i].value > most)
			most = plot->bar[i].value;
		if (plot->bar[i].high > most)
			most = plot->bar[i].high;
	}
	return most > 0 ? most : 1;
}

static double x_of(double value, double most)
{
	return LEFT + value / most * (RIGHT - LEFT);
}

static void label(FILE *to, double x, unsigned y, const char *anchor,
		  const char *text)
{
	fprintf(to, "<text x=\"%.1f\" y=\"%u\" text-anchor=\"%s\">", x, y,
		anchor);
	report_escaped(to, text);
	fputs("</text>\n", to);
}

/* The interval: a line with an end mark on each side */
static void whisker(FILE *to, const struct report_bar *bar, unsigned y,
		    double most)
{
	double low = x_of(bar->low, most), high = x_of(bar->high, most);

	if (bar->high > 0)
		fprintf(to, "<path class=\"interval\" d=\"M%.1f %uv8m0-4H%.1fm0-4v8\"/>\n",
			low, y + 5, high);
}

static void bar(FILE *to, const struct report_bar *bar, unsigned y,
		double most)
{
	double end = x_of(bar->high > bar->value ? bar->high : bar->value,
			  most);
	char value[32];

	snprintf(value, sizeof(value), "%.4g", bar->value);
	label(to, LEFT - 8, y + 14, "end", bar->name);
	fprintf(to, "<rect class=\"bar\" x=\"%d\" y=\"%u\" width=\"%.1f\" height=\"18\"/>\n",
		LEFT, y, x_of(bar->value, most) - LEFT);
	whisker(to, bar, y, most);
	label(to, end + 6, y + 14, "start", value);
}

static void limit(FILE *to, const struct report_plot *plot, unsigned bottom,
		  double most)
{
	double x = x_of(plot->limit, most);

	if (plot->limit <= 0)
		return;
	fprintf(to, "<path class=\"limit\" d=\"M%.1f %dV%u\"/>\n", x, TOP - 4,
		bottom);
	label(to, x, bottom + 14, "middle", plot->limit_name);
}

void report_svg(FILE *to, const struct report_plot *plot)
{
	unsigned bottom = TOP + plot->nr * ROW, i;
	double most = greatest(plot);

	fprintf(to, "<svg viewBox=\"0 0 %d %u\" role=\"img\" aria-label=\"",
		WIDTH, bottom + 20);
	report_escaped(to, plot->what);
	fputs("\">\n", to);
	for (i = 0; i < plot->nr; i++)
		bar(to, &plot->bar[i], TOP + i * ROW, most);
	limit(to, plot, bottom, most);
	fputs("</svg>\n", to);
}
