/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.c - how fast the memory of a namespace's descriptors can be filled
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "common/clock.h"
#include "limits.h"
#include "written.h"

#define THREADS_MAX	64

/*
 * A fill that is this much slower than the best, or slower beyond doubt, is
 * tried in each 8th round only.
 */
#define SLOW	1.15
#define TRIED_FIRST	3
#define TRIED_EACH	8

/* What the store before left in the caches is written back in so much. */
#define SETTLE_BYTES	(UINT64_C(64) << 20)

/* What one thread fills */
struct part {
	pthread_t thread;
	struct written memory;
	const unsigned char *image;
	const struct streamcpy_backend *backend;
};

static void *fill_part(void *arg)
{
	const struct part *part = arg;
	const struct written *v = &part->memory;
	unsigned char *at = v->at;
	uint64_t i;

	for (i = 0; i < v->pieces; i++, at += v->step)
		part->backend->fill(at, part->image, v->page_size,
				    v->size / v->page_size);
	part->backend->drain();
	return NULL;
}

/* Neighbours share @i of @n of the pieces, or of the one piece. */
static struct written share(struct written all, unsigned i, unsigned n)
{
	struct written mine = all;
	uint64_t first, end, pages = all.size / all.page_size;

	if (all.pieces > 1) {
		first = all.pieces * i / n;
		mine.pieces = all.pieces * (i + 1) / n - first;
		mine.at += first * all.step;
		return mine;
	}
	first = pages * i / n * all.page_size;
	end = pages * (i + 1) / n * all.page_size;
	mine.at += first;
	mine.size = end - first;
	return mine;
}

/* ns, or 0 where a thread could not be had */
static double fill(struct written all, const unsigned char *image,
		   const struct limit *limit)
{
	unsigned threads = limit->threads, i, made;
	struct part part[THREADS_MAX];
	uint64_t start = clock_ns();

	for (i = 0; i < threads; i++)
		part[i] = (struct part){
			.memory = share(all, i, threads), .image = image,
			.backend = limit->backend,
		};
	for (made = 1; made < threads; made++)
		if (pthread_create(&part[made].thread, NULL, fill_part,
				   &part[made]))
			break;
	fill_part(&part[0]);
	for (i = 1; i < made; i++)
		pthread_join(part[i].thread, NULL);
	return made < threads ? 0 : (double)clock_since(start);
}

/* The end of the memory, or all of it */
static struct written last_part(struct written all)
{
	struct written last = all;
	uint64_t n;

	if (all.pieces > 1) {
		n = SETTLE_BYTES / all.size + 1;
		if (n < all.pieces) {
			last.at += (all.pieces - n) * all.step;
			last.pieces = n;
		}
	} else if (SETTLE_BYTES < all.size) {
		n = SETTLE_BYTES / all.page_size * all.page_size;
		last.at += all.size - n;
		last.size = n;
	}
	return last;
}

/*
 * Most of a run of equal descriptors looks like the last one of the first
 * piece: a single page, or a tail.
 */
static void take_image(struct written all, unsigned char *image)
{
	memcpy(image, all.at + all.size - all.page_size, all.page_size);
}

static void fill_once(struct limit *limit, struct written memory,
		      unsigned repeats, unsigned settle)
{
	_Alignas(64) unsigned char image[256];
	double ns = 0, once;
	unsigned i;

	limit->round = 0;
	take_image(memory, image);
	if (!settle)
		fill(last_part(memory), image, limit);
	for (i = 0; i < settle; i++)
		fill(memory, image, limit);
	for (i = 0; i < repeats; i++) {
		once = fill(memory, image, limit);
		if (!once)
			return;
		ns += once;
	}
	limit->round = ns / repeats;
}

/* @best: of as many threads, or NULL */
static bool too_slow(const struct limits *limits, const struct limit *best,
		     const struct limit *limit)
{
	struct interval its, of_best;

	if (!best || limits->rounds < TRIED_FIRST ||
	    limits->rounds % TRIED_EACH == 0 || !limit->ns.n)
		return false;
	its = statistics_median(&limit->ns, STATISTICS_ERROR);
	of_best = statistics_median(&best->ns, STATISTICS_ERROR);
	return its.value > SLOW * of_best.value || its.low > of_best.high;
}

int limits_round(struct limits *limits, struct zonedev_namespace *ns,
		 unsigned repeats, unsigned settle, uint64_t deadline)
{
	struct written memory = written_of(ns);
	const struct limit *best = NULL;
	struct limit *l = limits->limit;

	for (; l < limits->limit + limits->nr; l++) {
		if (deadline && clock_ns() > deadline)
			return -ETIME;
		if (!best || best->threads != l->threads)
			best = limits_best(limits, l->threads);
		l->round = 0;
		if (!too_slow(limits, best, l))
			fill_once(l, memory, repeats, settle);
	}
	limits->rounds++;
	return 0;
}

int limits_keep(struct limits *limits)
{
	struct limit *l = limits->limit;
	int err = 0;

	for (; !err && l < limits->limit + limits->nr; l++) {
		err = sample_add(&l->rounds, l->round);
		if (!err && l->round)
			err = sample_add(&l->ns, l->round);
	}
	return err;
}

const struct limit *limits_best(const struct limits *limits, unsigned threads)
{
	const struct limit *l = limits->limit, *best = NULL;

	for (; l < limits->limit + limits->nr; l++)
		if (l->threads == threads && l->ns.n &&
		    (!best || sample_median(&l->ns) < sample_median(&best->ns)))
			best = l;
	return best;
}

int limits_init(struct limits *limits, unsigned threads)
{
	const struct streamcpy_backend *const *all = streamcpy_backends();
	unsigned nr_usable = 0, n, i;

	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	while (all[nr_usable])
		nr_usable++;
	memset(limits, 0, sizeof(*limits));
	n = threads > 1 ? 2 * nr_usable : nr_usable;
	limits->limit = calloc(n, sizeof(*limits->limit));
	if (!limits->limit)
		return -ENOMEM;
	limits->nr = n;
	for (i = 0; i < limits->nr; i++) {
		limits->limit[i].backend = all[i % nr_usable];
		limits->limit[i].threads = i < nr_usable ? 1 : threads;
	}
	return 0;
}

void limits_free(struct limits *limits)
{
	unsigned i;

	for (i = 0; i < limits->nr; i++) {
		sample_free(&limits->limit[i].rounds);
		sample_free(&limits->limit[i].ns);
	}
	free(limits->limit);
	memset(limits, 0, sizeof(*limits));
}
