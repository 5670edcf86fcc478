/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * flushcache.c - copies that leave nothing in a cache alone
 */
#include "x86.h"

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

/*
 * A fragment of 1 to 7 bytes that ends at a multiple of 8, or of 1 to 3 that
 * begins at one of 4: it lies in one line.
 */
static void copy_and_write_back(unsigned char *d, const unsigned char *s,
				size_t n)
{
	memcpy(d, s, n);
	write_back(d);
}

bool streamcpy_arch_can_flush(void)
{
	return true;
}

/* movnti for the body: it is ascending and never falls back to the cache. */
void streamcpy_arch_flushcache(void *dst, const void *src, size_t n)
{
	unsigned char *d = dst;
	const unsigned char *s = src;
	size_t head = -(uintptr_t)d % 8, body;

	if (head > n)
		head = n;
	if (head)
		copy_and_write_back(d, s, head);
	body = (n - head) / 4 * 4;
	streamcpy_movnti.api.copy(d + head, s + head, body);
	n -= head + body;
	if (n)
		copy_and_write_back(d + head + body, s + head + body, n);
}
