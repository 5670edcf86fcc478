/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nodes.h - NUMA nodes: where we run, and where memory lies
 */
#ifndef NODES_H
#define NODES_H

#include <stdint.h>

/* The nodes of this machine; 1 as well when libnuma was not there to ask */
unsigned zd_nodes(void);

/* The node of the CPU that we run on */
int zd_node_here(void);

/* The node of the page at each of @n addresses; -1 where none backs it yet */
void zd_nodes_of(void **address, uint64_t n, int *node);

#endif
