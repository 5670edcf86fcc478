/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev_verdict.c - in words: which path won, and whether streaming helps
 */
#include <stdarg.h>
#include <stdio.h>
#include "zonedev_bench.h"

/* Below this a ratio is no news: rounds of one run differ by as much. */
#define SAME	0.03

/* The ratio of the path with one thread, 0 if it was not measured */
static double ratio_of(const struct bench_result *b, enum zonedev_path path)
{
	const struct measurement *m = &b->measurement;
	unsigned i;

	for (i = 0; i < m->nr_rows; i++)
		if (m->row[i].path == path && m->row[i].threads == 1)
			return bench_ratio(b, i);
	return 0;
}

__attribute__((format(printf, 3, 4)))
static void put(char **at, size_t *left, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(*at, *left, format, args);
	va_end(args);

	if (n < 0 || (size_t)n >= *left)
		n = (int)*left;
	*at += n;
	*left -= (size_t)n;
}

static enum zonedev_path fastest(const struct bench_result *b, double *ratio)
{
	enum zonedev_path path, best = ZONEDEV_BASE;

	*ratio = 1;
	for (path = ZONEDEV_BASE; path < ZONEDEV_PATHS; path++) {
		if (ratio_of(b, path) <= *ratio)
			continue;
		*ratio = ratio_of(b, path);
		best = path;
	}
	return best;
}

void bench_verdict(const struct bench_result *b, char *text, size_t size)
{
	double ratio, streaming = ratio_of(b, ZONEDEV_STREAMING);
	enum zonedev_path best = fastest(b, &ratio);

	*text = '\0';
	if (!ratio_of(b, ZONEDEV_BASE)) {
		put(&text, &size, "Without base there is nothing to compare with.");
		return;
	}
	if (ratio < 1 + SAME)
		put(&text, &size, "On rebind no path with one thread is faster than base.");
	else
		put(&text, &size, "On rebind %s is the fastest path with one thread, %.2f times as fast as base.",
		    zonedev_path_name(best), ratio);
	if (!streaming)
		return;
	if (streaming > 1 + SAME)
		put(&text, &size, " Streaming stores help on this machine: the series' path is %.2f times as fast as base.",
		    streaming);
	else if (streaming < 1 - SAME)
		put(&text, &size, " Streaming stores do not help on this machine: the series' path is slower than base, %.2f times its speed.",
		    streaming);
	else
		put(&text, &size, " Streaming stores change nothing on this machine: the series' path has %.2f times the speed of base.",
		    streaming);
}
