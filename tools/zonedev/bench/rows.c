/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.c - what zonedev bench compares: one table of all rows
 *
 * A kernel cannot use vector registers where it fills a memmap, so what it can
 * use is told apart from what a program can.
 */
#include <string.h>
#include "control.h"
#include "rows.h"
#include "stores.h"

static const struct row_type types[] = {
	{ .name = "base", .path = ZONEDEV_BASE, .kernel = true,
	  .how = "each field of each page" },
	{ .name = "control", .write = control_write, .kernel = true,
	  .how = "a loop by hand, as base" },
	{ .name = "head-template", .path = ZONEDEV_HEAD_TEMPLATE,
	  .kernel = true, .how = "heads copied by memcpy" },
	{ .name = "template", .path = ZONEDEV_TEMPLATE, .kernel = true,
	  .how = "heads and tails copied by memcpy" },
	{ .name = "streaming", .path = ZONEDEV_STREAMING, .kernel = true,
	  .how = "the library's path of the series" },
	{ .name = "streaming-movnti", .write = stores_movnti,
	  .here = stores_x86, .kernel = true, .published = true,
	  .how = "the series as posted: eight MOVNTI a page" },
	{ .name = "streaming-prefetch", .write = stores_prefetch,
	  .here = stores_x86, .kernel = true,
	  .how = "as posted, the next 4 KiB of descriptors prefetched" },
	{ .name = "streaming-movdir64b", .write = stores_movdir64b,
	  .here = stores_have_movdir64b, .kernel = true,
	  .how = "the same, one MOVDIR64B a page" },
	{ .name = "prefetchw", .write = stores_prefetchw,
	  .here = stores_have_prefetchw, .kernel = true,
	  .how = "eight stores a page, PREFETCHW 32 lines ahead" },
	{ .name = "rep-movs", .write = stores_rep_movs, .here = stores_x86,
	  .kernel = true, .how = "REP MOVSB from a 4 KiB run of the template" },
	{ .name = "auto", .path = ZONEDEV_AUTO,
	  .how = "the fastest of the library's strategies, found at work" },
	{ .name = "auto-keep", .path = ZONEDEV_AUTO, .keep_caches = true,
	  .on_demand = true, .how = "auto by non-temporal stores only" },
};

#define ROW_TYPES	(sizeof(types) / sizeof(types[0]))

_Static_assert(ROW_TYPES <= ROW_TYPES_MAX, "lists have room for the table");

const struct row_type *row_type_at(unsigned i)
{
	return i < ROW_TYPES ? &types[i] : NULL;
}

const struct row_type *row_type_find(const char *name)
{
	unsigned i;

	for (i = 0; i < ROW_TYPES; i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return NULL;
}

bool row_type_here(const struct row_type *type)
{
	return !type->here || type->here();
}
