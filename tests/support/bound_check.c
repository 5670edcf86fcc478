/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bound_check.c - whether a bound namespace holds what the oracle says
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "descriptors/oracle.h"
#include "support/bound_check.h"

/* What a descriptor that nobody writes holds: poison, where it has its own */
static uint64_t byte_before(const struct oracle *o, uint64_t pfn)
{
	bool own = o->early || pfn % (UINT64_C(1) << o->pgmap->vmemmap_shift) <
			       oracle_per_compound(o);

	return o->model->debug_poison && own ? 0xff : 0;
}

static bool page_right(const struct oracle *o, uint64_t pfn)
{
	unsigned char expected[ORACLE_PAGE_MAX];
	unsigned size = oracle_page_size(o->model);
	const unsigned char *got = (unsigned char *)o->start_page +
				   (pfn - o->start_pfn) * size;

	if (!oracle_page(o, pfn, expected) &&
	    !oracle_altmap_page(o, pfn, expected))
		memset(expected, (int)byte_before(o, pfn), sizeof(expected));
	return !memcmp(got, expected, size);
}

static bool pageblock_right(const struct oracle *o, uint64_t pfn,
			    unsigned char got)
{
	unsigned char before = o->early && o->model->mobility_grouping;

	before = oracle_altmap_pageblock(o, pfn, before);
	return got == oracle_pageblock(o, pfn, before);
}

bool bound_check(const struct zonedev_model *model,
		 const struct zonedev_config *config,
		 struct zonedev_namespace *ns, char *why, size_t size)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(ns);
	const struct zonedev_zone *zone = zonedev_namespace_zone(ns);
	unsigned order = model->pageblock_order;
	uint64_t end = g->start_pfn + g->nr_pages, pfn, i;
	struct oracle o = {
		.model = model, .pgmap = zonedev_namespace_pgmap(ns),
		.nid = config->nid, .early = config->early,
		.start_pfn = g->start_pfn, .nr_pages = g->nr_pages,
		.start_page = (uintptr_t)zone->memmap,
	};

	for (pfn = g->start_pfn; pfn < end; pfn++)
		if (!page_right(&o, pfn))
			break;
	i = g->start_pfn >> order;
	for (; pfn == end && i <= (end - 1) >> order; i++)
		if (!pageblock_right(&o, i << order, zone->pageblocks[
				     i - (g->start_pfn >> order)]))
			break;
	if (pfn == end && i > (end - 1) >> order)
		return true;
	snprintf(why, size, "%s of pfn %#" PRIx64 " differs; %" PRIu64 " pages from %#" PRIx64 ", order %u",
		 pfn < end ? "descriptor" : "pageblock",
		 pfn < end ? pfn : i << order, g->nr_pages, g->start_pfn,
		 o.pgmap->vmemmap_shift);
	return false;
}
