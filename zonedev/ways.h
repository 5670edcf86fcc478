/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ways.h - the ways in which auto can write a run of descriptors
 */
#ifndef WAYS_H
#define WAYS_H

#include <streamcpy.h>
#include "init.h"
#include "tuner.h"

/*
 * The slow path's loop, or, when @backend is there, its fill of the template;
 * or else the series' streaming copies.
 */
struct way {
	const char *name;
	const struct streamcpy_backend *backend;
	void (*write)(const struct way *way, struct init *in,
		      struct kind *kind, uint64_t pfn, uint64_t n);
};

struct ways {
	struct way way[TUNER_WAYS];
	uint32_t eligible;	/* bit set */
};

void zd_ways_init(struct ways *ways, const struct init *in, bool keep_caches);

#endif
