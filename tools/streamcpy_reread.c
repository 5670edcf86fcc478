/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_reread.c - what a large copy leaves of a resident working set
 *
 * The set is a chain through all of its lines in random order, so that no
 * prefetcher hides a miss. It is walked until it is resident, walked once for
 * the time undisturbed, and once more after 64 MiB were written elsewhere.
 */
#include "clock.h"
#include "streamcpy_bench.h"

#define LINE		64
#define LINES		(RESIDENT / LINE)
#define WALKS		8	/* to make it resident */

/* One walk takes 50 us and is easily disturbed; a value is the median of: */
#define REPEATS		9

struct node {
	struct node *next;
	unsigned char rest[LINE - sizeof(struct node *)];
};

/* Its own mapping: one huge page, so that the TLB has no part in this. */
static struct arena set;

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

/* Sattolo's shuffle: one cycle through all, the same in every run */
static void make_chain(struct node *node)
{
	static uint32_t order[LINES];
	uint32_t state = 1, i, j, held;

	for (i = 0; i < LINES; i++)
		order[i] = i;
	for (i = LINES - 1; i > 0; i--) {
		j = next_random(&state) % i;
		held = order[i];
		order[i] = order[j];
		order[j] = held;
	}
	for (i = 0; i < LINES; i++)
		node[i].next = &node[order[i]];
}

static uint64_t walk(const struct node *start)
{
	const struct node *node = start;
	uint64_t begin = clock_ns();

	do
		node = node->next;
	while (node != start);
	/* Or the compiler may see that nobody needs it. */
	__asm__ __volatile__("" : : "r"(node) : "memory");
	return clock_ns() - begin;
}

static double disturb(struct bench *bench, const struct bench_case *c,
		      const struct method *method)
{
	const struct node *node = (const struct node *)set.at;
	uint64_t before = 0;
	unsigned n;

	for (n = 0; n < WALKS; n++)
		before = walk(node);
	if (c->operation == OPERATION_COPY)
		method_copy(method, bench->dst.at, bench->src.at, c->size);
	else
		method_fill(method, bench->dst.at, c->size);
	method_drain(method);
	return before ? (double)walk(node) / (double)before : 0;
}

double reread_once(struct bench *bench, const struct bench_case *c,
		   unsigned i)
{
	double values[REPEATS];
	struct sample repeats = { values, REPEATS, REPEATS };
	unsigned n;

	if (!set.at) {
		if (arena_map(&set, RESIDENT))
			return 0;
		make_chain((struct node *)set.at);
	}
	for (n = 0; n < REPEATS; n++)
		values[n] = disturb(bench, c, &bench->method[i]);
	return sample_median(&repeats);
}
