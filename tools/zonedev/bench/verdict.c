/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict.c - in words: does streaming help here, how, and what is best
 *
 * Each sentence rests on an interval. Where several rows stand for the answer
 * the best has the chance of an error divided by their number, since the best
 * of many undecided ones looks good by chance.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "bench.h"

/* An interval that lies as near to 1 may be called equal. */
#define SAME	STATISTICS_WIDTH

/* Base may be so much slower than the loop by hand, and ratios to it fair. */
#define FAIR	0.05

struct text {
	char *at;
	size_t left;
};

__attribute__((format(printf, 2, 3)))
static void put(struct text *text, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->at, text->left, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= text->left)
		n = (int)text->left;
	text->at += n;
	text->left -= (size_t)n;
}

static bool equal(const struct interval *ratio)
{
	return interval_within(ratio, 1 - SAME, 1 + SAME);
}

/*
 * An interval narrows with the root of the rounds: the seconds until it would
 * leave 1 out, or lie so near to it that it may be called equal, if all goes on
 * as it did. Of too few rounds: of twice as many. 0: nothing is known.
 */
static double seconds_to_decide(const struct bench_result *b,
				const struct interval *ratio)
{
	double n = (double)ratio->n, rounds = 2 * fmax(n, STATISTICS_LEAST);
	double gap = fmax(fabs(ratio->value - 1), SAME);

	if (!ratio->n)
		return 0;
	if (!isinf(ratio->high))
		rounds = fmax(n * pow(interval_width(ratio) / gap, 2), 1.5 * n);
	return (double)b->measurement.took_ns * 1e-9 * rounds / n;
}

/* Two digits, rounded up */
static void put_time(struct text *text, double seconds)
{
	double step = pow(10, fmax(floor(log10(seconds)) - 1, 0));

	if (seconds > 3600)
		put(text, "an hour would not decide, an idle machine may");
	else if (seconds > 0)
		put(text, "--time %.0f may decide, or an idle machine",
		    ceil(seconds / step) * step);
	else
		put(text, "try when idle");
}

static void put_too_few(struct text *text, size_t rounds, unsigned of)
{
	put(text, "undecided on this machine now: %zu round%s too few for an interval",
	    rounds, rounds == 1 ? " is" : "s are");
	if (of > 1)
		put(text, " that holds for the best of %u paths", of);
	put(text, "; ");
}

/* @ratio is of the best of so many, which takes more rounds than one's own. */
static void put_undecided(struct text *text, const struct bench_result *b,
			  const struct interval *ratio, unsigned of)
{
	if (isinf(ratio->high) || !ratio->n)
		put_too_few(text, ratio->n, of);
	else
		put(text, "undecided on this machine now: %.2f, +-%.*f %% after %zu rounds; ",
		    ratio->value, interval_width(ratio) < 0.01 ? 1 : 0,
		    100 * interval_width(ratio), ratio->n);
	put_time(text, seconds_to_decide(b, ratio));
}

static void put_ratio(struct text *text, const struct interval *ratio)
{
	put(text, "%.2f (%.2f to %.2f) times", ratio->value, ratio->low,
	    ratio->high);
}

/* Rows that answer a question */
typedef bool row_filter(const struct measured *row);

static bool stands_for_kernel(const struct measured *row)
{
	return row->type->kernel && row->threads == 1 && row->rebind.ns.n &&
	       strcmp(row->type->name, "control") &&
	       strcmp(row->type->name, "base");
}

static bool stands_for_program(const struct measured *row)
{
	return row->threads == 1 && row->rebind.ns.n &&
	       strcmp(row->type->name, "control") &&
	       strcmp(row->type->name, "base");
}

/* The series' loop by another store than the one that was published */
static bool other_store(const struct measured *row)
{
	return stands_for_kernel(row) && row->type->write &&
	       !row->type->published;
}

static unsigned count(const struct bench_result *b, row_filter *filter)
{
	const struct measurement *m = &b->measurement;
	unsigned i, n = 0;

	for (i = 0; i < m->nr_rows; i++)
		n += filter(&m->row[i]);
	return n;
}

/* The one with the highest ratio but for @not, or NULL; its interval */
static const struct measured *best_of(const struct bench_result *b,
				      row_filter *filter,
				      const struct measured *not,
				      struct interval *ratio)
{
	const struct measurement *m = &b->measurement;
	const struct measured *best = NULL;
	unsigned i, n = count(b, filter);

	for (i = 0; i < m->nr_rows; i++) {
		struct interval one;

		if (!filter(&m->row[i]) || &m->row[i] == not)
			continue;
		one = measured_ratio(&m->row[i], STATISTICS_ERROR / n);
		if (best && one.value <= ratio->value)
			continue;
		best = &m->row[i];
		*ratio = one;
	}
	return best;
}

/*
 * Whether no interval of these reaches further above 1 than is called equal. To
 * be wrong about all it takes being wrong about the one that is better: their
 * number does not matter.
 */
static bool none_better(const struct bench_result *b, row_filter *filter)
{
	const struct measurement *m = &b->measurement;
	struct interval one;
	unsigned i, n = 0;

	for (i = 0; i < m->nr_rows; i++) {
		if (!filter(&m->row[i]))
			continue;
		n++;
		one = measured_ratio(&m->row[i], STATISTICS_ERROR);
		if (!(one.n && one.high <= 1 + SAME))
			return false;
	}
	return n > 0;
}

/* Only a base that is too slow misleads: all ratios are too high then. */
static void say_control(const struct bench_result *b, struct text *text)
{
	const struct measured *row = bench_row(b, "control");
	struct interval ratio;

	if (!row)
		return;
	ratio = measured_ratio(row, STATISTICS_ERROR);
	if (interval_above(&ratio, 1 + FAIR)) {
		put(text, "WARNING: base takes ");
		put_ratio(text, &ratio);
		put(text, " as long as a hand-written loop, so the ratios of the other paths are too high.\n");
	} else if (ratio.n && ratio.high <= 1 + FAIR) {
		put(text, "base is at most %.0f %% slower than a hand-written loop, so the ratios are fair.\n",
		    ceil(100 * fmax(ratio.high - 1, 0.01)));
	} else {
		put(text, "Whether base is as fast as a hand-written loop is ");
		put_undecided(text, b, &ratio, 1);
		put(text, ".\n");
	}
}

static const struct measured *published_row(const struct bench_result *b)
{
	const struct measurement *m = &b->measurement;
	unsigned i;

	for (i = 0; i < m->nr_rows; i++)
		if (m->row[i].type->published && m->row[i].rebind.ns.n)
			return &m->row[i];
	return bench_row(b, "streaming");
}

static void say_published(const struct bench_result *b, struct text *text)
{
	const struct measured *row = published_row(b);
	struct interval ratio;

	if (!row)
		return;
	ratio = measured_ratio(row, STATISTICS_ERROR);
	put(text, "Does the published series help here? ");
	if (equal(&ratio)) {
		put(text, "It changes nothing: %s is within %.0f %% of base.\n",
		    row->type->name, 100 * SAME);
	} else if (interval_decided(&ratio, 1)) {
		put(text, "%s: %s has ", interval_above(&ratio, 1) ? "Yes" :
		    "No", row->type->name);
		put_ratio(text, &ratio);
		put(text, " the speed of base.\n");
	} else {
		put(text, "It is ");
		put_undecided(text, b, &ratio, 1);
		put(text, ".\n");
	}
}

static void say_other_store(const struct bench_result *b, struct text *text)
{
	struct interval ratio;
	const struct measured *best = best_of(b, other_store, NULL, &ratio);

	if (!best)
		return;
	put(text, "Does it by another store that a kernel can use? ");
	if (interval_above(&ratio, 1)) {
		put(text, "Yes, by %s: ", best->type->name);
		put_ratio(text, &ratio);
		put(text, " the speed of base.\n");
	} else if (none_better(b, other_store)) {
		put(text, "No: the best, %s, has ", best->type->name);
		put_ratio(text, &ratio);
		put(text, " the speed of base.\n");
	} else {
		put(text, "It is ");
		put_undecided(text, b, &ratio, count(b, other_store));
		put(text, " (%s).\n", best->type->name);
	}
}

/* Those that the best is not told apart from by their own rounds */
static void say_ties(const struct bench_result *b, row_filter *filter,
		     const struct measured *best, struct text *text)
{
	const struct measurement *m = &b->measurement;
	unsigned i, n = count(b, filter), ties = 0;

	for (i = 0; i < m->nr_rows; i++) {
		struct interval apart;

		if (!filter(&m->row[i]) || &m->row[i] == best)
			continue;
		apart = measured_between(best, &m->row[i],
					 STATISTICS_ERROR / n);
		if (!interval_above(&apart, 1))
			put(text, "%s%s", ties++ ? ", " :
			    "; not told apart from it: ", m->row[i].type->name);
	}
}

static void say_best(const struct bench_result *b, row_filter *filter,
		     const char *whom, struct text *text)
{
	struct interval ratio;
	const struct measured *best = best_of(b, filter, NULL, &ratio);

	if (!best)
		return;
	put(text, "What is best for %s? ", whom);
	if (interval_above(&ratio, 1)) {
		put(text, "%s, ", best->type->name);
		put_ratio(text, &ratio);
		put(text, " the speed of base");
		say_ties(b, filter, best, text);
		put(text, ".\n");
	} else if (none_better(b, filter)) {
		put(text, "base: no path beats it by more than the interval.\n");
	} else {
		put(text, "It is ");
		put_undecided(text, b, &ratio, count(b, filter));
		put(text, " (%s).\n", best->type->name);
	}
}

/* The first binds, where the page faults of a fresh memmap are most of it */
static void say_fresh(const struct bench_result *b, struct text *text)
{
	const struct measured *row = bench_row(b, "streaming");
	bool whole = b->scenario->whole_binds;
	struct interval ratio;

	if (!row || row->fresh.ns.n < 2)
		return;
	ratio = measured_fresh_ratio(row, whole, STATISTICS_ERROR);
	put(text, "And on a fresh memmap%s? streaming ",
	    whole ? ", over whole binds (the reviewer saw 0.97)" : "");
	if (interval_decided(&ratio, 1) || equal(&ratio)) {
		put(text, "has ");
		put_ratio(text, &ratio);
		put(text, " the speed of base.\n");
	} else {
		put(text, "is ");
		put_undecided(text, b, &ratio, 1);
		put(text, ".\n");
	}
}

static void say_limit(const struct bench_result *b, struct text *text)
{
	struct interval share = share_of_limit(&b->measurement,
					       &b->measurement.base);

	if (!share.n || isinf(share.high))
		return;
	put(text, "How much faster can one thread be? base writes at %.0f %% (%.0f to %.0f %%) of the limit, so it can have at most %.2f times that speed.\n",
	    100 * share.value, 100 * share.low, 100 * share.high,
	    1 / share.low);
}

void bench_verdict(const struct bench_result *b, char *text, size_t size)
{
	struct text to = { text, size };

	*text = '\0';
	say_control(b, &to);
	say_published(b, &to);
	say_other_store(b, &to);
	say_best(b, stands_for_kernel, "a kernel", &to);
	say_best(b, stands_for_program, "a program", &to);
	say_fresh(b, &to);
	say_limit(b, &to);
}
