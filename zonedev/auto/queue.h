/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * queue.h - the chunks of a range, to be taken by workers
 */
#ifndef ZONEDEV_QUEUE_H
#define ZONEDEV_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* More nodes than that share lists; one more is for memory on no node yet */
#define QUEUE_NODES	64

/* NUMA nodes: how many, where we run, and where memory lies */
struct topology {
	unsigned (*nodes)(void);
	int (*node_here)(void);
	/* The node of the page at each of @n addresses; -1: none backs it */
	void (*nodes_of)(void **address, uint64_t n, int *node);
};

/* This machine's; one node also when libnuma was not there to ask */
extern const struct topology zd_topology;

/*
 * Chunks are the pieces of [@pfn, @end) between multiples of @chunk. On a
 * machine with several NUMA nodes there is a list for each node's memory.
 */
struct queue {
	uint64_t pfn, end, chunk;
	unsigned lists;
	const struct topology *topology;	/* where there are several */
	uint32_t *order;	/* chunk numbers, list by list; NULL: as is */
	struct {
		_Atomic uint64_t next;
		uint64_t end;
	} list[QUEUE_NODES + 1];
};

uint64_t zd_queue_chunks(const struct queue *q);

/* One list, which needs no memory */
void zd_queue_init(struct queue *q, uint64_t pfn, uint64_t end,
		   uint64_t chunk);

/*
 * Sorts the chunks by the node of their memory, @at(@arg, pfn) being an
 * address in that of @pfn. Without memory for it they stay in one list.
 */
void zd_queue_by_node(struct queue *q, const struct topology *topology,
		      void *(*at)(const void *arg, uint64_t pfn),
		      const void *arg);
void zd_queue_free(struct queue *q);

/* A chunk of our own node's memory, or else of another's; false: none left */
bool zd_queue_take(struct queue *q, uint64_t *pfn, uint64_t *end);

#endif
