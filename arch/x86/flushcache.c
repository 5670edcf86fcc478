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
static void write_back(const unsigned char *p)
{
	unsigned features = streamcpy_arch_features();

	if (features & X86_CLWB)
		__asm__ __volatile__("clwb %0" : : "m"(*p) : "memory");
	else if (features & X86_CLFLUSHOPT)
		__asm__ __volatile__("clflushopt %0" : : "m"(*p) : "memory");
	else
		__asm__ __volatile__("clflush %0" : : "m"(*p) : "memory");
}

/* Each line once, when it is complete */
static void copy_and_write_back(unsigned char *d, const unsigned char *s,
				size_t n)
{
	const unsigned char *line = d - (uintptr_t)d % LINE;

	if (!n)
		return;
	memcpy(d, s, n);
	for (; line < d + n; line += LINE)
		write_back(line);
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
 * twice. Built for a sanitizer the library has no backend that streams, and
 * every line is written back.
 */
void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	const struct streamcpy_backend *b = streamcpy_preferred();
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t head = -(uintptr_t)d % LINE, body;

	if (!(b->flags & STREAMCPY_NON_TEMPORAL)) {
		copy_and_write_back(d, s, n);
		return;
	}
	if (x86_streams_all(d, n)) {
		b->copy(d, s, n);
		return;
	}
	if (n < head + LINE) {
		copy_and_write_back(d, s, n);
		return;
	}
	copy_and_write_back(d, s, head);
	body = (n - head) / LINE * LINE;
	b->copy(d + head, s + head, body);
	copy_and_write_back(d + head + body, s + head + body, n - head - body);
}
