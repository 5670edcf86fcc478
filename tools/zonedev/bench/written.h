/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * written.h - where the descriptors lie that a bind writes
 */
#ifndef WRITTEN_H
#define WRITTEN_H

#include <zonedev.h>

/*
 * Pieces of memory, @step bytes from one to the next: one piece in all, but of
 * each compound its own where tails are shared.
 */
struct written {
	unsigned char *at;
	uint64_t pieces, size, step;
	unsigned page_size;	/* of a descriptor */
};

static inline struct written written_of(struct zonedev_namespace *ns)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(ns);
	struct zonedev_zone *zone = zonedev_namespace_zone(ns);
	uint64_t compound = UINT64_C(1) << g->pgmap.vmemmap_shift;
	uint64_t page_size = g->memmap_size / g->nr_pages;
	struct written v = {
		.at = (unsigned char *)zonedev_pfn_to_page(zone, g->init_pfn),
		.pieces = 1,
		.size = g->init_pages * page_size,
		.page_size = (unsigned)page_size,
	};

	if (g->per_compound == compound)
		return v;
	v.pieces = g->init_pages / compound;
	v.size = g->per_compound * page_size;
	v.step = compound * page_size;
	return v;
}

#endif
