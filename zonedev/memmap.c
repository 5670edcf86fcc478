/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memmap.c - zonedev_memmap_init(): check, choose the path, report
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <streamcpy.h>
#include "auto/auto.h"
#include "clock.h"
#include "kernel/check.h"
#include "kernel/page.h"
#include "kernel/series.h"
#include "memmap.h"

static const char *const path_names[] = {
	[ZONEDEV_AUTO] = "auto",
	[ZONEDEV_BASE] = "base",
	[ZONEDEV_HEAD_TEMPLATE] = "head-template",
	[ZONEDEV_TEMPLATE] = "template",
	[ZONEDEV_STREAMING] = "streaming",
};

_Static_assert(sizeof(path_names) / sizeof(path_names[0]) == ZONEDEV_PATHS,
	       "a path has no name");

const struct zonedev_options zd_default_options;	/* {0}: auto */

const char *zonedev_path_name(enum zonedev_path path)
{
	return (unsigned)path < ZONEDEV_PATHS ? path_names[path] : NULL;
}

int zonedev_path_find(const char *name)
{
	int path;

	for (path = 0; path < ZONEDEV_PATHS; path++)
		if (!strcmp(path_names[path], name))
			return path;
	return -ENOENT;
}

struct zonedev_page *zonedev_pfn_to_page(const struct zonedev_zone *zone,
					 uint64_t pfn)
{
	uint64_t index = pfn - zone->start_pfn;

	if (pfn < zone->start_pfn || index >= zone->nr_pages ||
	    !zone->layout.size)
		return NULL;
	return (struct zonedev_page *)((char *)zone->memmap +
				       index * zone->layout.size);
}

/* What auto alone understands is refused elsewhere, not ignored. */
static int check_options(const struct zonedev_options *options,
			 const struct log *log)
{
	const char *path = zonedev_path_name(options->path);

	if (!path)
		return zd_refuse(log, -EINVAL, "path %u is none; they are 0 (%s) to %u (%s)",
				 (unsigned)options->path, path_names[0],
				 ZONEDEV_PATHS - 1,
				 path_names[ZONEDEV_PATHS - 1]);
	if (options->path == ZONEDEV_AUTO)
		return 0;
	if (options->threads > 1)
		return zd_refuse(log, -EINVAL, "%u threads by path %s: only auto has more than one",
				 options->threads, path);
	if (options->strategy)
		return zd_refuse(log, -EINVAL, "strategy %s by path %s: only auto has strategies",
				 options->strategy, path);
	if (options->keep_caches)
		return zd_refuse(log, -EINVAL, "keep_caches by path %s: only auto can choose to",
				 path);
	return 0;
}

int zd_memmap_prepare(struct memmap_init *in, struct zonedev_zone *zone,
		      uint64_t start_pfn, uint64_t nr_pages,
		      struct zonedev_pagemap *pgmap,
		      const struct zonedev_options *options)
{
	int err;

	memset(in, 0, sizeof(*in));
	in->log.hooks = zone->hooks;
	err = zd_check_init(zone, pgmap, start_pfn, nr_pages, &in->log);
	if (err)
		return err;
	err = check_options(options, &in->log);
	if (err)
		return err;
	err = zd_auto_check(options, &zone->layout, &in->log);
	if (err)
		return err;
	in->zone = zone;
	in->model = zone->model;
	in->layout = zone->layout;
	in->pgmap = pgmap;
	in->pfn = zd_pgmap_init_pfn(pgmap, start_pfn);
	in->end = start_pfn + nr_pages;
	in->runs = zd_runs_of_size(in->layout.size);
	in->per_compound = zd_per_compound(&in->layout, in->model, pgmap,
					   zone->early);
	zd_page_values(in, &in->head);
	in->tail.values = in->head.values;
	return 0;
}

/*
 * The hook is sampled once: one that comes while we work changes nothing. That
 * sanitizers go by base is the modelled kernel's rule, not auto's.
 */
static enum zonedev_path effective_path(const struct memmap_init *in,
					enum zonedev_path path)
{
	if (in->log.hooks.page_ref_set)
		return ZONEDEV_BASE;
	return STREAMCPY_SANITIZED && path != ZONEDEV_AUTO ? ZONEDEV_BASE :
	       path;
}

static void warn_unknown_type(const struct memmap_init *in)
{
	unsigned type = in->pgmap->type;

	if (type < ZONEDEV_MEMORY_PRIVATE || type >= ZONEDEV_MEMORY_TYPES)
		zd_log(&in->log, ZONEDEV_WARNING, "unknown memory type %u: pages keep a count of 1",
		       type);
}

static void run_path(struct memmap_init *in,
		     const struct zonedev_options *options,
		     struct zonedev_report *report)
{
	bool is_auto = report->path == ZONEDEV_AUTO;
	bool is_base = is_auto && zd_auto_is_base(in, options);
	uint64_t start = clock_ns();

	report->threads = 1;
	if (is_auto && !is_base) {
		zd_auto_init(in, options, start, report);
	} else {
		zd_series_init(in, is_base ? ZONEDEV_BASE : report->path);
		report->ns = clock_since(start);
	}
	if (is_base)
		zd_auto_was_base(in, report);
	report->counts = in->counts;
}

/* The last line is the kernel's, whose milliseconds are too coarse for us. */
void zd_memmap_run(struct memmap_init *in,
		   const struct zonedev_options *options,
		   struct zonedev_report *report)
{
	memset(report, 0, sizeof(*report));
	report->path = effective_path(in, options->path);
	report->init_pfn = in->pfn;
	report->init_pages = in->end - in->pfn;
	report->compounds = report->init_pages >> in->pgmap->vmemmap_shift;
	report->per_compound = in->per_compound;
	if (!report->init_pages)
		return;
	warn_unknown_type(in);
	run_path(in, options, report);
	zd_log(&in->log, ZONEDEV_DEBUG, "memmap_init_zone_device initialised %" PRIu64 " pages in %" PRIu64 "ms (%" PRIu64 " ns)",
	       report->init_pages, report->ns / 1000000, report->ns);
}

int zonedev_memmap_init(struct zonedev_zone *zone, uint64_t start_pfn,
			uint64_t nr_pages, struct zonedev_pagemap *pgmap,
			const struct zonedev_options *options,
			struct zonedev_report *report)
{
	struct zonedev_report ignored;
	struct memmap_init in;
	int err;

	options = options ? options : &zd_default_options;
	err = zd_memmap_prepare(&in, zone, start_pfn, nr_pages, pgmap,
				options);
	if (err)
		return err;
	zd_memmap_run(&in, options, report ? report : &ignored);
	return 0;
}
