/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict.c - what the numbers of a bench say, in plain sentences
 *
 * Each rests on an interval. Rank and advice are those of the largest copy that
 * was measured with one thread into a cold destination: what streaming is for.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "common/size.h"
#include "bench.h"

/* An interval that lies as near to 1 may be called no difference. */
#define SAME	0.05

/* Our short copies are to take no more of libpmem's time. */
#define PMEM_LIMIT	1.05

struct text {
	char *at;
	size_t size;
};

__attribute__((format(printf, 2, 3)))
static void say(struct text *text, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text->at, text->size, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= text->size)
		return;
	text->at += n;
	text->size -= (size_t)n;
}

static const struct bench_case *done_end(const struct bench *bench)
{
	return bench->cases + bench->nr_done;
}

static const struct bench_case *largest_copy(const struct bench *bench)
{
	const struct bench_case *found = NULL, *c;

	for (c = bench->cases; c < done_end(bench); c++)
		if (c->quantity == RATE && c->threads == 1 && !c->warm &&
		    c->operation == OPERATION_COPY &&
		    (!found || c->size >= found->size))
			found = c;
	return found;
}

static unsigned highest_rate(const struct bench_case *c)
{
	unsigned best = 0, i;

	for (i = 1; i < c->nr; i++)
		if (sample_median(&c->value[i]) >
		    sample_median(&c->value[best]))
			best = i;
	return best;
}

/*
 * The best of several looks good by chance: it is held against each other one,
 * the chance of an error shared by all pairs that it could have been in.
 */
static void say_fastest(struct text *text, const struct bench_case *c)
{
	unsigned best = highest_rate(c), i, open = 0;
	struct interval apart, ratio;
	char bytes[24], words[40];

	size_words(c->size, bytes);
	for (i = 0; i < c->nr; i++) {
		apart = case_compare(c, best, i, STATISTICS_ERROR / c->nr);
		if (i == best || interval_above(&apart, 1))
			continue;
		if (!open++)
			say(text, "At %s it is undecided which copies fastest here: %s",
			    bytes, c->name[best]);
		say(text, ", %s", c->name[i]);
	}
	if (open) {
		say(text, ". More --time on an idle machine may decide.\n");
		return;
	}
	ratio = case_compare(c, best, 0, STATISTICS_ERROR);
	interval_words(&ratio, words, sizeof(words));
	say(text, "At %s %s copies fastest here: %.1f GB/s", bytes,
	    c->name[best], sample_median(&c->value[best]));
	say(text, best ? ", %s times memcpy.\n" : ".%.0s\n", words);
}

/* The method of the backend that memcpy_streaming() calls */
static unsigned streaming(const struct bench *bench)
{
	unsigned i;

	for (i = 0; i < bench->nr_methods; i++)
		if (bench->method[i].backend == streamcpy_backend())
			return i;
	return 0;
}

static void say_streaming(struct text *text, const struct bench_case *c,
			  unsigned i)
{
	struct interval ratio = case_compare(c, i, 0, STATISTICS_ERROR);
	char words[40];

	interval_words(&ratio, words, sizeof(words));
	say(text, "memcpy_streaming (%s) runs at %s times memcpy there: %s.\n",
	    c->name[i], words,
	    interval_within(&ratio, 1 - SAME, 1 + SAME) ?
	    "streaming makes no difference to the time of a copy" :
	    interval_above(&ratio, 1) ? "streaming helps" :
	    interval_below(&ratio, 1) ? "streaming costs time" :
	    "undecided");
}

/*
 * Stores through the cache: generic, if it was measured. memset() may not be
 * such: its string instruction bypasses the caches on some CPUs.
 */
static unsigned cached(const struct bench *bench)
{
	unsigned i;

	for (i = 0; i < bench->nr_methods; i++)
		if (!strcmp(bench->method[i].name[OPERATION_COPY], "generic"))
			return i;
	return 0;
}

static void say_reread(struct text *text, const struct bench_case *c,
		       unsigned i, unsigned by_cache)
{
	struct interval ratio = case_compare(c, i, by_cache, STATISTICS_ERROR);
	char words[40];

	interval_words(&ratio, words, sizeof(words));
	say(text, "After a 64 MiB %s by %s a resident 512 KiB set is re-read in %.1f times "
	    "the undisturbed time, after %s in %.1f, ratio %s: %s.\n",
	    case_operation(c), c->name[i], sample_median(&c->value[i]),
	    c->name[by_cache], sample_median(&c->value[by_cache]), words,
	    interval_below(&ratio, 1 - SAME) ? "streaming protects the caches" :
	    interval_above(&ratio, 1 - SAME) ?
	    "streaming does not protect the caches" : "undecided");
}

/* How many cells lie on which side of libpmem's time, and the worst of those */
static void say_short(struct text *text, const struct bench *bench,
		      enum operation operation)
{
	unsigned cells = 0, faster = 0, slower = 0, over = 0, of, to, pmem;
	const struct bench_case *c, *worst = NULL;
	struct interval ratio, highest = {0};
	char bytes[24], words[40];

	for (c = bench->cases; c < done_end(bench); c++) {
		if (c->quantity != SHORT || c->operation != operation ||
		    !(pmem = case_find(c, "libpmem")))
			continue;
		ratio = case_ratio(c, pmem, &of, &to);
		cells++;
		faster += interval_below(&ratio, 1);
		slower += interval_above(&ratio, 1);
		over += interval_above(&ratio, PMEM_LIMIT);
		if (interval_above(&ratio, PMEM_LIMIT) &&
		    ratio.low > highest.low) {
			worst = c;
			highest = ratio;
		}
	}
	if (!cells)
		return;
	say(text, "%s beside libpmem in %u cells: faster in %u, slower in %u, undecided in %u; "
	    "over %.2f of its time, the whole interval, in %u",
	    operation == OPERATION_COPY ? "memcpy_streaming" :
	    "memcpy_flushcache", cells, faster, slower,
	    cells - faster - slower, PMEM_LIMIT, over);
	if (!worst) {
		say(text, ".\n");
		return;
	}
	size_words(worst->size, bytes);
	interval_words(&highest, words, sizeof(words));
	say(text, ", most at %s +%zu, %s destination, %s source: %s.\n",
	    bytes, worst->offset, worst->warm ? "warm" : "cold",
	    worst->cold_source ? "cold" : "warm", words);
}

void bench_verdict(const struct bench *bench, char *text, size_t size)
{
	const struct bench_case *copy = largest_copy(bench), *c;
	struct text to = { text, size };
	unsigned i = streaming(bench);

	*text = '\0';
	if (copy)
		say_fastest(&to, copy);
	say_short(&to, bench, OPERATION_COPY);
	say_short(&to, bench, OPERATION_FLUSH);
	if (i && !bench->method[i].non_temporal) {
		say(&to, "memcpy_streaming uses %s now, which is no non-temporal backend.\n",
		    bench->method[i].name[OPERATION_COPY]);
		return;
	}
	if (copy && i)
		say_streaming(&to, copy, i);
	for (c = bench->cases; i && c < done_end(bench); c++)
		if (c->quantity == REREAD)
			say_reread(&to, c, i, cached(bench));
}
