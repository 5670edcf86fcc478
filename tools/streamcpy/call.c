/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * call.c - ns of one copy of 64 bytes, by the way it is called
 *
 * The destination goes round a ring, in the caches or larger than they are:
 * one line over and over would time how fast its buffer drains, which no
 * program does.
 */
#include <string.h>
#include "common/clock.h"
#include "bench.h"

#define LINE		64
#define COPIES		65536

/* Not known to the compiler, which would expand a constant in line */
static volatile size_t unknown = LINE;

#define CALLS(name, call)						\
static void name(unsigned char *ring, size_t mask,			\
		 const unsigned char *src)				\
{									\
	const size_t n = unknown;					\
	size_t i, at = 0;						\
									\
	(void)n;							\
	for (i = 0; i < COPIES; i++, at = (at + LINE) & mask) {		\
		unsigned char *dst = ring + at;				\
									\
		call;							\
		__asm__ __volatile__("" : : : "memory");		\
	}								\
}

CALLS(call_memcpy, memcpy(dst, src, n))
CALLS(call_function, (memcpy_streaming)(dst, src, n))
CALLS(call_in_line, memcpy_streaming(dst, src, 64))

static const struct way {
	const char *name;
	void (*run)(unsigned char *ring, size_t mask,
		    const unsigned char *src);
} ways[] = {
	{ "memcpy", call_memcpy },
	{ "memcpy_streaming, called", call_function },
	{ "memcpy_streaming, in line", call_in_line },
};

#define NR_WAYS		(sizeof(ways) / sizeof(ways[0]))

unsigned call_names(const char *name[METHODS_MAX])
{
	unsigned i;

	for (i = 0; i < NR_WAYS; i++)
		name[i] = ways[i].name;
	return NR_WAYS;
}

/* A cold ring is written once from end to end: COPIES lines. */
double call_once(struct bench *bench, const struct bench_case *c, unsigned i)
{
	const size_t cold = (size_t)COPIES * LINE;
	unsigned char *ring = bench->dst.at;
	uint64_t start;

	if (c->warm)
		memset(ring, 0, WARM_RING);
	else
		ring = next_cold(&bench->dst, &bench->at, cold);
	start = clock_ns();
	ways[i].run(ring, (c->warm ? WARM_RING : cold) - 1, bench->src.at);
	memcpy_streaming_drain();
	return (double)clock_since(start) / COPIES;
}
