/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memmap_init.h - one call of zonedev_memmap_init(), while it runs
 */
#ifndef ZONEDEV_MEMMAP_INIT_H
#define ZONEDEV_MEMMAP_INIT_H

#include <streamcpy.h>
#include "kernel/model.h"
#include "kernel/runs.h"

/* Heads and single pages, or tails: what they hold, and how it is written */
struct page_template {
	bool copied, streamed;	/* from @bytes, once there is a page in it */
	bool seeded;
	struct page_values values;
	/* MOVDIR64B is slow where it reads two lines. */
	_Alignas(64) unsigned char bytes[ZONEDEV_PAGE_SIZE_MAX];
};

struct memmap_init {
	struct zonedev_zone *zone;
	const struct zonedev_model *model;
	struct zonedev_layout layout;
	struct zonedev_pagemap *pgmap;
	const struct runs *runs;
	uint64_t pfn, end;		/* after the altmap cut */
	uint64_t per_compound;		/* descriptors written of each */
	struct log log;			/* hooks as they were at the start */
	struct page_template head, tail;
	struct zonedev_counts counts;
};

/* The descriptor of @pfn, which lies in the zone */
static inline unsigned char *init_page(const struct memmap_init *in,
				       uint64_t pfn)
{
	return (unsigned char *)in->zone->memmap +
	       (pfn - in->zone->start_pfn) * in->layout.size;
}

/* Every drain of a call; each is counted. */
static inline void init_drain(struct memmap_init *in)
{
	memcpy_streaming_drain();
	in->counts.drains++;
}

#endif
