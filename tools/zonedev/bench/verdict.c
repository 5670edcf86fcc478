/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict.c - in words: which path won, and whether streaming helps
 */
#include <stdarg.h>
#include <stdio.h>
#include "bench.h"

/* Below this a ratio is no news: rounds of one run differ by as much. */
#define SAME	0.03

static double ratio_of(const struct bench_result *b, enum zonedev_path path)
{
	return bench_ratio(b, bench_row(b, path, false), NULL);
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
	for (path = 0; path < ZONEDEV_PATHS; path++) {
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

/*
 * The first binds, where the page faults of a fresh memmap are most of the
 * time; of whole binds where such were published. Few binds say nothing.
 */
#define FRESH_BINDS	3

static void say_fresh(const struct bench_result *b, char **at, size_t *left)
{
	const struct measured *base = bench_row(b, ZONEDEV_BASE, false);
	const struct measured *row = bench_row(b, ZONEDEV_STREAMING, false);
	bool whole = b->scenario->whole_binds;
	double spread, ratio;

	if (!row || row->first.n < FRESH_BINDS)
		return;
	ratio = whole ? sample_ratio(&base->first_whole, &row->first_whole,
				     &spread) :
		sample_ratio(&base->first, &row->first, &spread);
	put(at, left, "\nOn a fresh memmap the series' path has %.2f times the speed of base, give or take %.2f%s.",
	    ratio, spread, whole ?
	    ", over whole binds; the reviewer saw 0.97" : "");
}

static void say_streaming(const struct bench_result *b, char **at,
			  size_t *left)
{
	double spread, ratio;

	ratio = bench_ratio(b, bench_row(b, ZONEDEV_STREAMING, false),
			    &spread);
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
	const struct limits *limits = &b->measurement.limits;
	const struct measured *base = bench_row(b, ZONEDEV_BASE, false);
	const char *name;
	double share = limits_best(limits, LIMIT_ANY, 1, &name) /
		       sample_median(&base->rebind);
	double streaming = limits_best(limits, LIMIT_STREAMING, 1, &name);
	double cached = limits_best(limits, LIMIT_CACHED, 1, &name);

	if (share > NEAR)
		put(at, left, "\nWhy: base writes at %.0f %% of what one core gets into this memory by any store, so there is little to win.",
		    100 * share);
	else if (streaming && cached > streaming * (1 + SAME) &&
		 ratio_of(b, ZONEDEV_STREAMING) < 1 + SAME)
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

/* Less than this and no ratio to base is to be believed. */
#define CONTROL	0.1

/*
 * Only a base that is too slow misleads; that the loop, which does less, is
 * slower happens too.
 */
static void say_control(const struct bench_result *b, char **at, size_t *left)
{
	double ratio = bench_ratio(b, bench_row(b, ZONEDEV_BASE, true), NULL);

	if (!ratio)
		return;
	if (ratio > 1 + CONTROL)
		put(at, left, "WARNING: base takes %.2f times as long as a loop written by hand; ratios to base flatter the other paths.\n",
		    ratio);
	else
		put(at, left, "base takes %.2f times as long as a loop written by hand, so ratios to it are fair.\n",
		    ratio);
}

void bench_verdict(const struct bench_result *b, char *text, size_t size)
{
	*text = '\0';
	if (!ratio_of(b, ZONEDEV_BASE)) {
		put(&text, &size, "Without base there is nothing to compare with.");
		return;
	}
	say_control(b, &text, &size);
	say_fastest(b, &text, &size);
	say_streaming(b, &text, &size);
	say_fresh(b, &text, &size);
	say_why(b, &text, &size);
}
