/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * short.c - ns of one copy of some lines, by offset and by what is cached
 *
 * Each copy goes to the next lines behind the last one, as a log or a queue of
 * messages has it, and all have one drain. A cold side is the next piece of an
 * arena that is larger than the caches; a warm source is the same each time; a
 * warm destination is a ring in the first-level cache, written through it
 * before a sample begins and then over and over by what is measured.
 */
#include <string.h>
#include "common/clock.h"
#include "bench.h"

#define LINE	64

static size_t whole_lines(size_t n)
{
	return (n + LINE - 1) / LINE * LINE;
}

struct side {
	unsigned char *at;
	size_t step, ring;	/* copies until it begins again */
};

static struct side side_of(const struct arena *arena, size_t *at, bool cold,
			   size_t step, size_t copies)
{
	if (cold)
		return (struct side){ next_cold(arena, at, step * copies),
				      step, copies };
	return (struct side){ arena->at, step, 1 };
}

/* A ring of one copy does not move. */
static inline void next(struct side *side, unsigned char **at, size_t *left)
{
	*at += side->step;
	if (--*left == 0) {
		*at = side->at;
		*left = side->ring;
	}
}

double short_once(struct bench *bench, const struct bench_case *c, unsigned i)
{
	const struct method *m = c->method[i];
	void (*run)(void *, const void *, size_t) =
		c->operation == OPERATION_FLUSH ? m->flush : m->copy;
	size_t copies = sample_copies(c->size), n, dst_left, src_left;
	struct side dst = side_of(&bench->dst, &bench->at, !c->warm,
				  whole_lines(c->offset + c->size), copies);
	struct side src = side_of(&bench->src, &bench->src_at, c->cold_source,
				  whole_lines(c->size), copies);
	unsigned char *d = dst.at, *s = src.at;
	uint64_t start;

	if (c->warm && dst.step < WARM_RING)
		dst.ring = WARM_RING / dst.step;
	if (c->warm)
		memset(dst.at, 0, dst.step * dst.ring);
	dst_left = dst.ring;
	src_left = src.ring;
	start = clock_ns();
	for (n = 0; n < copies; n++) {
		run(d + c->offset, s, c->size);
		next(&dst, &d, &dst_left);
		next(&src, &s, &src_left);
	}
	method_drain(m);
	return (double)clock_since(start) / (double)copies;
}
