/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ways.h - the ways in which auto can write a run of descriptors
 */
#ifndef WAYS_H
#define WAYS_H

#include <streamcpy.h>
#include "kernel/init.h"
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
	bool weakly_ordered;		/* its stores need a drain */
	bool slow;			/* it is the slow path's loop */
};

struct ways {
	unsigned n;
	struct way way[TUNER_WAYS];
	uint8_t parent[TUNER_WAYS];	/* for zd_tuner_pick() */
	/* Bit sets: whose stores stay out of the caches; who can write runs of
	 * descriptors that differ in page->virtual */
	uint32_t non_temporal, differing;
};

/* All that this CPU has: made once for the process, constant from then on */
const struct ways *zd_ways(void);

/* Those that may compete; the slow path alone where none else could */
uint32_t zd_ways_eligible(const struct ways *ways,
			  const struct zonedev_layout *layout,
			  bool keep_caches);

/*
 * The bit of the way called @name in @eligible, or the refusal: -ENOENT, there
 * is none; -ENOTSUP, not on this CPU; -EINVAL, not for this model
 */
int zd_ways_only(const char *name, const struct zonedev_layout *layout,
		 uint32_t *eligible, struct refusal *why);

#endif
