/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.c - how fast the memory of a namespace's descriptors can be filled
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <streamcpy.h>
#include "common/clock.h"
#include "limits.h"
#include "visited.h"

#define THREADS_MAX	64
#define LINE		64

/* What one thread fills */
struct part {
	pthread_t thread;
	struct visited memory;
	const struct streamcpy_backend *backend;	/* NULL: memset */
};

static void memset_plain(void *dst, size_t n)
{
	memset(dst, 0xff, n);
	/* Or the compiler may see that nobody reads it. */
	__asm__ __volatile__("" : : "r"(dst) : "memory");
}

static void *fill_part(void *arg)
{
	static const uint64_t ones[8] = { ~0ull, ~0ull, ~0ull, ~0ull,
					  ~0ull, ~0ull, ~0ull, ~0ull };
	const struct part *part = arg;
	unsigned char *at = part->memory.at;
	uint64_t i;

	for (i = 0; i < part->memory.pieces; i++, at += part->memory.step) {
		if (part->backend)
			part->backend->fill(at, ones, sizeof(ones),
					    part->memory.size / sizeof(ones));
		else
			memset_plain(at, part->memory.size);
	}
	if (part->backend)
		part->backend->drain();
	return NULL;
}

/* Neighbours share @i of @n of the pieces, or of the one piece. */
static struct visited share(struct visited all, unsigned i, unsigned n)
{
	struct visited mine = all;
	uint64_t first, end;

	if (all.pieces > 1) {
		first = all.pieces * i / n;
		mine.pieces = all.pieces * (i + 1) / n - first;
		mine.at += first * all.step;
		return mine;
	}
	first = all.size / LINE * i / n * LINE;
	end = all.size / LINE * (i + 1) / n * LINE;
	mine.at += first;
	mine.size = end - first;
	return mine;
}

/* ns, or 0 where a thread could not be had */
static double fill(struct visited all, const struct streamcpy_backend *backend,
		   unsigned threads)
{
	struct part part[THREADS_MAX];
	uint64_t start = clock_ns();
	unsigned i, made;

	for (i = 0; i < threads; i++)
		part[i] = (struct part){
			.memory = share(all, i, threads), .backend = backend,
		};
	for (made = 1; made < threads; made++)
		if (pthread_create(&part[made].thread, NULL, fill_part,
				   &part[made]))
			break;
	fill_part(&part[0]);
	for (i = 1; i < made; i++)
		pthread_join(part[i].thread, NULL);
	return made < threads ? 0 : (double)(clock_ns() - start);
}

static int sample_fill(struct limit *limit, struct visited memory,
		       const struct streamcpy_backend *backend,
		       unsigned repeats, bool settle)
{
	double ns = 0, once;
	unsigned i;

	if (settle)
		fill(memory, backend, limit->threads);
	for (i = 0; i < repeats; i++) {
		once = fill(memory, backend, limit->threads);
		if (!once)
			return 0;
		ns += once;
	}
	return sample_add(&limit->ns, ns / repeats);
}

/* The limit of that name, a new one if there is none; NULL: no room */
static struct limit *limit_of(struct limits *limits, const char *name,
			      enum limit_kind kind, unsigned threads)
{
	struct limit *limit = limits->limit;

	for (; limit < limits->limit + limits->nr; limit++)
		if (!strcmp(limit->name, name) && limit->threads == threads)
			return limit;
	if (limits->nr == LIMITS_MAX)
		return NULL;
	limits->nr++;
	limit->name = name;
	limit->kind = kind;
	limit->threads = threads;
	return limit;
}

static int measure_all(struct limits *limits, struct visited memory,
		       unsigned threads, unsigned repeats, bool settle)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct limit *limit = limit_of(limits, "memset", LIMIT_OTHER, threads);
	int err = 0;

	if (limit)
		err = sample_fill(limit, memory, NULL, repeats, settle);
	for (; !err && *b; b++) {
		limit = limit_of(limits, (*b)->name,
				 (*b)->flags & STREAMCPY_NON_TEMPORAL ?
				 LIMIT_STREAMING : LIMIT_CACHED, threads);
		if (limit)
			err = sample_fill(limit, memory, *b, repeats, settle);
	}
	return err;
}

int limits_measure(struct limits *limits, struct zonedev_namespace *ns,
		   unsigned threads, unsigned repeats, bool settle)
{
	struct visited memory = visited_of(ns);
	int err;

	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	err = measure_all(limits, memory, 1, repeats, settle);
	if (!err && threads > 1)
		err = measure_all(limits, memory, threads, repeats, settle);
	return err;
}

void limits_free(struct limits *limits)
{
	unsigned i;

	for (i = 0; i < limits->nr; i++)
		sample_free(&limits->limit[i].ns);
	limits->nr = 0;
}

const struct limit *limits_fastest(const struct limits *limits, unsigned kinds,
				   unsigned threads)
{
	const struct limit *l, *best = NULL;

	for (l = limits->limit; l < limits->limit + limits->nr; l++) {
		if (!(l->kind & kinds) || l->threads != threads || !l->ns.n)
			continue;
		if (!best || sample_median(&l->ns) < sample_median(&best->ns))
			best = l;
	}
	return best;
}

double limits_best(const struct limits *limits, unsigned kinds,
		   unsigned threads, const char **name)
{
	const struct limit *best = limits_fastest(limits, kinds, threads);

	if (!best)
		return 0;
	*name = best->name;
	return sample_median(&best->ns);
}

unsigned limits_threads(const struct limits *limits)
{
	unsigned i, most = 0;

	for (i = 0; i < limits->nr; i++)
		if (limits->limit[i].threads > most)
			most = limits->limit[i].threads;
	return most;
}
