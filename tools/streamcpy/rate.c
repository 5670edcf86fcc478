/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rate.c - GB/s of a method at one size
 *
 * The source is the same each time, so it is in a cache if it fits: data just
 * computed. A cold destination is the next piece of an arena that is larger
 * than the caches, a warm one of a ring that fits the first-level cache, or
 * the same each time when it does not fit. (One line over and over would time
 * how fast its buffer drains, which no program does.) Drained once a sample,
 * as a user of many copies would.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include "common/clock.h"
#include "bench.h"

/* One sample copies so much, that the clock may be neglected */
#define SAMPLE_BYTES	((size_t)4 << 20)
#define SAMPLE_COPIES	32768

#define THREADS_MAX	1024
#define LINE		64

/* The part of a sample that one thread has */
struct share {
	pthread_t thread;
	const struct method *method;
	enum operation operation;
	unsigned char *dst;
	const unsigned char *src;
	size_t size, step, copies;
	size_t ring;		/* copies until it begins again */
	atomic_uint *waiting;	/* threads not at the start yet */
	uint64_t start, end;
};

static void *run_share(void *arg)
{
	struct share *share = arg;
	unsigned char *dst = share->dst;
	size_t i, left = share->ring;

	atomic_fetch_sub(share->waiting, 1);
	while (atomic_load(share->waiting))
		sched_yield();
	share->start = clock_ns();
	for (i = 0; i < share->copies; i++) {
		if (share->operation == OPERATION_COPY)
			method_copy(share->method, dst, share->src,
				    share->size);
		else
			method_fill(share->method, dst, share->size);
		dst += share->step;
		if (--left == 0) {
			dst = share->dst;
			left = share->ring;
		}
	}
	method_drain(share->method);
	share->end = clock_ns();
	return NULL;
}

size_t sample_copies(size_t size)
{
	size_t copies = SAMPLE_BYTES / size;

	if (copies > SAMPLE_COPIES)
		return SAMPLE_COPIES;
	return copies ? copies : 1;
}

unsigned char *next_cold(const struct arena *arena, size_t *at, size_t span)
{
	unsigned char *piece;

	if (*at + span > arena->size)
		*at = 0;
	piece = arena->at + *at;
	*at += (span + LINE - 1) / LINE * LINE;
	return piece;
}

/* Through the cache, whatever the method before left there. */
static void warm_up(const struct share *share)
{
	memset(share->dst, 0, share->step * share->ring);
	if (share->operation == OPERATION_COPY)
		memcpy(share->dst, share->src, share->size);
}

/*
 * Threads have equal pieces of each copy. The last one takes what does not
 * divide.
 */
static void divide(struct share *share, unsigned threads,
		   const struct share *whole)
{
	size_t piece = whole->size / threads / LINE * LINE;
	unsigned i;

	for (i = 0; i < threads; i++) {
		share[i] = *whole;
		share[i].dst += i * piece;
		share[i].src += i * piece;
		share[i].size = piece;
	}
	share[i - 1].size = whole->size - (i - 1) * piece;
}

/* ns from the first start to the last end; 0 if a thread cannot be had */
static double run_shares(struct share *share, unsigned threads)
{
	uint64_t start, end;
	unsigned i, made;

	for (made = 1; made < threads; made++)
		if (pthread_create(&share[made].thread, NULL, run_share,
				   &share[made]))
			break;
	if (made < threads)	/* lets those go that wait for the rest */
		atomic_fetch_sub(share->waiting, threads - made);
	run_share(&share[0]);
	start = share[0].start;
	end = share[0].end;
	for (i = 1; i < made; i++) {
		pthread_join(share[i].thread, NULL);
		start = share[i].start < start ? share[i].start : start;
		end = share[i].end > end ? share[i].end : end;
	}
	/* Not so where the clock stepped back. */
	return made < threads || end < start ? 0 : (double)(end - start);
}

/* Copies until a warm destination begins again */
static size_t warm_ring(size_t step)
{
	return step < WARM_RING ? WARM_RING / step : 1;
}

double rate_once(struct bench *bench, const struct bench_case *c, unsigned i)
{
	static struct share share[THREADS_MAX];
	size_t copies = sample_copies(c->size);
	size_t step = (c->size + LINE - 1) / LINE * LINE;
	atomic_uint waiting = c->threads;
	struct share whole = {
		.method = c->method[i], .operation = c->operation,
		.src = bench->src.at, .size = c->size, .step = step,
		.copies = copies, .ring = c->warm ? warm_ring(step) : copies,
		.waiting = &waiting,
	};
	double ns;

	if (c->warm) {
		whole.dst = bench->dst.at;
		warm_up(&whole);
	} else {
		whole.dst = next_cold(&bench->dst, &bench->at,
				      step * copies);
	}
	divide(share, c->threads, &whole);
	ns = run_shares(share, c->threads);
	return ns > 0 ? (double)(c->size * copies) / ns : 0;
}
