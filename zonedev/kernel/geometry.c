/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * geometry.c - from what a namespace is created with to what is bound
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "kernel/check.h"
#include "kernel/geometry.h"

#define INFO_BLOCK	(UINT64_C(8) << 10)	/* at the start, map=dev */
#define SUBSECTION	(UINT64_C(1) << SUBSECTION_SHIFT)
#define MEMMAP_PER_PAGE	64	/* what pmem reserves; more it refuses */
#define PMD_SIZE	(UINT64_C(2) << 20)

#define SIZES_TRIED	8	/* for advice */
#define ADVICE		48

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

static bool power_of_two(uint64_t n)
{
	return n && !(n & (n - 1));
}

/* The data of a namespace begins and ends at multiples of this. */
static uint64_t unit_of(const struct zonedev_config *c)
{
	return c->align > SUBSECTION ? c->align : SUBSECTION;
}

/* How far the start is into its unit, in bytes */
static uint64_t lead_of(const struct zonedev_model *m,
			const struct zonedev_config *c)
{
	return (c->start_pfn << m->page_shift) % unit_of(c);
}

/*
 * The nearest size, the next smaller one before larger ones, that is refused
 * for nothing, so that what is advised does work; 0 where none of the next few
 * is: then something else is wrong.
 */
static uint64_t size_that_works(const struct zonedev_model *m,
				const struct zonedev_config *c)
{
	struct zonedev_config tried = *c;
	struct zonedev_geometry g;
	uint64_t unit = unit_of(c), lead = lead_of(m, c);
	uint64_t end = (lead + c->size) / unit * unit;
	unsigned i;

	for (i = 0; i < SIZES_TRIED; i++, end += unit) {
		if (end <= lead)
			continue;
		tried.size = end - lead;
		if (!zonedev_geometry(m, &tried, &g, NULL, 0))
			return tried.size;
	}
	return 0;
}

/* "; 1073741824 would do", or nothing where no size does, or nobody reads it */
static const char *advise_size(const struct zonedev_model *m,
			       const struct zonedev_config *c,
			       const struct log *log, char text[ADVICE])
{
	uint64_t size = log->size || log->hooks.log ? size_that_works(m, c) : 0;

	*text = '\0';
	if (size)
		snprintf(text, ADVICE, "; %" PRIu64 " would do", size);
	return text;
}

/* With map=dev the memmap fills what is before the first unit. */
static int check_ends(const struct zonedev_model *m,
		      const struct zonedev_config *c, const struct log *log)
{
	uint64_t unit = unit_of(c), lead = lead_of(m, c);
	char advice[ADVICE];
	uint64_t from = c->map == ZONEDEV_MAP_DEV ? SUBSECTION : unit;

	if (lead % from)
		return zd_refuse(log, -EINVAL, "start pfn %#" PRIx64 " is not a multiple of %" PRIu64 " pages",
				 c->start_pfn, from >> m->page_shift);
	if ((lead + c->size) % unit)
		return zd_refuse(log, -EINVAL, "size %" PRIu64 " does not end at a multiple of %" PRIu64 " bytes%s",
				 c->size, unit,
				 advise_size(m, c, log, advice));
	return 0;
}

static int check_config(const struct zonedev_model *m,
			const struct zonedev_config *c, const struct log *log)
{
	uint64_t page_size = page_bytes(m);
	char advice[ADVICE];
	int err;

	if (!power_of_two(c->align) || c->align < page_size)
		return zd_refuse(log, -EINVAL, "align %" PRIu64 " is not a power of two of at least a page, %" PRIu64 " bytes",
				 c->align, page_size);
	if (!c->size)
		return zd_refuse(log, -EINVAL, "size is 0%s",
				 advise_size(m, c, log, advice));
	err = check_ends(m, c, log);
	if (err)
		return err;
	if (c->map == ZONEDEV_MAP_DEV && c->type != ZONEDEV_MEMORY_FS_DAX &&
	    c->type != ZONEDEV_MEMORY_GENERIC)
		return zd_refuse(log, -EINVAL, "map=dev with memory type %d: only fsdax and devdax keep their memmap on the device",
				 (int)c->type);
	if (c->nid >> m->nodes_shift)
		return zd_refuse(log, -ERANGE, "node %u does not fit in the model's %u node bits",
				 c->nid, m->nodes_shift);
	return 0;
}

/*
 * The memmap of a whole section is taken from the altmap as blocks of 2 MiB,
 * each naturally aligned; that of a part of a section comes from ordinary
 * memory, altmap or not. With larger pages (arm64) it is mapped page by page
 * and all of it is taken. An early section has its memmap already.
 */
static int alloc_altmap(const struct zonedev_model *m, unsigned page,
			const struct zonedev_geometry *g,
			struct zonedev_altmap *altmap, const struct log *log)
{
	bool huge = m->page_shift == 12;
	uint64_t size = huge ? PMD_SIZE : page_bytes(m);
	uint64_t unit = huge ? section_pages(m) : 1;
	uint64_t first = round_up(g->start_pfn, unit);
	uint64_t last = (g->start_pfn + g->nr_pages) / unit * unit;
	uint64_t block = size >> m->page_shift, next;

	if (last <= first)
		return 0;
	altmap->alloc = round_up(first * page % size + (last - first) * page,
				 size) >> m->page_shift;
	next = altmap->base_pfn + altmap->reserve;
	altmap->align = round_up(next, block) - next;
	if (altmap->alloc + altmap->align > altmap->free)
		return zd_refuse(log, -ENOMEM, "the memmap needs %" PRIu64 " pages of the device and its altmap has %" PRIu64,
				 altmap->alloc + altmap->align, altmap->free);
	return 0;
}

/*
 * The namespace's data begins behind info block and memmap (pfn_devs.c), at an
 * address that is aligned, whatever the start's.
 */
static int place_altmap(const struct zonedev_model *m,
			const struct zonedev_config *c, unsigned page,
			struct zonedev_geometry *g, const struct log *log)
{
	struct zonedev_altmap *altmap = &g->pgmap.altmap;
	uint64_t lead = lead_of(m, c), page_size = page_bytes(m);
	uint64_t offset = round_up(lead + INFO_BLOCK + MEMMAP_PER_PAGE *
				   ((c->size - INFO_BLOCK) / page_size),
				   unit_of(c)) - lead;
	char advice[ADVICE];

	if (page > MEMMAP_PER_PAGE)
		return zd_refuse(log, -EINVAL, "map=dev reserves %d bytes a page and descriptors of this model have %u",
				 MEMMAP_PER_PAGE, page);
	if (offset >= c->size)
		return zd_refuse(log, -EINVAL, "size %" PRIu64 " leaves nothing behind the %" PRIu64 " bytes for info block and memmap%s",
				 c->size, offset,
				 advise_size(m, c, log, advice));
	g->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	altmap->base_pfn = g->start_pfn;
	altmap->end_pfn = g->start_pfn + g->nr_pages - 1;
	altmap->reserve = round_up(INFO_BLOCK, page_size) / page_size;
	altmap->free = (offset - INFO_BLOCK) / page_size;
	return c->early ? 0 : alloc_altmap(m, page, g, altmap, log);
}

/* fsdax maps single pages whatever its alignment. */
static unsigned compound_order(const struct zonedev_model *m,
			       const struct zonedev_config *c)
{
	if (c->type == ZONEDEV_MEMORY_FS_DAX)
		return 0;
	return (unsigned)__builtin_ctzll(c->align) - m->page_shift;
}

static void measure(const struct zonedev_model *m,
		    const struct zonedev_layout *l, bool early,
		    struct zonedev_geometry *g)
{
	uint64_t last = g->start_pfn + g->nr_pages - 1, altmap, compounds;

	g->init_pfn = zd_pgmap_init_pfn(&g->pgmap, g->start_pfn);
	altmap = g->init_pfn - g->start_pfn;
	g->init_pages = g->nr_pages - altmap;
	g->per_compound = zd_per_compound(l, m, &g->pgmap, early);
	g->nr_sections = last / section_pages(m) -
			 g->start_pfn / section_pages(m) + 1;
	g->memmap_size = g->nr_pages * l->size;
	compounds = g->init_pages >> g->pgmap.vmemmap_shift;
	g->memmap_written = (altmap + compounds * g->per_compound) * l->size;
}

static int fill_in(const struct zonedev_model *m,
		   const struct zonedev_layout *layout,
		   const struct zonedev_config *c,
		   struct zonedev_geometry *g, const struct log *log)
{
	int err = check_config(m, c, log);

	if (err)
		return err;
	g->start_pfn = c->start_pfn;
	g->nr_pages = c->size >> m->page_shift;
	g->pgmap.type = c->type;
	g->pgmap.vmemmap_shift = compound_order(m, c);
	err = zd_check_range(m, g->start_pfn, g->nr_pages, log);
	if (err)
		return err;
	if (c->map == ZONEDEV_MAP_DEV) {
		err = place_altmap(m, c, layout->size, g, log);
		if (err)
			return err;
	}
	err = zd_check_pgmap(m, &g->pgmap, g->start_pfn, g->nr_pages, log);
	if (err)
		return err;
	measure(m, layout, c->early, g);
	return 0;
}

int zd_geometry(const struct zonedev_model *model,
		const struct zonedev_layout *layout,
		const struct zonedev_config *config,
		struct zonedev_geometry *geometry, const struct log *log)
{
	struct zonedev_geometry g = {0};
	int err = fill_in(model, layout, config, &g, log);

	if (!err)
		*geometry = g;
	return err;
}

int zonedev_geometry(const struct zonedev_model *model,
		     const struct zonedev_config *config,
		     struct zonedev_geometry *geometry, char *why, size_t size)
{
	const struct log log = { .text = why, .size = size };
	struct zonedev_layout layout;
	int err = zd_layout(model, &layout, &log);

	if (err)
		return err;
	return zd_geometry(model, &layout, config, geometry, &log);
}
