/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arena.c - the memory that is copied from and to, or read
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "arena.h"

#define HUGE		((size_t)2 << 20)

int arena_map(struct arena *arena, size_t size)
{
	uintptr_t start;

	memset(arena, 0, sizeof(*arena));
	size = (size + HUGE - 1) & ~(HUGE - 1);
	arena->mapped = size + HUGE;
	arena->mapping = mmap(NULL, arena->mapped, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (arena->mapping == MAP_FAILED)
		return -errno;
	start = ((uintptr_t)arena->mapping + HUGE - 1) & ~(HUGE - 1);
	arena->at = (unsigned char *)start;
	arena->size = size;
	/* Refused where there are no huge pages; then small ones serve. */
	madvise(arena->at, size, MADV_HUGEPAGE);
	/* Not zero: never the one page of zeros that all share. */
	memset(arena->at, 0x5a, size);
	return 0;
}

void arena_unmap(struct arena *arena)
{
	if (arena->at)
		munmap(arena->mapping, arena->mapped);
	memset(arena, 0, sizeof(*arena));
}
