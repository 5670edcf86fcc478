/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump_print.c - descriptors decoded, for people and for programs
 *
 * The words are those of dump_page() in the kernel and of crash(8), so that a
 * line can be held against a log.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "common/json.h"
#include "dump.h"

#define TEXT_MAX	512

/* A run of descriptors of one kind, and what is found through its first */
struct decoded {
	const struct descriptors *d;
	struct run run;
	enum descriptor_kind kind;
	const unsigned char *page;
	uint64_t head, shared_first, shared_last; /* shared: 0, 0 if not */
	char flags[TEXT_MAX];
};

static bool next(struct decoded *x, uint64_t end)
{
	const struct descriptors *d = x->d;
	uint64_t pfn, half = d->per_compound / 2;

	if (!descriptors_next(d, &x->run, end, true))
		return false;
	pfn = x->run.pfn;
	x->kind = descriptors_kind(d, pfn);
	x->page = descriptors_page(d, pfn);
	x->head = pfn < d->init_pfn ? pfn : descriptors_head(d, pfn);
	x->shared_first = x->shared_last = 0;
	if (descriptors_backing(d, pfn) != pfn) {
		x->shared_first = descriptors_backing(d, pfn);
		x->shared_last = x->run.count < half ?
				 x->shared_first + x->run.count - 1 :
				 x->head + d->per_compound - 1;
		if (x->run.count >= half)
			x->shared_first = x->head + half;
	}
	flags_text(d->model, &d->layout, x->kind, x->run.image.word[0].value,
		   x->flags, sizeof(x->flags));
	return true;
}

static uint64_t field(const struct descriptors *d, uint64_t pfn,
		      const char *name)
{
	struct descriptor_field f[DESCRIPTOR_FIELDS_MAX];
	unsigned i, n = descriptor_fields(d->model, &d->layout,
					  descriptors_kind(d, pfn), f);

	for (i = 0; i < n; i++)
		if (!strcmp(f[i].name, name))
			return descriptor_value(descriptors_page(d, pfn),
						&f[i]);
	return 0;
}

static bool is_tail(enum descriptor_kind kind)
{
	return kind == DESCRIPTOR_TAIL || kind == DESCRIPTOR_TAIL1 ||
	       kind == DESCRIPTOR_TAIL2;
}

static void print_title(const struct decoded *x)
{
	uint64_t count = x->run.count, last = x->run.pfn + count - 1;

	if (count == 1)
		printf("pfn 0x%" PRIx64 ": %s", x->run.pfn,
		       descriptor_kind_name(x->kind));
	else
		printf("pfn 0x%" PRIx64 "-0x%" PRIx64 ", %" PRIu64 " descriptors: %s",
		       x->run.pfn, last, count,
		       descriptor_kind_name(x->kind));
	if (is_tail(x->kind))
		printf(" of 0x%" PRIx64, x->head);
	if (x->shared_first)
		printf(", shared with 0x%" PRIx64 "-0x%" PRIx64,
		       x->shared_first, x->shared_last);
	putchar('\n');
}

/* The counts of a compound stand in page[1], and start at -1. */
static void print_head(const struct descriptors *d, uint64_t pfn)
{
	printf("  head: order:%u mapcount:%d entire_mapcount:%d nr_pages_mapped:%d pincount:%d\n",
	       (unsigned)(field(d, pfn + 1, "flags") & 0xff),
	       (int)field(d, pfn + 1, "_large_mapcount") + 1,
	       (int)field(d, pfn + 1, "_entire_mapcount") + 1,
	       (int)field(d, pfn + 1, "_nr_pages_mapped"),
	       (int)field(d, pfn + 1, "_pincount"));
}

static void print_raw(const struct decoded *x)
{
	char text[WORD_TEXT];
	unsigned i;

	for (i = 0; i < x->d->layout.size / 8; i++) {
		word_text(&x->run.image.word[i], text);
		printf("%s%s", i % 4 ? " " : "  raw: ", text);
		if (i % 4 == 3 || i + 1 == x->d->layout.size / 8)
			putchar('\n');
	}
}

static bool has_pgmap(const struct decoded *x)
{
	return x->run.image.word[1].kind == WORD_PGMAP;
}

/* In page[1] and page[2] other fields lie where others have these. */
static void print_page(const struct decoded *x)
{
	uint64_t pfn = x->run.pfn;

	printf("  page: refcount:%d mapcount:%d",
	       (int)field(x->d, pfn, "_refcount"),
	       (int)field(x->d, pfn, "_mapcount") + 1);
	if (x->kind != DESCRIPTOR_TAIL1 && x->kind != DESCRIPTOR_TAIL2)
		printf(" mapping:%016" PRIx64, field(x->d, pfn, "mapping"));
	printf(" index:0x%" PRIx64 " pfn:0x%" PRIx64 "\n",
	       field(x->d, pfn, "index"), pfn);
}

static void print_run(const struct decoded *x)
{
	const struct zonedev_pagemap *pgmap = x->d->pgmap;

	print_title(x);
	print_page(x);
	if (x->kind == DESCRIPTOR_HEAD)
		print_head(x->d, x->run.pfn);
	printf("  flags: 0x%016" PRIx64 "(%s)\n", x->run.image.word[0].value,
	       x->flags);
	if (has_pgmap(x))
		printf("  pgmap: %s, vmemmap_shift %u\n",
		       memory_type_names(pgmap->type)->kernel,
		       pgmap->vmemmap_shift);
	print_raw(x);
}

/*
 * Where the run ends a compound that was printed whole, those that follow and
 * look the same are told in one line.
 */
static void fold_compounds(struct decoded *x, uint64_t first, uint64_t end)
{
	const struct descriptors *d = x->d;
	uint64_t behind = x->run.pfn + x->run.count, alike;

	if (d->compound == 1 || x->run.pfn < d->init_pfn ||
	    behind != x->head + d->compound || x->head < first)
		return;
	alike = descriptors_alike(d, x->head, end);
	if (alike == behind)
		return;
	printf("pfn 0x%" PRIx64 "-0x%" PRIx64 ", %" PRIu64 " compounds: each as that of 0x%" PRIx64 "\n",
	       behind, alike - 1, (alike - behind) / d->compound, x->head);
	x->run.count = alike - x->run.pfn;
}

void dump_table(const struct descriptors *d, uint64_t first, uint64_t end)
{
	struct decoded x = { .d = d, .run = { .pfn = first } };

	while (next(&x, end)) {
		print_run(&x);
		fold_compounds(&x, first, end);
	}
}

static void csv_words(const struct decoded *x)
{
	char text[WORD_TEXT];
	unsigned i;

	for (i = 0; i < x->d->layout.size / 8; i++) {
		word_text(&x->run.image.word[i], text);
		printf(",%s", text);
	}
	putchar('\n');
}

/* A line for each run of equal descriptors; compounds are not folded. */
void dump_csv(const struct descriptors *d, uint64_t first, uint64_t end)
{
	struct decoded x = { .d = d, .run = { .pfn = first } };
	unsigned i;

	printf("pfn,count,kind,head_pfn,refcount,mapcount,flags");
	for (i = 0; i < d->layout.size / 8; i++)
		printf(",word_%u", i);
	putchar('\n');
	while (next(&x, end)) {
		printf("0x%" PRIx64 ",%" PRIu64 ",%s,0x%" PRIx64 ",%d,%d,%s",
		       x.run.pfn, x.run.count, descriptor_kind_name(x.kind),
		       x.head, (int)field(d, x.run.pfn, "_refcount"),
		       (int)field(d, x.run.pfn, "_mapcount") + 1, x.flags);
		csv_words(&x);
	}
}

static void json_hex(struct json *json, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, value);
	json_string(json, key, text);
}

static void json_words(struct json *json, const struct decoded *x)
{
	char text[WORD_TEXT];
	unsigned i;

	json_begin(json, "raw", '[');
	for (i = 0; i < x->d->layout.size / 8; i++) {
		word_text(&x->run.image.word[i], text);
		json_string(json, NULL, text);
	}
	json_end(json, '[');
}

static void json_compound(struct json *json, const struct decoded *x)
{
	if (x->kind == DESCRIPTOR_HEAD)
		json_uint(json, "order",
			  field(x->d, x->run.pfn + 1, "flags") & 0xff);
	if (is_tail(x->kind))
		json_uint(json, "head_pfn", x->head);
	if (x->shared_first) {
		json_uint(json, "shared_with_pfn", x->shared_first);
		json_uint(json, "shared_with_count",
			  x->shared_last - x->shared_first + 1);
	}
}

static void json_flags(struct json *json, const struct decoded *x)
{
	struct flags_field fields[FLAGS_FIELDS];
	uint64_t flags = x->run.image.word[0].value;
	unsigned i;

	json_hex(json, "flags", flags);
	json_string(json, "flags_text", x->flags);
	flags_fields(&x->d->layout, fields);
	for (i = 0; i < FLAGS_FIELDS; i++)
		if (fields[i].bits.width)
			json_uint(json, fields[i].name,
				  flags_value(flags, fields[i].bits));
}

/* Numbers of 64 bits are text: a reader may keep 53 of them. */
static void json_run(struct json *json, const struct decoded *x)
{
	uint64_t pfn = x->run.pfn, refcount = field(x->d, pfn, "_refcount");

	json_begin(json, NULL, '{');
	json_uint(json, "pfn", pfn);
	json_uint(json, "count", x->run.count);
	json_string(json, "kind", descriptor_kind_name(x->kind));
	json_compound(json, x);
	json_uint(json, "refcount", refcount);
	json_uint(json, "mapcount",
		  (uint32_t)(field(x->d, pfn, "_mapcount") + 1));
	json_flags(json, x);
	if (has_pgmap(x))
		json_string(json, "pgmap",
			    memory_type_names(x->d->pgmap->type)->kernel);
	json_words(json, x);
	json_end(json, '{');
}

static void json_range(struct json *json,
		       const char *key, uint64_t first, uint64_t end)
{
	json_begin(json, key, '{');
	json_uint(json, "pfn", first);
	json_uint(json, "count", end - first);
	json_end(json, '{');
}

void dump_json(const struct descriptors *d, uint64_t first, uint64_t end)
{
	struct decoded x = { .d = d, .run = { .pfn = first } };
	struct json json = { .to = stdout };

	json_begin(&json, NULL, '{');
	json_string(&json, "model", d->model->name);
	json_uint(&json, "sizeof_page", d->layout.size);
	json_string(&json, "type",
		    memory_type_names(d->pgmap->type)->option);
	json_uint(&json, "vmemmap_shift", d->pgmap->vmemmap_shift);
	json_range(&json, "range", d->zone->start_pfn, d->end_pfn);
	json_range(&json, "initialised", d->init_pfn, d->end_pfn);
	json_uint(&json, "descriptors_visited_per_compound", d->per_compound);
	json_begin(&json, "runs", '[');
	while (next(&x, end))
		json_run(&json, &x);
	json_end(&json, '[');
	json_end(&json, '{');
}
