/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verdict.c - what the numbers of a bench say, in plain sentences
 *
 * Rank and advice rest on the largest copy that was measured with one thread
 * into a cold destination: what streaming is for.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "common/size.h"
#include "bench.h"

/* Differences below this share are not reported. */
#define WORTH		0.05

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

static const struct bench_case *largest_copy(const struct bench *bench)
{
	const struct bench_case *found = NULL, *c;

	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++)
		if (c->quantity == RATE && c->threads == 1 && !c->warm &&
		    c->operation == OPERATION_COPY &&
		    (!found || c->size >= found->size))
			found = c;
	return found;
}

static unsigned fastest(const struct bench_case *c)
{
	unsigned best = 0, i;

	for (i = 1; i < c->nr; i++)
		if (case_ratio(c, i) > case_ratio(c, best))
			best = i;
	return best;
}

static void say_fastest(struct text *text, const struct bench_case *c)
{
	unsigned best = fastest(c), i, close = 0;
	char bytes[24];

	size_words(c->size, bytes);
	say(text, "At %s %s copies fastest here: %.1f GB/s, %.2f times memcpy.\n",
	    bytes, c->name[best], sample_median(&c->value[best]),
	    case_ratio(c, best));
	for (i = 0; i < c->nr; i++) {
		if (i == best || !case_close(c, best, i))
			continue;
		say(text, "%s %s", close++ ? "," :
		    "Too noisy to rank it above:", c->name[i]);
	}
	if (close)
		say(text, ". More --rounds on an idle machine may tell.\n");
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
	double ratio = case_ratio(c, i);

	say(text, "memcpy_streaming (%s) runs at %.2f times memcpy there: streaming %s.\n",
	    c->name[i], ratio,
	    case_noisy(c, i) || fabs(ratio - 1) < WORTH ?
	    "makes no difference to the time of a copy" :
	    ratio > 1 ? "helps" : "costs time");
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
	double after = sample_median(&c->value[i]);
	double other = sample_median(&c->value[by_cache]);

	say(text, "After a 64 MiB %s by %s a resident 512 KiB set is re-read in %.1f times\n"
	    "the undisturbed time, after %s in %.1f: streaming %s.\n",
	    c->operation == OPERATION_COPY ? "copy" : "fill", c->name[i], after,
	    c->name[by_cache], other, after < (1 - WORTH) * other &&
	    !case_close(c, i, by_cache) ?
	    "protects the caches" : "does not protect the caches");
}

void bench_verdict(const struct bench *bench, char *text, size_t size)
{
	const struct bench_case *copy = largest_copy(bench), *c;
	struct text to = { text, size };
	unsigned i = streaming(bench);

	*text = '\0';
	if (copy)
		say_fastest(&to, copy);
	if (i && !bench->method[i].non_temporal) {
		say(&to, "memcpy_streaming uses %s now, which is no non-temporal backend.\n",
		    bench->method[i].name[OPERATION_COPY]);
		return;
	}
	if (copy && i)
		say_streaming(&to, copy, i);
	for (c = bench->cases; i && c < bench->cases + bench->nr_cases; c++)
		if (c->quantity == REREAD)
			say_reread(&to, c, i, cached(bench));
}
