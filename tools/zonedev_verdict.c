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
static double ratio_and_spread(const struct bench_result *b,
			       enum zonedev_path path, double *spread)
{
	const struct measurement *m = &b->measurement;
	unsigned i;

	for (i = 0; i < m->nr_rows; i++)
		if (m->row[i].path == path && m->row[i].threads == 1)
			return bench_ratio(b, i, spread);
	return 0;
}

static double ratio_of(const struct bench_result *b, enum zonedev_path path)
{
	return ratio_and_spread(b, path, NULL);
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

static void say_fastest(const struct bench_result *b, char **at, size_t *left)
{
	double ratio;
	enum zonedev_path best = fastest(b, &ratio);

	if (ratio < 1 + SAME)
		put(at, left, "On rebind no path with one thread is faster than base.");
	else
		put(at, left, "On rebind %s is the fastest path with one thread, %.2f times as fast as base.",
		    zonedev_path_name(best), ratio);
}

static void say_streaming(const struct bench_result *b, char **at,
			  size_t *left)
{
	double spread, ratio = ratio_and_spread(b, ZONEDEV_STREAMING, &spread);

	if (!ratio)
		return;
	if (spread > SAME && ratio < 1 + spread && ratio > 1 - spread)
		put(at, left, "\nWhether streaming stores help cannot be told from these rounds: the series' path is %.2f times as fast as base, give or take %.2f. More --rebinds on an idle machine may tell.",
		    ratio, spread);
	else if (ratio > 1 + SAME)
		put(at, left, "\nStreaming stores help on this machine: the series' path is %.2f times as fast as base.",
		    ratio);
	else if (ratio < 1 - SAME)
		put(at, left, "\nStreaming stores do not help on this machine: the series' path is slower than base, %.2f times its speed.",
		    ratio);
	else
		put(at, left, "\nStreaming stores change nothing on this machine: the series' path has %.2f times the speed of base.",
		    ratio);
}

/* Above this share of the write limit nobody has much to win. */
#define NEAR	0.9

/*
 * The reason is in the plain fills: how near base comes to what the memory
 * takes, and which kind of store this core writes faster with.
 */
static void say_why(const struct bench_result *b, char **at, size_t *left)
{
	const struct measurement *m = &b->measurement;
	const char *name;
	double share = measure_limit(m, LIMIT_ANY, &name) /
		       sample_median(&bench_base(b)->rebind);
	double streaming = measure_limit(m, LIMIT_STREAMING, &name);
	double cached = measure_limit(m, LIMIT_CACHED, &name);

	if (share > NEAR)
		put(at, left, "\nWhy: base writes at %.0f %% of what one core gets into this memory by any store, so there is little to win.",
		    100 * share);
	else if (streaming && cached > streaming * (1 + SAME) &&
		 ratio_of(b, ZONEDEV_STREAMING) < 1)
		put(at, left, "\nWhy: not the stores themselves, which fill this memory %.2f times as fast past the cache as through it, but the copying page by page around them.",
		    cached / streaming);
	else if (streaming && cached > streaming * (1 + SAME))
		put(at, left, "\nWhy: one core fills this memory %.2f times as fast past the cache as through it.",
		    cached / streaming);
	else if (streaming && streaming > cached * (1 + SAME))
		put(at, left, "\nWhy: one core fills this memory %.2f times as fast through the cache as past it.",
		    streaming / cached);
	else
		put(at, left, "\nWhy: one core fills this memory as fast through the cache as past it; base comes to %.0f %% of either.",
		    100 * share);
}

void bench_verdict(const struct bench_result *b, char *text, size_t size)
{
	*text = '\0';
	if (!ratio_of(b, ZONEDEV_BASE)) {
		put(&text, &size, "Without base there is nothing to compare with.");
		return;
	}
	say_fastest(b, &text, &size);
	say_streaming(b, &text, &size);
	say_why(b, &text, &size);
}
