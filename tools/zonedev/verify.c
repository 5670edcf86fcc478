/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verify.c - zonedev verify: every path writes the same, and that is
 * what the kernel writes
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/format.h"
#include "common/json.h"
#include "common/progress.h"
#include "descriptors/fields.h"
#include "descriptors/model_file.h"
#include "descriptors/oracle.h"
#include "commands.h"

#define NAME		"zonedev verify"

/* Descriptors beside the range that must keep their bytes, in pages */
#define MARGIN		UINT64_C(8192)

struct verify_case {
	const struct zonedev_model *model;
	enum zonedev_memory_type type;
	unsigned order;
	bool altmap;
	unsigned threads;
};

/* What base wrote; kept from case to case, since fresh pages cost time */
struct image {
	unsigned char *memmap;
	uint8_t *pageblocks;
	size_t memmap_room, pageblocks_room;
};

/* Where cases are told, in the format asked for; what differs, to @details */
struct results {
	struct image image;
	enum format format;
	struct json json;
	FILE *details;
	unsigned cases, failed;
};

/* 1 GiB compounds are aligned; the others lie across the end of a section. */
static uint64_t start_of(const struct verify_case *c)
{
	return (UINT64_C(1) << 18) + (c->order < 14 ? 16384 : 0);
}

/* The memory of a case, all 0xff at first, with margins on either side */
struct range {
	struct zonedev_zone zone;
	struct zonedev_pagemap pgmap;
	struct oracle oracle;
	unsigned size;			/* of a descriptor */
	struct image *base;
	size_t memmap_size, pageblocks_size;
	FILE *details;
};

static void case_name(const struct verify_case *c, char *text, size_t size)
{
	snprintf(text, size, "%s, %s, order %u, %s altmap", c->model->name,
		 memory_type_names(c->type)->option, c->order, c->altmap ? "with" : "without");
}

/* A few compounds, and enough single pages for several pageblocks */
static uint64_t pages_of(const struct verify_case *c)
{
	uint64_t compound = UINT64_C(1) << c->order;

	return compound < 32768 ? 32768 : 3 * compound;
}

/* Compounds that the model's kernel would have, in memory that it can have */
static bool fits(const struct verify_case *c)
{
	const struct zonedev_model *m = c->model;

	return c->order <= m->max_folio_order &&
	       c->order + m->page_shift <= 34 &&
	       (start_of(c) + pages_of(c)) >> (m->max_physmem_bits -
					       m->page_shift) == 0;
}

static uint64_t altmap_pages(const struct verify_case *c)
{
	uint64_t compound = UINT64_C(1) << c->order;

	return compound < 1024 ? 1024 : compound;
}

/* Room for @size bytes, whatever was there before; NULL: there is none */
static void *make_room(void *old, size_t *room, size_t size)
{
	if (size <= *room)
		return old;
	free(old);
	old = malloc(size);
	*room = old ? size : 0;
	return old;
}

static int image_room(struct image *image, size_t memmap, size_t pageblocks)
{
	image->memmap = make_room(image->memmap, &image->memmap_room, memmap);
	image->pageblocks = make_room(image->pageblocks,
				      &image->pageblocks_room, pageblocks);
	return image->memmap && image->pageblocks ? 0 : -1;
}

static void image_free(struct image *image)
{
	free(image->memmap);
	free(image->pageblocks);
}

static int range_allocate(struct range *g)
{
	unsigned order = g->zone.model->pageblock_order;
	uint64_t last = g->zone.start_pfn + g->zone.nr_pages - 1;

	if (zonedev_zone_alloc(&g->zone, &g->pgmap))
		return -1;
	g->memmap_size = g->zone.nr_pages * g->size;
	g->pageblocks_size = (last >> order) -
			     (g->zone.start_pfn >> order) + 1;
	if (!image_room(g->base, g->memmap_size, g->pageblocks_size))
		return 0;
	zonedev_zone_free(&g->zone);
	return -1;
}

static int range_open(struct range *g, const struct verify_case *c,
		       struct image *base)
{
	uint64_t pages = pages_of(c);

	memset(g, 0, sizeof(*g));
	g->base = base;
	g->size = oracle_page_size(c->model);
	g->zone.model = c->model;
	g->zone.nid = c->model->nodes_shift ? 1 : 0;
	g->zone.start_pfn = start_of(c) - MARGIN;
	g->zone.nr_pages = pages + 2 * MARGIN;
	g->pgmap.type = c->type;
	g->pgmap.vmemmap_shift = c->order;
	if (c->altmap) {
		g->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
		g->pgmap.altmap.base_pfn = start_of(c);
		g->pgmap.altmap.reserve = 2;
		g->pgmap.altmap.free = altmap_pages(c) - 2;
	}
	if (range_allocate(g))
		return -1;
	g->oracle = (struct oracle){
		.model = c->model, .pgmap = &g->pgmap, .nid = g->zone.nid,
		.start_pfn = start_of(c), .nr_pages = pages,
		.start_page = (uintptr_t)g->zone.memmap + MARGIN * g->size,
	};
	return 0;
}

static int init(struct range *g, enum zonedev_path path, unsigned threads)
{
	struct zonedev_options options = { .path = path, .threads = threads };
	int err;

	memset(g->zone.memmap, 0xff, g->memmap_size);
	memset(g->zone.pageblocks, 0, g->pageblocks_size);
	err = zonedev_memmap_init_altmap(&g->zone, &g->pgmap);
	if (err)
		return err;
	return zonedev_memmap_init(&g->zone, g->oracle.start_pfn,
				       g->oracle.nr_pages, &g->pgmap, &options,
				       NULL);
}

static const char *word_name(unsigned word)
{
	static const char *const names[] = {
		"flags", "pgmap/compound_info", "zone_device_data", "mapping",
		"index", "private", "mapcount, refcount",
	};

	return word < 7 ? names[word] : "optional field";
}

static uint64_t word_at(const unsigned char *page, unsigned word)
{
	uint64_t value;

	memcpy(&value, page + 8 * (size_t)word, 8);
	return value;
}

/* Every word of the first descriptor that differs, and which do */
static void print_difference(FILE *to, const char *who, uint64_t pfn,
			     unsigned size, const unsigned char *got,
			     const unsigned char *expected)
{
	unsigned word;

	fprintf(to, "  %s: descriptor of pfn %#" PRIx64 " differs\n", who,
	       pfn);
	fprintf(to, "  %6s  %-20s  %-16s  %-16s\n", "offset", "field", "got",
	       "expected");
	for (word = 0; word < size / 8; word++)
		fprintf(to, "%c %6u  %-20s  %016" PRIx64 "  %016" PRIx64 "\n",
		       word_at(got, word) == word_at(expected, word) ? ' ' :
		       '*', 8 * word, word_name(word), word_at(got, word),
		       word_at(expected, word));
}

static bool same_as_oracle(const struct range *g)
{
	unsigned char expected[ORACLE_PAGE_MAX];
	const unsigned char *page = g->zone.memmap;
	uint64_t pfn = g->zone.start_pfn, end = pfn + g->zone.nr_pages;

	for (; pfn < end; pfn++, page += g->size) {
		if (!oracle_page(&g->oracle, pfn, expected) &&
		    !oracle_altmap_page(&g->oracle, pfn, expected))
			memset(expected, 0xff, sizeof(expected));
		if (!memcmp(page, expected, g->size))
			continue;
		print_difference(g->details, "base against the oracle", pfn, g->size, page,
				 expected);
		return false;
	}
	return true;
}

static bool same_pageblocks(const struct range *g)
{
	unsigned order = g->zone.model->pageblock_order;
	uint64_t first = g->zone.start_pfn >> order, i;
	uint64_t last = (g->zone.start_pfn + g->zone.nr_pages - 1) >> order;

	for (i = 0; i <= last - first; i++) {
		uint64_t pfn = (first + i) << order;
		unsigned char expected = oracle_altmap_pageblock(&g->oracle,
								 pfn, 0);

		expected = oracle_pageblock(&g->oracle, pfn, expected);
		if (g->zone.pageblocks[i] == expected)
			continue;
		fprintf(g->details, "  base against the oracle: pageblock of pfn %#" PRIx64 " is %u, expected %u\n",
		       pfn, g->zone.pageblocks[i], expected);
		return false;
	}
	return true;
}

static bool same_as_base(const struct range *g, enum zonedev_path path)
{
	const unsigned char *page = g->zone.memmap, *base = g->base->memmap;
	uint64_t i;

	if (memcmp(page, base, g->memmap_size)) {
		for (i = 0; !memcmp(page, base, g->size); i++) {
			page += g->size;
			base += g->size;
		}
		print_difference(g->details, zonedev_path_name(path),
				 g->zone.start_pfn + i, g->size, page, base);
		return false;
	}
	if (memcmp(g->zone.pageblocks, g->base->pageblocks,
		   g->pageblocks_size)) {
		fprintf(g->details, "  %s: the pageblock map differs from base's\n",
		       zonedev_path_name(path));
		return false;
	}
	return true;
}

static bool verify_paths(struct range *g, const struct verify_case *c)
{
	enum zonedev_path path;

	if (init(g, ZONEDEV_BASE, 1)) {
		fprintf(g->details, "  base: the range was refused\n");
		return false;
	}
	if (!same_as_oracle(g) || !same_pageblocks(g))
		return false;
	memcpy(g->base->memmap, g->zone.memmap, g->memmap_size);
	memcpy(g->base->pageblocks, g->zone.pageblocks, g->pageblocks_size);
	for (path = 0; path < ZONEDEV_PATHS; path++)
		if (path != ZONEDEV_BASE &&
		    (init(g, path, path == ZONEDEV_AUTO ? c->threads : 1) ||
		     !same_as_base(g, path)))
			return false;
	return true;
}

static void print_begin(struct results *r)
{
	r->details = r->format == FORMAT_TABLE ? stdout : stderr;
	r->json = (struct json){ .to = stdout };
	if (r->format == FORMAT_CSV)
		printf("model,type,order,altmap,same\n");
	if (r->format != FORMAT_JSON)
		return;
	json_begin(&r->json, NULL, '{');
	json_begin(&r->json, "cases", '[');
}

static void json_case(struct json *json, const struct verify_case *c, bool same)
{
	json_begin(json, NULL, '{');
	json_string(json, "model", c->model->name);
	json_string(json, "type", memory_type_names(c->type)->option);
	json_uint(json, "order", c->order);
	json_bool(json, "altmap", c->altmap);
	json_bool(json, "same", same);
	json_end(json, '{');
}

/* Before what differs is told, so that it follows */
static void print_case(struct results *r, const struct verify_case *c,
		       bool same)
{
	char name[128];

	if (r->format == FORMAT_JSON) {
		json_case(&r->json, c, same);
	} else if (r->format == FORMAT_CSV) {
		printf("%s,%s,%u,%d,%d\n", c->model->name,
		       memory_type_names(c->type)->option, c->order,
		       c->altmap, same);
	} else if (!same || !progress_silent()) {
		case_name(c, name, sizeof(name));
		printf("%-58s %s\n", name, same ? "same" : "FAIL");
	}
}

static void print_end(struct results *r)
{
	if (r->format == FORMAT_TABLE)
		printf("%u cases, %u failed\n", r->cases, r->failed);
	if (r->format != FORMAT_JSON)
		return;
	json_end(&r->json, '[');
	json_uint(&r->json, "failed", r->failed);
	json_end(&r->json, '{');
}

static void complain_memory(const struct verify_case *c)
{
	char name[128];

	case_name(c, name, sizeof(name));
	failed(NAME, "%s: out of memory", name);
}

/* What differs is collected while it is looked for, and follows the case. */
static void verify_case(struct results *r, const struct verify_case *c)
{
	char *details = NULL;
	bool same = false;
	struct range g;
	size_t size;
	FILE *to = open_memstream(&details, &size);

	if (!to || range_open(&g, c, &r->image)) {
		complain_memory(c);
	} else {
		g.details = to;
		same = verify_paths(&g, c);
		zonedev_zone_free(&g.zone);
	}
	if (to)
		fclose(to);
	print_case(r, c, same);
	fputs(details ? details : "", r->details);
	fflush(stdout);
	free(details);
	r->cases++;
	r->failed += !same;
}

static const unsigned orders[] = { 0, 9, 18 };

/* Order x type x altmap, as far as the model has them */
static void verify_model(const struct zonedev_model *model, unsigned threads,
			 struct results *r)
{
	const struct memory_type_names *type;
	unsigned i, altmap, t;

	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		for (altmap = 0; altmap < 2; altmap++)
			for (t = 0; (type = memory_type_at(t)); t++) {
				const struct verify_case c = {
					.model = model, .threads = threads,
					.order = orders[i], .altmap = altmap,
					.type = type->type,
				};

				if (fits(&c))
					verify_case(r, &c);
			}
}

struct request {
	bool all;
	const char *model;
	uint64_t threads;
	enum format format;
};

#define IN_REQUEST(member)	.offset = offsetof(struct request, member)

static const struct option_row rows[] = {
	{ .name = "all", .help = "every preset, not only x86_64",
	  .take = option_flag, IN_REQUEST(all) },
	{ .name = "model", .value = "NAME|FILE",
	  .help = "one preset (%s), or a model file",
	  .take = option_text, IN_REQUEST(model), .names = { model_name_at } },
	{ .name = "threads", .value = "N",
	  .help = "of the path auto (0, the default: all CPUs)",
	  .take = option_number, IN_REQUEST(threads), .high = 1024 },
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_format, IN_REQUEST(format),
	  .names = { format_common } },
	{ .name = NULL },
};

static int take_request(const struct command *command, struct request *r,
			int argc, char **argv)
{
	int status = options_take(command, r, argc, argv, 0, 0);

	if (!status && r->all && r->model)
		return complain(NAME, "--all and --model are mutually exclusive");
	return status;
}

static void verify_presets(const struct request *r, struct results *results)
{
	const struct zonedev_model *const *model = zonedev_models();

	for (; *model; model++) {
		verify_model(*model, (unsigned)r->threads, results);
		if (!r->all)
			break;
	}
}

static int run(const struct command *command, int argc, char **argv)
{
	struct request r = { .format = FORMAT_TABLE };
	struct results results = { .cases = 0 };
	int status = take_request(command, &r, argc, argv);
	struct model_choice choice;
	char why[768];

	if (status)
		return status == -1 ? 0 : status;
	if (r.model && model_choose(&choice, r.model, why, sizeof(why)))
		return complain(NAME, "invalid argument '%s' for '--model': %s",
				r.model, why);
	results.format = r.format;
	print_begin(&results);
	if (r.model)
		verify_model(&choice.model, (unsigned)r.threads, &results);
	else
		verify_presets(&r, &results);
	print_end(&results);
	image_free(&results.image);
	return results.failed ? STATUS_FAILED : 0;
}

const struct command zonedev_verify = {
	.name = NAME, .what = "check that all paths write the same",
	.about =
"Fills a range by every path over memory set to 0xff, compares all bytes with\n"
"base, base with an oracle, and looks for writes outside: single pages, 2 MiB\n"
"and 1 GiB compounds, each memory type, with and without an altmap.\n",
	.exits = "0 all the same, 1 a difference, 2 bad usage.\n",
	.groups = (const struct option_group[]){ { rows, 0 }, { NULL, 0 } },
	.run = run,
};
