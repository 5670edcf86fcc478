/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flushcache.c - copies that leave nothing in a cache alone
 */
#include "x86.h"

#define LINE	64

/*
 * CLWB keeps the line in the cache, CLFLUSHOPT and CLFLUSH drop it. CLFLUSH is
 * ordered by itself, the others by the SFENCE of the drain. All three are in
 * assembly: the intrinsics would need a target attribute each.
 */
static inline void write_back(const unsigned char *p, unsigned features)
{
	if (features & X86_CLWB)
		__asm__ __volatile__("clwb %0" : : "m"(*p) : "memory");
	else if (features & X86_CLFLUSHOPT)
		__asm__ __volatile__("clflushopt %0" : : "m"(*p) : "memory");
	else
		__asm__ __volatile__("clflush %0" : : "m"(*p) : "memory");
}

/* The lines that the @n bytes lie in, each once */
static void write_back_lines(const unsigned char *d, size_t n,
			     unsigned features)
{
	const unsigned char *line = d - (uintptr_t)d % LINE;

	if (n)
		for (; line < d + n; line += LINE)
			write_back(line, features);
}

bool streamcpy_arch_can_flush(void)
{
	return true;
}

/*
 * All of it by streaming stores where the contract of memcpy_streaming() asks
 * for that, by the preferred ones, whichever backend is selected. Otherwise
 * whole lines are streamed, and the line at either end is written through the
 * cache and back: a line that got both kinds of store would go to memory
 * twice. They are written first and written back last, so that the CPU fetches
 * both while the lines between them go out. Built for a sanitizer the library
 * has no backend that streams, and every line is written back.
 */
void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	const struct streamcpy_backend *b = streamcpy_preferred();
	const unsigned features = streamcpy_arch_features();
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t head = -(uintptr_t)d % LINE, body, tail;

	if (!(b->flags & STREAMCPY_NON_TEMPORAL) ||
	    (n < head + LINE && !x86_streams_all(d, n))) {
		memcpy(d, s, n);
		write_back_lines(d, n, features);
		return;
	}
	if (x86_streams_all(d, n)) {
		b->copy(d, s, n);
		return;
	}
	tail = (n - head) % LINE;
	body = n - head - tail;
	memcpy(d, s, head);
	memcpy(d + n - tail, s + n - tail, tail);
	b->copy(d + head, s + head, body);
	write_back_lines(d, head, features);
	write_back_lines(d + n - tail, tail, features);
}
