/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runs.h - the hot loops: a run of neighbouring descriptors, all built alike
 */
#ifndef ZONEDEV_RUNS_H
#define ZONEDEV_RUNS_H

#include "zonedev.h"

/* What the slow path stores into each descriptor of a run */
struct page_values {
	struct zonedev_page page;
	uint32_t last_cpupid;	/* if it has a field of its own */
};

/* Where the run lies and how page->virtual grows along it, if there is one */
struct run {
	unsigned char *at;
	uint64_t n;		/* descriptors */
	uint64_t va, va_step;
};

/*
 * The loops of one descriptor size. A template is of that size; its
 * page->virtual is refreshed before each copy.
 */
struct runs {
	void (*build)(const struct zonedev_layout *layout, struct run run,
		      const struct page_values *values);
	void (*copy)(const struct zonedev_layout *layout, struct run run,
		     unsigned char *template);
	void (*stream)(const struct zonedev_layout *layout, struct run run,
		       unsigned char *template);
};

/* NULL for a size that no model leads to */
const struct runs *zd_runs_of_size(unsigned size);

#endif
