/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check.c - refusals, before anything is written
 *
 * The kernel warns and goes on, or relies on its drivers; a library is called
 * by strangers.
 */
#include <errno.h>
#include <inttypes.h>
#include "kernel/check.h"

#define MAX_FOLIO_SHIFT	34	/* the largest page of hugetlb, 16 GiB */

uint64_t zd_pgmap_init_pfn(const struct zonedev_pagemap *pgmap,
			   uint64_t start_pfn)
{
	const struct zonedev_altmap *altmap = &pgmap->altmap;

	if (!(pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID))
		return start_pfn;
	return altmap->base_pfn + altmap->reserve + altmap->free;
}

int zd_check_range(const struct zonedev_model *model, uint64_t start_pfn,
		   uint64_t nr_pages, const struct log *log)
{
	unsigned shift = model->page_shift;
	uint64_t sub = UINT64_C(1) << (SUBSECTION_SHIFT - shift);
	uint64_t limit = UINT64_C(1) << (model->max_physmem_bits - shift);

	if (start_pfn % sub)
		return zd_refuse(log, -EINVAL, "start pfn %#" PRIx64 " is not aligned to 2 MiB (%" PRIu64 " pages)",
				 start_pfn, sub);
	if (nr_pages % sub)
		return zd_refuse(log, -EINVAL, "length %" PRIu64 " pages is not a multiple of 2 MiB (%" PRIu64 " pages)",
				 nr_pages, sub);
	if (start_pfn > limit || nr_pages > limit - start_pfn)
		return zd_refuse(log, -ERANGE, "%" PRIu64 " pages from pfn %#" PRIx64 " end beyond the %u bits of physical memory of the model",
				 nr_pages, start_pfn, model->max_physmem_bits);
	return 0;
}

/*
 * With deduplicated descriptors only those in the first two pages of a
 * compound's memmap are its own.
 */
static uint64_t own_descriptors(const struct zonedev_layout *layout,
				const struct zonedev_model *model,
				const struct zonedev_pagemap *pgmap)
{
	const uint64_t reserve = 2;
	uint64_t pages = UINT64_C(1) << pgmap->vmemmap_shift;

	if (!layout->dedup || pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID ||
	    pages * layout->size / page_bytes(model) <= reserve)
		return pages;
	return reserve * page_bytes(model) / layout->size;
}

/*
 * Until 7.1.5 the kernel does not ask where the descriptors come from: in an
 * early section each pfn has one, and most of a compound's keep what they held.
 */
uint64_t zd_per_compound(const struct zonedev_layout *layout,
			 const struct zonedev_model *model,
			 const struct zonedev_pagemap *pgmap, bool early)
{
	if (early && model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		return UINT64_C(1) << pgmap->vmemmap_shift;
	return own_descriptors(layout, model, pgmap);
}

static int check_altmap(const struct zonedev_altmap *altmap, uint64_t start_pfn,
			uint64_t nr_pages, const struct log *log)
{
	if (altmap->base_pfn < start_pfn ||
	    (altmap->base_pfn > start_pfn &&
	     altmap->base_pfn - start_pfn >= nr_pages))
		return zd_refuse(log, -EINVAL, "the pagemap has an altmap at pfn %#" PRIx64 ", and this is another range of it, from %#" PRIx64 "; one with an altmap has a single range",
				 altmap->base_pfn, start_pfn);
	if (altmap->base_pfn != start_pfn)
		return zd_refuse(log, -EINVAL, "altmap base pfn %#" PRIx64 " is not the start of the range, %#" PRIx64,
				 altmap->base_pfn, start_pfn);
	if (altmap->reserve > nr_pages ||
	    altmap->free > nr_pages - altmap->reserve)
		return zd_refuse(log, -EINVAL, "altmap of %" PRIu64 " reserved and %" PRIu64 " free pages is larger than the range of %" PRIu64,
				 altmap->reserve, altmap->free, nr_pages);
	return 0;
}

/* Only what is behind an altmap must be whole compounds. */
int zd_check_pgmap(const struct zonedev_model *model,
		   const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		   uint64_t nr_pages, const struct log *log)
{
	unsigned order = pgmap->vmemmap_shift;
	uint64_t compound, first;
	int err;

	if (order > model->max_folio_order)
		return zd_refuse(log, -EINVAL, "compound order %u is beyond the model's largest folio, order %u",
				 order, model->max_folio_order);
	if (order + model->page_shift > MAX_FOLIO_SHIFT)
		return zd_refuse(log, -EINVAL, "compound order %u is beyond 16 GiB, order %u",
				 order, MAX_FOLIO_SHIFT - model->page_shift);
	compound = UINT64_C(1) << order;
	if (pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID) {
		err = check_altmap(&pgmap->altmap, start_pfn, nr_pages, log);
		if (err)
			return err;
	}
	first = zd_pgmap_init_pfn(pgmap, start_pfn);
	if (first % compound && first != start_pfn)
		return zd_refuse(log, -EINVAL, "altmap ends at pfn %#" PRIx64 ", inside a compound of %" PRIu64 " pages",
				 first, compound);
	nr_pages -= first - start_pfn;
	if (first % compound || nr_pages % compound)
		return zd_refuse(log, -EINVAL, "%" PRIu64 " pages from pfn %#" PRIx64 " are not whole compounds of %" PRIu64,
				 nr_pages, first, compound);
	return 0;
}

static int check_inside(const struct zonedev_zone *zone, uint64_t start_pfn,
			uint64_t nr_pages, const struct log *log)
{
	uint64_t skip = start_pfn - zone->start_pfn;

	if (start_pfn < zone->start_pfn || skip > zone->nr_pages ||
	    nr_pages > zone->nr_pages - skip)
		return zd_refuse(log, -ERANGE, "%" PRIu64 " pages from pfn %#" PRIx64 " are not inside the zone, %" PRIu64 " pages from %#" PRIx64,
				 nr_pages, start_pfn, zone->nr_pages,
			      zone->start_pfn);
	return 0;
}

/* Compounds whose heads a mask finds lie naturally aligned in memory. */
static int check_alignment(const struct zonedev_zone *zone,
			   const struct zonedev_pagemap *pgmap,
			   uint64_t start_pfn, const struct log *log)
{
	const struct zonedev_layout *layout = &zone->layout;
	uint64_t head = zd_pgmap_init_pfn(pgmap, start_pfn);
	uintptr_t first = (uintptr_t)zone->memmap +
			  (head - zone->start_pfn) * layout->size;
	uint64_t compound = (uint64_t)layout->size << pgmap->vmemmap_shift;

	if (!zone->memmap || (uintptr_t)zone->memmap % 16)
		return zd_refuse(log, -EINVAL, "memmap %p is not memory aligned to 16 bytes",
				 zone->memmap);
	if (!zone->pageblocks || (uintptr_t)zone->pageblocks % 8)
		return zd_refuse(log, -EINVAL, "pageblock map %p is not memory aligned to 8 bytes",
				 (void *)zone->pageblocks);
	if (pgmap->vmemmap_shift && layout->tail_mode == ZONEDEV_TAIL_MASK &&
	    first % compound)
		return zd_refuse(log, -EINVAL, "descriptor %#" PRIxPTR " of the first head is not aligned to its compound's %" PRIu64 " bytes, as mask mode needs",
				 first, compound);
	return 0;
}

int zd_check_zone(const struct zonedev_zone *zone,
		  const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		  uint64_t nr_pages, const struct log *log)
{
	int err;

	if (!zone->layout.size)
		return zd_refuse(log, -EINVAL, "the zone has no layout; zonedev_zone_alloc() sets it, or zonedev_layout()");
	if (zone->idx != zone->layout.zone_device)
		return zd_refuse(log, -EINVAL, "zone index %u is not ZONE_DEVICE, which is %u in this model",
				 zone->idx, zone->layout.zone_device);
	if (zone->nid >> zone->model->nodes_shift)
		return zd_refuse(log, -ERANGE, "node %u does not fit in the model's %u node bits",
				 zone->nid, zone->model->nodes_shift);
	err = check_inside(zone, start_pfn, nr_pages, log);
	return err ? err : check_alignment(zone, pgmap, start_pfn, log);
}

int zd_check_init(const struct zonedev_zone *zone,
		  const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		  uint64_t nr_pages, const struct log *log)
{
	int err;

	if (!pgmap)
		return zd_refuse(log, -EINVAL, "pgmap is NULL; descriptors hold its address");
	err = zd_check_range(zone->model, start_pfn, nr_pages, log);
	if (err)
		return err;
	err = zd_check_pgmap(zone->model, pgmap, start_pfn, nr_pages, log);
	if (err)
		return err;
	return zd_check_zone(zone, pgmap, start_pfn, nr_pages, log);
}
