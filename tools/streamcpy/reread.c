/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reread.c - what a large copy leaves of a resident working set
 */
#include "common/resident.h"
#include "bench.h"

/* A value is the median of: */
#define REPEATS		3

struct sweep {
	struct bench *bench;
	const struct bench_case *c;
	const struct method *method;
};

static void write_elsewhere(void *arg)
{
	const struct sweep *s = arg;

	if (s->c->operation == OPERATION_COPY)
		method_copy(s->method, s->bench->dst.at, s->bench->src.at,
			    s->c->size);
	else
		method_fill(s->method, s->bench->dst.at, s->c->size);
	method_drain(s->method);
}

double reread_once(struct bench *bench, const struct bench_case *c,
		   unsigned i)
{
	struct sweep sweep = { bench, c, c->method[i] };
	double values[REPEATS];
	struct sample repeats = { values, REPEATS, REPEATS };
	unsigned n;

	for (n = 0; n < REPEATS; n++)
		values[n] = resident_reread(write_elsewhere, &sweep);
	return sample_median(&repeats);
}
