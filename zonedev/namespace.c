/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace.c - what can be asked of a namespace, and pages that are held
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include "namespace.h"

int zd_refuse(const struct zonedev_hooks *hooks, int err, const char *format,
	      ...)
{
	char text[256];
	va_list args;

	if (hooks->log) {
		va_start(args, format);
		vsnprintf(text, sizeof(text), format, args);
		va_end(args);
		hooks->log(hooks->arg, ZONEDEV_ERROR, text);
	}
	return err;
}

static int bound_page(struct zonedev_namespace *ns, uint64_t pfn,
		      struct zonedev_page **page)
{
	const struct zonedev_geometry *g = &ns->geometry;

	if (!ns->bound)
		return zd_refuse(&ns->zone.hooks, -EALREADY, "the namespace at pfn %#" PRIx64 " is not bound",
				 g->start_pfn);
	if (pfn < g->init_pfn || pfn - g->init_pfn >= g->init_pages)
		return zd_refuse(&ns->zone.hooks, -ERANGE, "pfn %#" PRIx64 " is not among the %" PRIu64 " pages from %#" PRIx64,
				 pfn, g->init_pages, g->init_pfn);
	pfn &= ~((UINT64_C(1) << g->pgmap.vmemmap_shift) - 1);
	*page = (struct zonedev_page *)((char *)ns->zone.memmap +
				(pfn - g->start_pfn) *
				ns->machine->layout.size);
	return 0;
}

/* The count of a compound is that of its head. */
int zonedev_get_page(struct zonedev_namespace *ns, uint64_t pfn)
{
	struct zonedev_page *page = NULL;
	int err = bound_page(ns, pfn, &page);

	if (err)
		return err;
	page->refcount++;
	ns->held++;
	return 0;
}

int zonedev_put_page(struct zonedev_namespace *ns, uint64_t pfn)
{
	struct zonedev_page *page = NULL;
	int err = bound_page(ns, pfn, &page);

	if (err)
		return err;
	if (!ns->held || page->refcount < 1)
		return zd_refuse(&ns->zone.hooks, -EALREADY, "pfn %#" PRIx64 " is not held",
				 pfn);
	page->refcount--;
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
				     index * ns->machine->layout.size);
}
