/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace.c - what can be asked of a namespace, and pages that are held
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include "namespace.h"

/* The head of @pfn, whose count is that of its compound */
static int bound_head(const struct zonedev_namespace *ns, uint64_t pfn,
		      uint64_t *head, const struct log *log)
{
	const struct zonedev_geometry *g = &ns->geometry;

	if (!ns->bound)
		return zd_refuse(log, -EALREADY, "the namespace at pfn %#" PRIx64 " is not bound",
				 g->start_pfn);
	if (pfn < g->init_pfn || pfn - g->init_pfn >= g->init_pages)
		return zd_refuse(log, -ERANGE, "pfn %#" PRIx64 " is not among the %" PRIu64 " pages from %#" PRIx64,
				 pfn, g->init_pages, g->init_pfn);
	*head = pfn & ~((UINT64_C(1) << g->pgmap.vmemmap_shift) - 1);
	return 0;
}

/* The references that users hold to the head; NULL when there is no memory */
static uint32_t *held_of(struct zonedev_namespace *ns, uint64_t head)
{
	const struct zonedev_geometry *g = &ns->geometry;
	unsigned shift = g->pgmap.vmemmap_shift;

	if (!ns->held_of)
		ns->held_of = calloc(g->init_pages >> shift,
				     sizeof(*ns->held_of));
	return ns->held_of ? &ns->held_of[(head - g->init_pfn) >> shift] :
	       NULL;
}

int zonedev_get_page(struct zonedev_namespace *ns, uint64_t pfn)
{
	const struct log log = namespace_log(ns);
	struct zonedev_page *page;
	uint32_t *held;
	uint64_t head = 0;
	int err = bound_head(ns, pfn, &head, &log);

	if (err)
		return err;
	held = held_of(ns, head);
	if (!held)
		return zd_refuse(&log, -ENOMEM, "no memory to count who holds pfn %#" PRIx64,
				 pfn);
	page = zonedev_pfn_to_page(&ns->zone, head);
	if (page->refcount == INT32_MAX)
		return zd_refuse(&log, -ERANGE, "pfn %#" PRIx64 " has all the references that its count can hold",
				 pfn);
	page->refcount++;
	++*held;
	ns->held++;
	return 0;
}

int zonedev_put_page(struct zonedev_namespace *ns, uint64_t pfn)
{
	const struct log log = namespace_log(ns);
	uint32_t *held;
	uint64_t head = 0;
	int err = bound_head(ns, pfn, &head, &log);

	if (err)
		return err;
	held = ns->held ? held_of(ns, head) : NULL;
	if (!held || !*held)
		return zd_refuse(&log, -EALREADY, "pfn %#" PRIx64 " is not held",
				 pfn);
	zonedev_pfn_to_page(&ns->zone, head)->refcount--;
	--*held;
	ns->held--;
	return 0;
}

const struct zonedev_geometry *
zonedev_namespace_geometry(const struct zonedev_namespace *ns)
{
	return &ns->geometry;
}

struct zonedev_zone *zonedev_namespace_zone(struct zonedev_namespace *ns)
{
	return &ns->zone;
}

struct zonedev_pagemap *zonedev_namespace_pgmap(struct zonedev_namespace *ns)
{
	return &ns->pgmap;
}

/*
 * A deduplicated memmap has two pages of descriptors for each compound, and
 * maps the second one again for all that follow.
 */
const struct zonedev_page *
zonedev_backing_page(const struct zonedev_namespace *ns, uint64_t pfn)
{
	const struct zonedev_geometry *g = &ns->geometry;
	uint64_t index = pfn - g->start_pfn;
	uint64_t compound = UINT64_C(1) << g->pgmap.vmemmap_shift;
	uint64_t tail = index % compound, half = g->per_compound / 2;

	if (pfn < g->start_pfn || index >= g->nr_pages)
		return NULL;
	if (tail >= g->per_compound && !ns->zone.early)
		index += half + tail % half - tail;
	return (const struct zonedev_page *)((const char *)ns->zone.memmap +
				     index * ns->zone.layout.size);
}
