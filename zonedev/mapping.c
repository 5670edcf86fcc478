/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mapping.c - address space for a memmap
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>
#include "mapping.h"

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/* Unmaps what the alignment left over on either side. */
static void trim(char *from, char *to)
{
	if (from < to)
		munmap(from, (size_t)(to - from));
}

/*
 * Not reserved: a memmap whose tails are deduplicated is hardly touched, and
 * may be larger than all memory.
 */
int zd_mapping_new(struct mapping *mapping, uint64_t size, uint64_t align,
		   uint64_t phase, bool huge)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), room;
	char *got, *start, *first, *end;

	if (size > SIZE_MAX / 4 || align > SIZE_MAX / 4)
		return -ENOMEM;
	room = round_up(size, page) + page + align;
	got = mmap(NULL, room, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (got == MAP_FAILED)
		return -ENOMEM;
	start = got + ((phase - (uintptr_t)got) & (align - 1));
	mapping->start = start;
	mapping->size = size;
	first = got + (uint64_t)(start - got) / page * page;
	end = got + round_up((uint64_t)(start - got) + size, page);
	trim(got, first);
	trim(end, got + room);
	madvise(first, (size_t)(end - first),
		huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	return 0;
}

void zd_mapping_free(struct mapping *mapping)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = (uintptr_t)mapping->start & ~(page - 1);
	uintptr_t end = (uintptr_t)mapping->start + mapping->size;

	if (mapping->size)
		munmap((void *)from, (end - from + page - 1) & ~(page - 1));
	mapping->size = 0;
}
