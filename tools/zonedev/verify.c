/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * verify.c - zonedev verify: every path writes the same, and that is
 * what the kernel writes
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "common/complain.h"
#include "descriptors/model_file.h"
#include "common/options.h"
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

/* 1 GiB compounds are aligned; the others lie across the end of a section. */
static uint64_t start_of(const struct verify_case *c)
{
	return (UINT64_C(1) << 18) + (c->order < 14 ? 16384 : 0);
}

/* The memory of a case, all 0xff at first, with margins on either side */
struct ground {
	struct zonedev_zone zone;
	struct zonedev_pagemap pgmap;
	struct oracle oracle;
	unsigned size;			/* of a descriptor */
	unsigned char *mapping, *base_image;
	size_t mapping_size, memmap_size;
	uint8_t *base_pageblocks;
	size_t pageblocks_size;
};

static const char *type_name(enum zonedev_memory_type type)
{
	static const char *const names[] = {
		[ZONEDEV_MEMORY_PRIVATE] = "private",
		[ZONEDEV_MEMORY_COHERENT] = "coherent",
		[ZONEDEV_MEMORY_FS_DAX] = "fsdax",
		[ZONEDEV_MEMORY_GENERIC] = "generic",
		[ZONEDEV_MEMORY_PCI_P2PDMA] = "p2pdma",
	};

	return names[type];
}

static void case_name(const struct verify_case *c, char *text, size_t size)
{
	snprintf(text, size, "%s, %s, order %u, %s altmap", c->model->name,
		 type_name(c->type), c->order, c->altmap ? "with" : "without");
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

static void ground_close(struct ground *g)
{
	munmap(g->mapping, g->mapping_size);
	free(g->base_image);
	free(g->base_pageblocks);
	free(g->zone.pageblocks);
}

static int ground_allocate(struct ground *g, const struct verify_case *c)
{
	uint64_t align = UINT64_C(128) << (c->order > 9 ? c->order : 9);
	uint64_t pages = g->zone.nr_pages;
	uintptr_t at;

	g->memmap_size = pages * g->size;
	g->mapping_size = g->memmap_size + 2 * align;
	g->pageblocks_size = (pages >> c->model->pageblock_order) / 8 * 8 + 16;
	g->mapping = mmap(NULL, g->mapping_size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (g->mapping == MAP_FAILED)
		return -1;
	g->base_image = malloc(g->memmap_size);
	g->base_pageblocks = malloc(g->pageblocks_size);
	g->zone.pageblocks = malloc(g->pageblocks_size);
	at = ((uintptr_t)g->mapping + align - 1) / align * align;
	g->zone.memmap = (void *)(at + g->zone.first_pfn * g->size % align);
	if (g->base_image && g->base_pageblocks && g->zone.pageblocks)
		return 0;
	ground_close(g);
	return -1;
}

static int ground_open(struct ground *g, const struct verify_case *c)
{
	uint64_t pages = pages_of(c);

	memset(g, 0, sizeof(*g));
	g->size = oracle_page_size(c->model);
	g->zone.model = c->model;
	g->zone.idx = c->model->nr_zones - 1;
	g->zone.nid = c->model->nodes_shift ? 1 : 0;
	g->zone.first_pfn = start_of(c) - MARGIN;
	g->zone.nr_pages = pages + 2 * MARGIN;
	g->pgmap.type = c->type;
	g->pgmap.vmemmap_shift = c->order;
	if (c->altmap) {
		g->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
		g->pgmap.altmap.base_pfn = start_of(c);
		g->pgmap.altmap.reserve = 2;
		g->pgmap.altmap.free = altmap_pages(c) - 2;
	}
	if (ground_allocate(g, c))
		return -1;
	g->oracle = (struct oracle){
		.model = c->model, .pgmap = &g->pgmap, .nid = g->zone.nid,
		.start_pfn = start_of(c), .nr_pages = pages,
		.start_page = (uintptr_t)g->zone.memmap + MARGIN * g->size,
	};
	return 0;
}

static int init(struct ground *g, enum zonedev_path path, unsigned threads)
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

	memcpy(&value, page + 8 * word, 8);
	return value;
}

/* Every word of the first descriptor that differs, and which do */
static void print_difference(const char *who, uint64_t pfn, unsigned size,
			     const unsigned char *got,
			     const unsigned char *expected)
{
	unsigned word;

	printf("FAIL\n  %s: descriptor of pfn %#" PRIx64 " differs\n", who,
	       pfn);
	printf("  %6s  %-20s  %-16s  %-16s\n", "offset", "field", "got",
	       "expected");
	for (word = 0; word < size / 8; word++)
		printf("%c %6u  %-20s  %016" PRIx64 "  %016" PRIx64 "\n",
		       word_at(got, word) == word_at(expected, word) ? ' ' :
		       '*', 8 * word, word_name(word), word_at(got, word),
		       word_at(expected, word));
}

static bool same_as_oracle(const struct ground *g)
{
	unsigned char expected[ORACLE_PAGE_MAX];
	const unsigned char *page = g->zone.memmap;
	uint64_t pfn = g->zone.first_pfn, end = pfn + g->zone.nr_pages;

	for (; pfn < end; pfn++, page += g->size) {
		if (!oracle_page(&g->oracle, pfn, expected) &&
		    !oracle_altmap_page(&g->oracle, pfn, expected))
			memset(expected, 0xff, sizeof(expected));
		if (!memcmp(page, expected, g->size))
			continue;
		print_difference("base against the oracle", pfn, g->size, page,
				 expected);
		return false;
	}
	return true;
}

static bool same_pageblocks(const struct ground *g)
{
	unsigned order = g->zone.model->pageblock_order;
	uint64_t first = g->zone.first_pfn >> order, i;
	uint64_t last = (g->zone.first_pfn + g->zone.nr_pages - 1) >> order;

	for (i = 0; i <= last - first; i++) {
		uint64_t pfn = (first + i) << order;
		unsigned char expected = oracle_altmap_pageblock(&g->oracle,
								 pfn, 0);

		expected = oracle_pageblock(&g->oracle, pfn, expected);
		if (g->zone.pageblocks[i] == expected)
			continue;
		printf("FAIL\n  base against the oracle: pageblock of pfn %#" PRIx64 " is %u, expected %u\n",
		       pfn, g->zone.pageblocks[i], expected);
		return false;
	}
	return true;
}

static bool same_as_base(const struct ground *g, enum zonedev_path path)
{
	const unsigned char *page = g->zone.memmap, *base = g->base_image;
	uint64_t i;

	for (i = 0; i < g->zone.nr_pages; i++, page += g->size,
	     base += g->size) {
		if (!memcmp(page, base, g->size))
			continue;
		print_difference(zonedev_path_name(path),
				 g->zone.first_pfn + i, g->size, page, base);
		return false;
	}
	if (memcmp(g->zone.pageblocks, g->base_pageblocks,
		   g->pageblocks_size)) {
		printf("FAIL\n  %s: the pageblock map differs from base's\n",
		       zonedev_path_name(path));
		return false;
	}
	return true;
}

static bool verify_paths(struct ground *g, const struct verify_case *c)
{
	enum zonedev_path path;

	if (init(g, ZONEDEV_BASE, 1)) {
		printf("FAIL\n  base: the range was refused\n");
		return false;
	}
	if (!same_as_oracle(g) || !same_pageblocks(g))
		return false;
	memcpy(g->base_image, g->zone.memmap, g->memmap_size);
	memcpy(g->base_pageblocks, g->zone.pageblocks, g->pageblocks_size);
	for (path = ZONEDEV_HEAD_TEMPLATE; path < ZONEDEV_PATHS; path++)
		if (init(g, path, c->threads) || !same_as_base(g, path))
			return false;
	return true;
}

static int verify_case(const struct verify_case *c)
{
	struct ground g;
	char name[128];
	bool same;

	case_name(c, name, sizeof(name));
	printf("%-58s ", name);
	fflush(stdout);
	if (ground_open(&g, c)) {
		printf("FAIL\n  no memory\n");
		return 1;
	}
	same = verify_paths(&g, c);
	if (same)
		printf("same\n");
	ground_close(&g);
	return same ? 0 : 1;
}

static const unsigned orders[] = { 0, 9, 18 };

/* Order x type x altmap, as far as the model has them */
static unsigned verify_model(const struct zonedev_model *model,
			     unsigned threads, unsigned *failed)
{
	struct verify_case c = { .model = model, .threads = threads };
	unsigned i, altmap, type, n = 0;

	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		for (altmap = 0; altmap < 2; altmap++)
			for (type = ZONEDEV_MEMORY_PRIVATE;
			     type <= ZONEDEV_MEMORY_PCI_P2PDMA; type++) {
				c.order = orders[i];
				c.altmap = altmap;
				c.type = (enum zonedev_memory_type)type;
				if (!fits(&c))
					continue;
				*failed += (unsigned)verify_case(&c);
				n++;
			}
	return n;
}

static const char help[] =
"usage: zonedev verify [--all | --model NAME|FILE] [--threads N]\n"
"\n"
"Fills a range by every path over memory set to 0xff, compares all bytes with\n"
"base, base with an oracle, and looks for writes outside: single pages, 2 MiB\n"
"and 1 GiB compounds, each memory type, with and without an altmap.\n"
"\n"
"  --all        every preset of 'zonedev model', not only x86_64\n"
"  --model M    a preset, or a model file\n"
"  --threads N  of the path auto; 0, the default, for all CPUs\n"
"  --help\n"
"\n"
"Exit status: 0 all the same, 1 a difference, 2 bad usage.\n";

enum { ALL = OPTION_FIRST, MODEL, THREADS };

struct request {
	bool all;
	const char *model;
	uint64_t threads;
};

static int take_option(void *request, int option, char *arg)
{
	struct request *r = request;

	switch (option) {
	case ALL:
		r->all = true;
		return 0;
	case MODEL:
		r->model = arg;
		return 0;
	}
	return options_number(NAME, "--threads", arg, 0, 1024, &r->threads);
}

static const struct option option_rows[] = {
	{ "all", no_argument, NULL, ALL },
	{ "model", required_argument, NULL, MODEL },
	{ "threads", required_argument, NULL, THREADS },
	OPTION_HELP_ROW,
	{ 0 },
};

static const struct command command = {
	.name = NAME, .help = help, .options = option_rows, .take = take_option,
};

static int take_request(struct request *r, int argc, char **argv)
{
	int status = options_take(&command, r, argc, argv);

	if (!status && r->all && r->model)
		return complain(NAME, "--all takes every preset and --model one; give one of the two");
	return status;
}

static unsigned verify_presets(const struct request *r, unsigned *failed)
{
	const struct zonedev_model *const *model = zonedev_models();
	unsigned cases = 0;

	for (; *model; model++) {
		cases += verify_model(*model, (unsigned)r->threads, failed);
		if (!r->all)
			break;
	}
	return cases;
}

int zonedev_cmd_verify(int argc, char **argv)
{
	struct request request = { .threads = 0 };
	int status = take_request(&request, argc, argv);
	unsigned cases, failed = 0;
	struct model_choice choice;
	char why[256];

	if (status)
		return status == -1 ? 0 : status;
	if (!request.model)
		cases = verify_presets(&request, &failed);
	else if (model_choose(&choice, request.model, why, sizeof(why)))
		return complain(NAME, "--model: %s", why);
	else
		cases = verify_model(&choice.model, (unsigned)request.threads,
				     &failed);
	printf("%u cases, %u failed\n", cases, failed);
	return failed ? 1 : 0;
}
