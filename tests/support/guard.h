/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * guard.h - memory with an inaccessible page directly before and behind it
 *
 * A store or load outside faults. Sanitizers do not see inline assembly, so
 * these stand in every build.
 */
#ifndef GUARD_H
#define GUARD_H

#include <check.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

struct guard {
	unsigned char *mapping, *start, *end;
	size_t mapping_size;
};

/* At least @size bytes, whole pages */
static inline struct guard guard_open(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t inner = (size + page - 1) / page * page;
	struct guard g = { .mapping_size = inner + 2 * page };

	g.mapping = mmap(NULL, g.mapping_size, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(g.mapping, MAP_FAILED);
	g.start = g.mapping + page;
	g.end = g.start + inner;
	ck_assert_int_eq(mprotect(g.start, inner, PROT_READ | PROT_WRITE), 0);
	return g;
}

/* A source is only read; from now on a store to it faults too. */
static inline void guard_read_only(struct guard *g)
{
	ck_assert_int_eq(mprotect(g->start, (size_t)(g->end - g->start),
				  PROT_READ), 0);
}

static inline void guard_close(struct guard *g)
{
	munmap(g->mapping, g->mapping_size);
}

#endif
