/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * limits.h - how fast the memory of a namespace's descriptors can be filled
 */
#ifndef LIMITS_H
#define LIMITS_H

#include <zonedev.h>
#include "common/statistics.h"

enum limit_kind {
	LIMIT_CACHED = 1,
	LIMIT_STREAMING = 2,
	LIMIT_OTHER = 4,	/* memset: a large one may stream */
	LIMIT_ANY = 7,
};

/* A way to write that memory that knows nothing of descriptors */
struct limit {
	const char *name;
	enum limit_kind kind;
	unsigned threads;
	struct sample ns;
};

#define LIMITS_MAX	32

struct limits {
	struct limit limit[LIMITS_MAX];
	unsigned nr;
};

/*
 * Fills by each backend and by memset, with one thread and, if @threads is
 * more, with that many: a sample more for each limit, the mean of @repeats
 * fills, after one that is not counted if @settle. @ns must be bound; its
 * descriptors are lost until it is bound again. 0 or -ENOMEM.
 */
int limits_measure(struct limits *limits, struct zonedev_namespace *ns,
		   unsigned threads, unsigned repeats, bool settle);
void limits_free(struct limits *limits);

/* The fastest of these kinds by its median, or NULL */
const struct limit *limits_fastest(const struct limits *limits, unsigned kinds,
				   unsigned threads);

/* Its median in ns, 0 if there is none, and name */
double limits_best(const struct limits *limits, unsigned kinds,
		   unsigned threads, const char **name);

/* The most threads of any */
unsigned limits_threads(const struct limits *limits);

#endif
