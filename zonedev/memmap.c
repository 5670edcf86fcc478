/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memmap.c - zonedev_memmap_init(): the paths of the kernel and the series
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <streamcpy.h>
#include "auto/auto.h"
#include "kernel/check.h"
#include "clock.h"
#include "kernel/init.h"

static const char *const path_names[ZONEDEV_PATHS] = {
	[ZONEDEV_BASE] = "base",
	[ZONEDEV_HEAD_TEMPLATE] = "head-template",
	[ZONEDEV_TEMPLATE] = "template",
	[ZONEDEV_STREAMING] = "streaming",
	[ZONEDEV_AUTO] = "auto",
};

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
	struct zonedev_layout layout;
	uint64_t index = pfn - zone->first_pfn;

	if (pfn < zone->first_pfn || index >= zone->nr_pages ||
	    zonedev_layout(zone->model, &layout, NULL, 0))
		return NULL;
	return (struct zonedev_page *)((char *)zone->memmap +
				       index * layout.size);
}

static void drain(struct init *in)
{
	memcpy_streaming_drain();
	in->counts.drains++;
}

static void init_singles(struct init *in)
{
	uint64_t pfn, next;

	for (pfn = in->pfn; pfn < in->end; pfn = next) {
		next = zd_init_pageblock_end(in, pfn, in->end);
		zd_init_pages(in, &in->head, pfn, next - pfn);
	}
}

/*
 * PG_head is set in a descriptor that may just have been streamed: hence the
 * drain, except after the first head, which went the slow way.
 */
static void init_compounds(struct init *in)
{
	uint64_t pfn, step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	for (pfn = in->pfn; pfn < in->end; pfn += step) {
		zd_init_pages(in, &in->head, pfn, 1);
		if (in->head.stream && pfn != in->pfn)
			drain(in);
		zd_init_compound(in, pfn);
	}
}

void zd_init_range(struct init *in)
{
	if (in->pgmap->vmemmap_shift)
		init_compounds(in);
	else
		init_singles(in);
	if (in->head.stream)
		drain(in);
	if (in->model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		zd_pageblock_set_range(in->zone, in->model, in->pfn, in->end);
}

/* Sampled once, so that a hook that comes while we work changes nothing. */
static enum zonedev_path effective_path(const struct init *in,
					enum zonedev_path path)
{
	return in->traced || STREAMCPY_SANITIZED ? ZONEDEV_BASE : path;
}

/* Auto makes templates of its own where it wants any. */
static void init_prepare(struct init *in, enum zonedev_path path)
{
	bool is_auto = path == ZONEDEV_AUTO;

	in->runs = zd_runs_of_size(in->layout.size);
	in->per_compound = zd_visited(&in->layout, in->model, in->pgmap,
				      in->zone->early);
	zd_init_values(in, &in->head);
	in->tail.values = in->head.values;
	in->head.use_template = path != ZONEDEV_BASE && !is_auto;
	in->tail.use_template = path >= ZONEDEV_TEMPLATE && !is_auto;
	in->head.stream = in->tail.stream = path == ZONEDEV_STREAMING;
}

static int check_call(const struct init *in, enum zonedev_path path,
		      struct refusal *why)
{
	if (!in->pgmap)
		return refuse(why, -EINVAL, "pgmap is NULL; descriptors hold its address");
	if ((unsigned)path >= ZONEDEV_PATHS)
		return refuse(why, -EINVAL, "path %u is none; they are 0 (base) to %u (auto)",
			      (unsigned)path, ZONEDEV_PATHS - 1);
	return 0;
}

static int init_check(struct init *in, uint64_t start_pfn, uint64_t nr_pages,
		      const struct zonedev_options *options)
{
	char text[256];
	struct refusal why = { text, sizeof(text) };
	int err = check_call(in, options->path, &why);

	if (!err)
		err = zd_model_layout(in->model, &in->layout, &why);
	if (!err)
		err = zd_check_range(in->model, start_pfn, nr_pages, &why);
	if (!err)
		err = zd_check_pgmap(in->model, in->pgmap, start_pfn, nr_pages,
				     &why);
	if (!err)
		err = zd_check_zone(in->zone, &in->layout, in->pgmap, start_pfn,
				    nr_pages, &why);
	if (!err)
		err = zd_auto_check(options, &in->layout, &why);
	if (err)
		init_log(in, ZONEDEV_ERROR, text);
	return err;
}

static void warn_unknown_type(const struct init *in)
{
	char line[128];
	unsigned type = in->pgmap->type;

	if (type >= ZONEDEV_MEMORY_PRIVATE && type <= ZONEDEV_MEMORY_PCI_P2PDMA)
		return;
	snprintf(line, sizeof(line), "unknown memory type %u: pages keep a count of 1",
		 type);
	init_log(in, ZONEDEV_WARNING, line);
}

/* The kernel's debug line, whose milliseconds are too coarse for us */
static void log_done(const struct init *in,
		     const struct zonedev_report *report)
{
	char line[128];

	/* The words of nobody's line would take longer than a bind of 2 MiB. */
	if (!in->zone->hooks.log)
		return;
	snprintf(line, sizeof(line), "memmap_init_zone_device initialised %" PRIu64 " pages in %" PRIu64 "ms (%" PRIu64 " ns)",
		 report->nr_pages, report->ns / 1000000, report->ns);
	init_log(in, ZONEDEV_DEBUG, line);
}

static void init_run_path(struct init *in,
			  const struct zonedev_options *options,
			  struct zonedev_report *report)
{
	uint64_t start = clock_ns();
	bool is_auto = report->path == ZONEDEV_AUTO;

	report->threads = 1;
	if (is_auto && !zd_auto_is_base(in, options)) {
		zd_auto_init(in, options, start, report);
	} else {
		zd_init_range(in);
		report->ns = clock_since(start);
		if (is_auto)
			zd_auto_report_base(in, report);
	}
	report->counts = in->counts;
}

int zonedev_memmap_init(struct zonedev_zone *zone, uint64_t start_pfn,
			    uint64_t nr_pages, struct zonedev_pagemap *pgmap,
			    const struct zonedev_options *options,
			    struct zonedev_report *report)
{
	const struct zonedev_options defaults = {
		.path = ZONEDEV_AUTO, .threads = 1,
	};
	struct zonedev_report ignored;
	struct init in = {
		.zone = zone, .model = zone->model, .pgmap = pgmap,
		.hooks = zone->hooks,
		.traced = zone->hooks.page_ref_set != NULL,
	};
	int err;

	options = options ? options : &defaults;
	report = report ? report : &ignored;
	err = init_check(&in, start_pfn, nr_pages, options);
	if (err)
		return err;
	in.pfn = zd_pgmap_init_pfn(pgmap, start_pfn);
	in.end = start_pfn + nr_pages;
	memset(report, 0, sizeof(*report));
	report->path = effective_path(&in, options->path);
	init_prepare(&in, report->path);
	report->first_pfn = in.pfn;
	report->nr_pages = in.end - in.pfn;
	report->compounds = report->nr_pages >> pgmap->vmemmap_shift;
	report->per_compound = in.per_compound;
	if (!report->nr_pages)
		return 0;
	warn_unknown_type(&in);
	init_run_path(&in, options, report);
	log_done(&in, report);
	return 0;
}
