/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.c - the chunks of a range, to be taken by workers
 *
 * Work is taken, not dealt, so that one slow thread holds up no other. A
 * worker asks where it runs each time instead of being tied to a node: the
 * scheduler knows more about the machine's load than we do.
 */
#include <stdlib.h>
#include "nodes.h"
#include "queue.h"

uint64_t zd_queue_chunks(const struct queue *q)
{
	return (q->end - 1) / q->chunk - q->pfn / q->chunk + 1;
}

void zd_queue_init(struct queue *q, uint64_t pfn, uint64_t end, uint64_t chunk)
{
	q->pfn = pfn;
	q->end = end;
	q->chunk = chunk;
	q->lists = 1;
	q->order = NULL;
	atomic_init(&q->list[0].next, 0);
	q->list[0].end = zd_queue_chunks(q);
}

void zd_queue_free(struct queue *q)
{
	free(q->order);
}

static uint64_t chunk_pfn(const struct queue *q, uint64_t number)
{
	return number ? (q->pfn / q->chunk + number) * q->chunk : q->pfn;
}

/* What the node of each chunk's memory says; 1 more list for "none yet" */
static unsigned list_of(int node)
{
	return node < 0 ? QUEUE_NODES : (unsigned)node % QUEUE_NODES;
}

/* A counting sort: @node has the node of each of @n chunks */
static void sort(struct queue *q, const int *node, uint64_t n)
{
	uint64_t at[QUEUE_NODES + 1] = {0}, i, sum = 0;
	unsigned list;

	for (i = 0; i < n; i++)
		at[list_of(node[i])]++;
	for (list = 0; list <= QUEUE_NODES; list++) {
		uint64_t count = at[list];

		at[list] = sum;
		atomic_init(&q->list[list].next, sum);
		sum += count;
		q->list[list].end = sum;
	}
	for (i = 0; i < n; i++)
		q->order[at[list_of(node[i])]++] = (uint32_t)i;
	q->lists = QUEUE_NODES + 1;
}

void zd_queue_by_node(struct queue *q,
		      void *(*at)(const void *arg, uint64_t pfn),
		      const void *arg)
{
	uint64_t n = zd_queue_chunks(q), i;
	void **address;
	int *node;

	if (zd_nodes() < 2 || n > UINT32_MAX)
		return;
	address = calloc(n, sizeof(*address));
	node = calloc(n, sizeof(*node));
	q->order = calloc(n, sizeof(*q->order));
	if (address && node && q->order) {
		for (i = 0; i < n; i++)
			address[i] = at(arg, chunk_pfn(q, i));
		zd_nodes_of(address, n, node);
		sort(q, node, n);
	}
	free(node);
	free(address);
}

static bool take_from(struct queue *q, unsigned list, uint64_t *number)
{
	uint64_t at;

	/* A look first: each futile add would move the counter on. */
	if (atomic_load_explicit(&q->list[list].next, memory_order_relaxed) >=
	    q->list[list].end)
		return false;
	at = atomic_fetch_add_explicit(&q->list[list].next, 1,
				       memory_order_relaxed);
	if (at >= q->list[list].end)
		return false;
	*number = q->order ? q->order[at] : at;
	return true;
}

bool zd_queue_take(struct queue *q, uint64_t *pfn, uint64_t *end)
{
	unsigned own = q->lists > 1 ? list_of(zd_node_here()) : 0, i;
	uint64_t number = 0;

	for (i = 0; i < q->lists; i++)
		if (take_from(q, (own + i) % q->lists, &number))
			break;
	if (i == q->lists)
		return false;
	*pfn = chunk_pfn(q, number);
	*end = chunk_pfn(q, number + 1);
	if (*end > q->end)
		*end = q->end;
	return true;
}
