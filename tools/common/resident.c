/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resident.c - what something leaves of a working set in the caches
 *
 * The set is a chain through all of its lines in random order, so that no
 * prefetcher hides a miss. It is walked until it is resident, walked once for
 * the time undisturbed, and once more after the disturbance.
 */
#include <stdint.h>
#include "arena.h"
#include "clock.h"
#include "resident.h"

#define LINE		64
#define LINES		(RESIDENT_BYTES / LINE)
#define WALKS		8	/* to make it resident */

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
	return clock_since(begin);
}

double resident_reread(void (*disturb)(void *arg), void *arg)
{
	const struct node *node;
	uint64_t before = 0;
	unsigned n;

	if (!set.at) {
		if (arena_map(&set, RESIDENT_BYTES))
			return 0;
		make_chain((struct node *)set.at);
	}
	node = (const struct node *)set.at;
	for (n = 0; n < WALKS; n++)
		before = walk(node);
	disturb(arg);
	return before ? (double)walk(node) / (double)before : 0;
}
