/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mapping.c - memory for a zone: its memmap and its pageblock map
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "kernel/check.h"
#include "kernel/pageblock.h"

#define HUGE_PAGE	(UINT64_C(2) << 20)

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

static uint64_t memmap_size(const struct zonedev_zone *zone)
{
	return zone->nr_pages * zone->layout.size;
}

/* A huge page, or a compound's descriptors where a mask must find the head */
static uint64_t alignment(const struct zonedev_layout *layout, unsigned order)
{
	uint64_t compound = (uint64_t)layout->size << order;

	return layout->tail_mode == ZONEDEV_TAIL_MASK && compound > HUGE_PAGE ?
	       compound : HUGE_PAGE;
}

/* Unmaps what the alignment left over on either side. */
static void trim(char *from, char *to)
{
	if (from < to)
		munmap(from, (size_t)(to - from));
}

/*
 * At an address that is, modulo the alignment, where descriptor 0 would have it
 * so. Not reserved: a memmap whose tails are deduplicated is hardly touched,
 * and may be larger than all memory.
 */
static int map_memmap(struct zonedev_zone *zone, uint64_t align, bool huge)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), room;
	uint64_t size = memmap_size(zone);
	uint64_t phase = zone->start_pfn * zone->layout.size;
	char *got, *start, *first, *end;

	if (size > SIZE_MAX / 4 || align > SIZE_MAX / 4)
		return -ENOMEM;
	room = round_up(size, page) + page + align;
	got = mmap(NULL, room, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (got == MAP_FAILED)
		return -ENOMEM;
	start = got + ((phase - (uintptr_t)got) & (align - 1));
	first = got + (uint64_t)(start - got) / page * page;
	end = got + round_up((uint64_t)(start - got) + size, page);
	trim(got, first);
	trim(end, got + room);
	madvise(first, (size_t)(end - first),
		huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	zone->memmap = start;
	return 0;
}

static void unmap_memmap(struct zonedev_zone *zone)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t start = (uintptr_t)zone->memmap;
	uintptr_t from = start & ~(page - 1);

	munmap((void *)from,
	       round_up(start + memmap_size(zone) - from, page));
	zone->memmap = NULL;
}

/* Pages that are older than the bind are MOVABLE, as the boot leaves them. */
static int map_pageblocks(struct zonedev_zone *zone)
{
	uint64_t size = zd_pageblock_map_size(zone->model, zone->start_pfn,
					      zone->nr_pages);

	zone->pageblocks = calloc(1, size);
	if (!zone->pageblocks)
		return -ENOMEM;
	if (zone->early && zone->model->mobility_grouping)
		memset(zone->pageblocks, ZONEDEV_MIGRATE_MOVABLE, size);
	return 0;
}

static int check(const struct zonedev_zone *zone, unsigned order,
		 const struct log *log)
{
	if (order > zone->model->max_folio_order)
		return zd_refuse(log, -EINVAL, "compound order %u is beyond the model's largest folio, order %u",
				 order, zone->model->max_folio_order);
	if (!zone->nr_pages)
		return zd_refuse(log, -EINVAL, "a zone of 0 pages needs no memory");
	if (zone->nr_pages > UINT64_MAX / ZONEDEV_PAGE_SIZE_MAX ||
	    zone->start_pfn > UINT64_MAX - zone->nr_pages)
		return zd_refuse(log, -ERANGE, "%" PRIu64 " pages from pfn %#" PRIx64 " are more than 64 bits address",
				 zone->nr_pages, zone->start_pfn);
	return 0;
}

/*
 * Huge pages only where all of them is written: a deduplicated 1 GiB compound
 * writes 8 KiB of its 16 MiB, and the kernel maps those by base pages too.
 */
static bool all_written(const struct zonedev_zone *zone,
			const struct zonedev_pagemap *pgmap)
{
	return !pgmap || zone->early ||
	       zd_per_compound(&zone->layout, zone->model, pgmap, false) ==
	       UINT64_C(1) << pgmap->vmemmap_shift;
}

static int map_zone(struct zonedev_zone *zone,
		    const struct zonedev_pagemap *pgmap)
{
	unsigned order = pgmap ? pgmap->vmemmap_shift : 0;
	int err = map_memmap(zone, alignment(&zone->layout, order),
			     all_written(zone, pgmap));

	if (err)
		return err;
	err = map_pageblocks(zone);
	if (err)
		unmap_memmap(zone);
	return err;
}

int zonedev_zone_alloc(struct zonedev_zone *zone,
		       const struct zonedev_pagemap *pgmap)
{
	const struct log log = { .hooks = zone->hooks };
	struct zonedev_zone got = *zone;
	int err = zd_layout(zone->model, &got.layout, &log);

	if (err)
		return err;
	err = check(zone, pgmap ? pgmap->vmemmap_shift : 0, &log);
	if (err)
		return err;
	got.idx = got.layout.zone_device;
	err = map_zone(&got, pgmap);
	if (err)
		return zd_refuse(&log, err, "no memory for a memmap of %" PRIu64 " bytes",
				 memmap_size(&got));
	/* One by one, which -fanalyzer of GCC follows: no pointer is lost. */
	zone->layout = got.layout;
	zone->idx = got.idx;
	zone->memmap = got.memmap;
	zone->pageblocks = got.pageblocks;
	return 0;
}

void zonedev_zone_free(struct zonedev_zone *zone)
{
	if (!zone->memmap)
		return;
	unmap_memmap(zone);
	free(zone->pageblocks);
	zone->pageblocks = NULL;
}
