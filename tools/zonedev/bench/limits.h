/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.h - how fast the memory of a namespace's descriptors can be filled
 *
 * By each backend, with descriptors as they are there and not with a uniform
 * byte, which some CPUs write by other means (Zen 5: lines of 0 in half the
 * time of any other).
 */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdbool.h>
#include <streamcpy.h>
#include <zonedev.h>
#include "common/statistics.h"

/* A fill of that memory: as many equal descriptors as a bind writes */
struct limit {
	const struct streamcpy_backend *backend;
	unsigned threads;
	double round;		/* ns in this round; 0: not run in it */
	struct sample rounds;	/* that of each round */
	struct sample ns;	/* of those that it ran in */
};

struct limits {
	struct limit *limit;
	unsigned nr;
	unsigned rounds;
};

/* Backends by one thread and, if more, by @threads. 0 or -ENOMEM */
int limits_init(struct limits *limits, unsigned threads);
void limits_free(struct limits *limits);

/*
 * A round of them: of each that may be the fastest, the mean of @repeats fills,
 * after @settle that are not counted and one of the last 64 MiB if that is 0.
 * @ns must be bound; its descriptors are lost until it is bound again. 0, or
 * -ETIME and an incomplete round after @deadline by clock_ns(), unless it is 0.
 */
int limits_round(struct limits *limits, struct zonedev_namespace *ns,
		 unsigned repeats, unsigned settle, uint64_t deadline);

/* Adds what the round took to the samples. 0 or -ENOMEM */
int limits_keep(struct limits *limits);

/* The one with the least median, or NULL */
const struct limit *limits_best(const struct limits *limits, unsigned threads);

#endif
