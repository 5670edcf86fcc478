/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replica.c - a range filled here, held against descriptors of a kernel
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/format.h"
#include "common/json.h"
#include "common/machine.h"
#include "common/message.h"
#include "common/progress.h"
#include "descriptors/difference.h"
#include "descriptors/fields.h"
#include "descriptors/recognise.h"
#include "replica.h"

/* What no field has, so that a word that was not written is seen */
#define POISON	0xa5

static int choose_model(const struct replica_request *r, struct replica *g)
{
	char others[256], *at = g->intro;
	size_t size = sizeof(g->intro);

	if (r->model) {
		g->zone.model = r->model;
		snprintf(at, size, "model %s, as asked for",
			 g->zone.model->name);
		return 0;
	}
	g->zone.model = recognise(&g->file, r->prefer, others,
				  sizeof(others));
	if (!g->zone.model)
		return complain(r->command, "%s: no preset has descriptors of %u bytes with flags 0x%016" PRIx64 "; describe the kernel with --model FILE ('zonedev model x86_64 --format file' is a start)",
				g->file.path, g->file.sizeof_page,
				descriptor_file_flags(&g->file));
	if (*others)
		snprintf(at, size, "model %s fits, as does %s: the file does not distinguish them",
			 g->zone.model->name, others);
	else
		snprintf(at, size, "model %s fits", g->zone.model->name);
	return 0;
}

static uint64_t bytes_written(const struct replica *g)
{
	const struct descriptors *d = &g->d;
	uint64_t compounds = (d->end_pfn - d->init_pfn) / d->compound;

	return (d->init_pfn - g->zone.start_pfn +
		compounds * d->per_compound) * d->layout.size;
}

static void keep_reason(void *arg, enum zonedev_level level, const char *line)
{
	struct replica *g = arg;

	if (level == ZONEDEV_ERROR)
		snprintf(g->why, sizeof(g->why), "%s", line);
}

int replica_open(struct replica *g, const struct replica_request *r)
{
	struct zonedev_layout layout;
	int status = choose_model(r, g);

	if (status)
		return status;
	zonedev_layout(g->zone.model, &layout, NULL, 0);
	if (layout.size != g->file.sizeof_page)
		return complain(r->command, "%s: sizeof_page is %u; model %s has descriptors of %u bytes",
				g->file.path, g->file.sizeof_page,
				g->zone.model->name, layout.size);
	g->pgmap = g->file.pgmap;
	g->zone.layout = layout;
	g->zone.idx = layout.zone_device;
	g->zone.nid = file_node(&g->file, g->zone.model);
	g->zone.start_pfn = g->file.start_pfn;
	g->zone.nr_pages = g->file.nr_pages;
	g->zone.hooks.log = keep_reason;
	g->zone.hooks.arg = g;
	/* 7.1.5 and later know early sections, and visit all of a compound. */
	g->zone.early = g->zone.model->pageblock_rule ==
			ZONEDEV_PAGEBLOCK_RANGE &&
			g->file.visited >> g->pgmap.vmemmap_shift;
	descriptors_of(&g->d, &g->zone, &g->pgmap);
	if ((g->d.end_pfn - g->d.init_pfn) % g->d.compound)
		return complain(r->command, "%s: %" PRIu64 " pages from pfn 0x%" PRIx64 " are not whole compounds of %" PRIu64,
				g->file.path, g->d.end_pfn - g->d.init_pfn,
				g->d.init_pfn, g->d.compound);
	if (bytes_written(g) > machine_memory() ||
	    zonedev_zone_alloc(&g->zone, &g->pgmap))
		return complain(r->command, "%s: not enough memory for %" PRIu64 " MiB of descriptors",
				g->file.path, bytes_written(g) >> 20);
	return 0;
}

static void poison(const struct replica *g)
{
	const struct descriptors *d = &g->d;
	unsigned char *memmap = g->zone.memmap;
	uint64_t pfn = g->zone.start_pfn, reserve = g->pgmap.altmap.reserve;
	uint64_t altmap = d->init_pfn - pfn;

	if (altmap)
		memset(memmap + reserve * d->layout.size, POISON,
		       (altmap - reserve) * d->layout.size);
	for (pfn = d->init_pfn; pfn < d->end_pfn; pfn += d->compound)
		memset(memmap + (pfn - g->zone.start_pfn) * d->layout.size,
		       POISON, d->per_compound * d->layout.size);
}

static int init(struct replica *g, const struct zonedev_options *options)
{
	uint64_t start = g->zone.start_pfn;
	int err = zonedev_memmap_init_altmap(&g->zone, &g->pgmap);

	if (err)
		return err;
	return zonedev_memmap_init(&g->zone, start, g->d.end_pfn - start,
				       &g->pgmap, options, NULL);
}

static size_t pageblocks_size(const struct zonedev_zone *zone)
{
	unsigned order = zone->model->pageblock_order;

	return ((zone->start_pfn + zone->nr_pages - 1) >> order) -
	       (zone->start_pfn >> order) + 1;
}

/* 0, or 2 after a complaint */
static int fill(const struct replica_request *r, struct replica *g,
		enum zonedev_path path)
{
	struct zonedev_options options = { .path = path, .threads = 1 };

	poison(g);
	memset(g->zone.pageblocks, 0, pageblocks_size(&g->zone));
	if (comparison_pageblocks(&g->file, &g->zone, g->why, sizeof(g->why)))
		return complain(r->command, "%s", g->why);
	if (init(g, &options))
		return complain(r->command, "%s: %s", g->file.path, g->why);
	return 0;
}

/* The results on their way out, in the format that was asked for */
struct results {
	const struct replica *g;
	enum format format;
	struct json json;
};

static void table_begin(const struct replica *g)
{
	const struct zonedev_pagemap *p = &g->pgmap;

	printf("%s: %s\n", g->file.path, g->intro);
	printf("%s, pfn 0x%" PRIx64 "-0x%" PRIx64 ", order %u, %" PRIu64 " pages of altmap, node %u\n",
	       memory_type_names(p->type)->kernel, g->zone.start_pfn,
	       g->d.end_pfn - 1, p->vmemmap_shift,
	       g->d.init_pfn - g->zone.start_pfn, g->zone.nid);
	if (g->file.visited && g->file.visited != g->d.per_compound)
		printf("the file says that %" PRIu64 " descriptors of each compound were visited; here %" PRIu64 " are\n",
		       g->file.visited, g->d.per_compound);
}

static void json_start(struct results *r)
{
	const struct replica *g = r->g;

	r->json = (struct json){ .to = stdout };
	json_begin(&r->json, NULL, '{');
	json_string(&r->json, "file", g->file.path);
	json_string(&r->json, "model", g->zone.model->name);
	json_string(&r->json, "type",
		    memory_type_names(g->pgmap.type)->option);
	json_uint(&r->json, "vmemmap_shift", g->pgmap.vmemmap_shift);
	json_begin(&r->json, "paths", '[');
}

static void print_begin(struct results *r)
{
	if (r->format == FORMAT_JSON)
		json_start(r);
	else if (r->format == FORMAT_CSV)
		printf("path,equal,descriptors,pageblocks,different_pfn,line\n");
	else if (!progress_silent())
		table_begin(r->g);
}

static void table_path(const struct results *r, enum zonedev_path path,
		       const struct comparison *c)
{
	if (progress_silent() && !c->difference)
		return;
	printf("%-14s %s: %" PRIu64 " descriptors, %" PRIu64 " pageblocks%s\n",
	       zonedev_path_name(path), c->difference ? "DIFFERS" : "equal",
	       c->descriptors, c->pageblocks,
	       c->difference ? " were equal before" : "");
	if (c->difference)
		difference_print(c, &r->g->file, &r->g->d);
}

static void json_path(struct json *json, enum zonedev_path path,
		      const struct comparison *c)
{
	json_begin(json, NULL, '{');
	json_string(json, "path", zonedev_path_name(path));
	json_bool(json, "equal", !c->difference);
	json_uint(json, "descriptors", c->descriptors);
	json_uint(json, "pageblocks", c->pageblocks);
	if (c->difference) {
		json_string(json, "in", c->difference == IN_DESCRIPTOR ?
			    "descriptor" : "pageblock");
		json_uint(json, "pfn", c->pfn);
		json_uint(json, "line", c->line);
	}
	json_end(json, '{');
}

static void print_path(struct results *r, enum zonedev_path path,
		       const struct comparison *c)
{
	if (r->format == FORMAT_JSON)
		json_path(&r->json, path, c);
	else if (r->format != FORMAT_CSV)
		table_path(r, path, c);
	else if (c->difference)
		printf("%s,0,%" PRIu64 ",%" PRIu64 ",0x%" PRIx64 ",%lu\n",
		       zonedev_path_name(path), c->descriptors, c->pageblocks,
		       c->pfn, c->line);
	else
		printf("%s,1,%" PRIu64 ",%" PRIu64 ",,\n",
		       zonedev_path_name(path), c->descriptors,
		       c->pageblocks);
}

/* What the kernel's function does not write need not be the same. */
static void table_end(const struct replica *g, const struct comparison *c)
{
	if (c->reserve)
		printf("left out: %" PRIu64 " descriptors of the altmap's reserve, which are not written\n",
		       c->reserve);
	if (c->apart)
		printf("left out: %" PRIu64 " tails in early sections, which exist on their own and are not written\n",
		       c->apart);
	if (!g->file.pageblocks_after.there)
		printf("left out: pageblocks, which the file does not have\n");
	printf("equal\n");
}

static void print_end(struct results *r, const struct comparison *c)
{
	if (r->format == FORMAT_JSON) {
		json_end(&r->json, '[');
		json_uint(&r->json, "left_out_reserve", c->reserve);
		json_uint(&r->json, "left_out_early_tails", c->apart);
		json_bool(&r->json, "left_out_pageblocks",
			  !r->g->file.pageblocks_after.there);
		json_bool(&r->json, "equal", !c->difference);
		json_end(&r->json, '{');
	} else if (r->format != FORMAT_CSV && !c->difference &&
		   !progress_silent()) {
		table_end(r->g, c);
	}
}

/* 0 equal, 1 a difference, 2 after a complaint */
int replica_compare(struct replica *g, const struct replica_request *r)
{
	struct comparison c = { .difference = NO_DIFFERENCE };
	struct results results = { .g = g, .format = r->format };
	bool begun = false;
	int path;

	for (path = 0; path < ZONEDEV_PATHS && !c.difference;
	     path++) {
		if (!r->paths[path])
			continue;
		if (fill(r, g, (enum zonedev_path)path))
			return STATUS_USAGE;
		if (comparison_run(&c, &g->file, &g->d, g->why,
				   sizeof(g->why)))
			return complain(r->command, "%s", g->why);
		if (!begun)
			print_begin(&results);
		begun = true;
		print_path(&results, (enum zonedev_path)path, &c);
	}
	print_end(&results, &c);
	return c.difference ? STATUS_FAILED : 0;
}

void replica_close(struct replica *g)
{
	zonedev_zone_free(&g->zone);
	descriptor_file_free(&g->file);
}
