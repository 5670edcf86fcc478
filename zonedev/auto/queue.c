/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.c - the chunks of a range, to be taken by workers
 *
 * Work is taken, not dealt, so that one slow thread holds up no other. A
 * worker asks where it runs each time instead of being tied to a node: the
 * scheduler knows more about the machine's load than we do.
 */
#include <sched.h>
#include <stdlib.h>
#include "config.h"
#include "auto/queue.h"
#ifdef HAVE_LIBNUMA
#include <numa.h>

static unsigned nodes(void)
{
	return numa_available() < 0 ? 1 :
	       (unsigned)numa_num_configured_nodes();
}

static int node_here(void)
{
	int cpu = sched_getcpu();

	return cpu < 0 ? -1 : numa_node_of_cpu(cpu);
}

static void nodes_of(void **address, uint64_t n, int *node)
{
	uint64_t i;

	/* Without a list of target nodes it moves nothing and only tells. */
	if (numa_move_pages(0, n, address, NULL, node, 0))
		for (i = 0; i < n; i++)
			node[i] = -1;
}
#else
static unsigned nodes(void)
{
	return 1;
}

static int node_here(void)
{
	return 0;
}

static void nodes_of(void **address, uint64_t n, int *node)
{
	(void)address;
	while (n)
		node[--n] = 0;
}
#endif

const struct topology zd_topology = {
	.nodes = nodes, .node_here = node_here, .nodes_of = nodes_of,
};

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
	q->topology = NULL;
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
static void sort(struct queue *q, uint32_t *order, const int *node, uint64_t n)
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
		order[at[list_of(node[i])]++] = (uint32_t)i;
	q->order = order;
	q->lists = QUEUE_NODES + 1;
}

/* The queue changes when all three were to be had, and not before. */
void zd_queue_by_node(struct queue *q, const struct topology *topology,
		      void *(*at)(const void *arg, uint64_t pfn),
		      const void *arg)
{
	uint64_t n = zd_queue_chunks(q), i;
	uint32_t *order;
	void **address;
	int *node;

	if (topology->nodes() < 2 || n > UINT32_MAX)
		return;
	address = calloc(n, sizeof(*address));
	node = calloc(n, sizeof(*node));
	order = calloc(n, sizeof(*order));
	if (address && node && order) {
		for (i = 0; i < n; i++)
			address[i] = at(arg, chunk_pfn(q, i));
		topology->nodes_of(address, n, node);
		q->topology = topology;
		sort(q, order, node, n);
		order = NULL;
	}
	free(order);
	free(node);
	free(address);
}

/*
 * One comparison decides, and the counter never passes the end. A lost
 * exchange costs nothing beside the 100 us of a chunk.
 */
static bool take_from(struct queue *q, unsigned list, uint64_t *number)
{
	uint64_t end = q->list[list].end, at;

	at = atomic_load_explicit(&q->list[list].next, memory_order_relaxed);
	do {
		if (at >= end)
			return false;
	} while (!atomic_compare_exchange_weak_explicit(
			&q->list[list].next, &at, at + 1, memory_order_relaxed,
			memory_order_relaxed));
	*number = q->order ? q->order[at] : at;
	return true;
}

bool zd_queue_take(struct queue *q, uint64_t *pfn, uint64_t *end)
{
	unsigned own = 0, i;
	uint64_t number = 0;

	if (q->lists > 1)
		own = list_of(q->topology->node_here());
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
