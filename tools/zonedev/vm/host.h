/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host.h - the state of the host, which measured times depend on
 */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>
#include <stdint.h>

/* Ticks of all CPUs since boot */
struct host_ticks {
	uint64_t all, stolen;
};

struct host_ticks host_ticks(void);

/*
 * One line: CPU, frequency governor, load, share of time stolen since @before,
 * transparent huge pages
 */
void host_words(const struct host_ticks *before, char *text, size_t size);

#endif
