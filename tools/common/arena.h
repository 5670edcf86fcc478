/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena.h - the memory that is copied from and to, or read
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>
#include <stdint.h>

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

#endif
