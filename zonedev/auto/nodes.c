/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nodes.c - NUMA nodes: where we run, and where memory lies
 */
#include <sched.h>
#include "config.h"
#include "nodes.h"
#ifdef HAVE_LIBNUMA
#include <numa.h>

unsigned zd_nodes(void)
{
	return numa_available() < 0 ? 1 :
	       (unsigned)numa_num_configured_nodes();
}

int zd_node_here(void)
{
	int cpu = sched_getcpu();

	return cpu < 0 ? -1 : numa_node_of_cpu(cpu);
}

void zd_nodes_of(void **address, uint64_t n, int *node)
{
	uint64_t i;

	/* Without a list of target nodes it moves nothing and only tells. */
	if (numa_move_pages(0, n, address, NULL, node, 0))
		for (i = 0; i < n; i++)
			node[i] = -1;
}
#else
unsigned zd_nodes(void)
{
	return 1;
}

int zd_node_here(void)
{
	return 0;
}

void zd_nodes_of(void **address, uint64_t n, int *node)
{
	(void)address;
	while (n)
		node[--n] = 0;
}
#endif
