/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_arena.h - the memory that is copied from and to
 */
#ifndef STREAMCPY_ARENA_H
#define STREAMCPY_ARENA_H

#include <stddef.h>
#include <stdint.h>
#include "caches.h"

struct arena {
	unsigned char *at;	/* on a multiple of 2 MiB */
	size_t size;
	void *mapping;
	size_t mapped;
};

/*
 * @size bytes or up to 2 MiB more, on huge pages where the system gives them,
 * every page written so that no fault is timed. 0 or -errno.
 */
int arena_map(struct arena *arena, size_t size);
void arena_unmap(struct arena *arena);

/*
 * So many bytes that what was written at their beginning has left every cache
 * when their end is written: four times the last level, within bounds that
 * hold whatever the system reports.
 */
uint64_t arena_cold_size(const struct caches *caches);

#endif
