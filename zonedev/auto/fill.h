/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fill.h - the strategies, and a chunk of a range written by one of them
 */
#ifndef ZONEDEV_FILL_H
#define ZONEDEV_FILL_H

#include <streamcpy.h>
#include "kernel/memmap_init.h"

/* Bit sets hold them; a report has room for each. */
#define STRATEGIES_MAX	ZONEDEV_STRATEGIES_MAX

/*
 * How a run of descriptors is stored: when @backend is there, by its fill of
 * the template; or by the series' streaming copies; without @write by base.
 */
struct strategy {
	const char *name;
	const struct streamcpy_backend *backend;
	void (*write)(const struct strategy *strategy, struct memmap_init *in,
		      struct page_template *t, uint64_t pfn, uint64_t n);
	bool weakly_ordered;		/* its stores need a drain */
};

/* Base is the first. */
#define STRATEGY_BASE	0

struct strategies {
	unsigned n;
	struct strategy strategy[STRATEGIES_MAX];
	/* The one that this is a variant of, or itself; for the tuner */
	uint8_t parent[STRATEGIES_MAX];
	/*
	 * Bit sets: whose stores stay out of the caches; who can write runs of
	 * equal descriptors, and of those that differ in page->virtual
	 */
	uint32_t non_temporal, equal, differing;
};

/* All that this CPU has: made once for the process, constant from then on */
const struct strategies *zd_strategies(void);

/* Those that may compete; base alone where none else could */
uint32_t zd_strategies_eligible(const struct strategies *all,
				const struct zonedev_layout *layout,
				bool keep_caches);

/*
 * The bit of the one called @name in @eligible, or the refusal: -ENOENT, there
 * is none; -ENOTSUP, not on this CPU; -EINVAL, not for this model, or not one
 * that keeps the caches
 */
int zd_strategies_only(const char *name, const struct zonedev_layout *layout,
		       bool keep_caches, uint32_t *eligible,
		       const struct log *log);

/*
 * Pages between two boundaries that chunks may end at: no compound, section
 * or word of the pageblock map reaches across
 */
uint64_t zd_chunk_pages(const struct memmap_init *in);

/* Makes the templates of @in, which is the worker's own. */
void zd_chunk_prepare(struct memmap_init *in);

/* All that is due for [@pfn, @end), but for the drain */
void zd_chunk_write(struct memmap_init *in, const struct strategy *strategy,
		    uint64_t pfn, uint64_t end);

/* Descriptors written for @pages pages: whole compounds, or single pages */
static inline uint64_t chunk_descriptors(const struct memmap_init *in,
					 uint64_t pages)
{
	return (pages >> in->pgmap->vmemmap_shift) * in->per_compound;
}

#endif
