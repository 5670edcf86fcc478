/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init.h - one call of memmap_init_zone_device(), while it runs
 */
#ifndef INIT_H
#define INIT_H

#include "model.h"
#include "runs.h"

/* Heads and single pages, or tails: what to write, and from what template */
struct kind {
	bool use_template, stream;
	bool seeded;		/* the template holds a page */
	struct page_values values;
	unsigned char template[PAGE_SIZE_MAX] __attribute__((aligned(16)));
};

struct init {
	struct zonedev_zone *zone;
	const struct zonedev_model *model;
	struct zonedev_layout layout;
	struct zonedev_pagemap *pgmap;
	const struct runs *runs;
	uint64_t pfn, end;		/* after the altmap cut */
	uint64_t per_compound;		/* descriptors visited of each */
	struct zonedev_hooks hooks;	/* as they were at the start */
	bool traced;
	struct kind head, tail;
	struct zonedev_counts counts;
};

/* The descriptor of @pfn, which lies in the zone */
static inline unsigned char *init_page(const struct init *in, uint64_t pfn)
{
	return (unsigned char *)in->zone->memmap +
	       (pfn - in->zone->first_pfn) * in->layout.size;
}

static inline uint64_t pageblock_pages(const struct init *in)
{
	return UINT64_C(1) << in->model->pageblock_order;
}

static inline void init_log(const struct init *in, enum zonedev_level level,
			    const char *line)
{
	const struct zonedev_hooks *hooks = &in->zone->hooks;

	if (hooks->log)
		hooks->log(hooks->arg, level, line);
}

/* page.c */
void zd_init_values(struct init *in, struct kind *kind);
void zd_init_refresh_section(const struct init *in, struct kind *kind,
			     uint64_t pfn);
struct run zd_init_run(const struct init *in, uint64_t pfn, uint64_t n);
void zd_init_pages(struct init *in, struct kind *kind, uint64_t pfn,
		   uint64_t n);

/* memmap.c: the whole range, by the path that the kinds are set for */
void zd_init_range(struct init *in);

/* compound.c */
void zd_init_tail_values(struct init *in, uint64_t head_pfn);
void zd_init_compound(struct init *in, uint64_t head_pfn);
void zd_init_prep_head(struct init *in, uint64_t head_pfn);
void zd_init_set_head(const struct init *in, uint64_t head_pfn);
uint64_t zd_init_pageblock_end(const struct init *in, uint64_t pfn,
			       uint64_t end);

/* pageblock.c */
void zd_pageblock_set(const struct zonedev_zone *zone,
		      const struct zonedev_model *model, uint64_t pfn);
void zd_pageblock_set_range(const struct zonedev_zone *zone,
			    const struct zonedev_model *model, uint64_t pfn,
			    uint64_t end);
enum zonedev_migratetype zd_pageblock_get(const struct zonedev_zone *zone,
				  const struct zonedev_model *model,
				  uint64_t pfn);
void zd_pageblock_visit(const struct init *in, uint64_t pfn);

/* trace.c */
void zd_trace_pages(struct init *in, const struct kind *kind, uint64_t pfn,
		    uint64_t n);

#endif
