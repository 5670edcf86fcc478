/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fields.c - the names of what a descriptor holds, by its kind
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "fields.h"

static const struct memory_type_names types[] = {
	{ ZONEDEV_MEMORY_FS_DAX, "fsdax", "FS_DAX" },
	{ ZONEDEV_MEMORY_GENERIC, "devdax", "GENERIC" },
	{ ZONEDEV_MEMORY_PRIVATE, "private", "PRIVATE" },
	{ ZONEDEV_MEMORY_COHERENT, "coherent", "COHERENT" },
	{ ZONEDEV_MEMORY_PCI_P2PDMA, "p2pdma", "PCI_P2PDMA" },
};

const struct memory_type_names *memory_type_at(unsigned i)
{
	return i < sizeof(types) / sizeof(types[0]) ? &types[i] : NULL;
}

const struct memory_type_names *
memory_type_names(enum zonedev_memory_type type)
{
	static const struct memory_type_names unknown = {
		.option = "unknown", .kernel = "unknown",
	};
	const struct memory_type_names *names;
	unsigned i;

	for (i = 0; (names = memory_type_at(i)); i++)
		if (names->type == type)
			return names;
	return &unknown;
}

#define OF(kind)	(1u << (kind))
#define PAGES		(OF(DESCRIPTOR_SINGLE) | OF(DESCRIPTOR_HEAD))
#define TAILS		(OF(DESCRIPTOR_TAIL1) | OF(DESCRIPTOR_TAIL2) | \
			 OF(DESCRIPTOR_TAIL))
#define BOOT		(OF(DESCRIPTOR_ALTMAP) | OF(DESCRIPTOR_UNWRITTEN))
#define ALL		(PAGES | TAILS | BOOT)
#define BUT(kind)	(ALL & ~OF(kind))

/* What a field needs of the model */
enum needs {
	NOTHING, MAPCOUNTS, MM_ID, NO_MM_ID, V7_1, V6, V6_12, V6_1,
};

/* The 56 bytes that all have, and page[1]'s in between */
static const struct {
	struct descriptor_field field;
	unsigned kinds;
	enum needs needs;
} fixed[] = {
	{ { "unsigned long", "flags", 0, 8 }, ALL, NOTHING },
	{ { "struct zonedev_pagemap *", "pgmap", 8, 8 }, PAGES, NOTHING },
	{ { "unsigned long", "compound_info", 8, 8 }, TAILS, NOTHING },
	{ { "struct list_head *", "lru.next", 8, 8 }, BOOT, NOTHING },
	{ { "void *", "zone_device_data", 16, 8 },
	  PAGES | OF(DESCRIPTOR_TAIL), NOTHING },
	{ { "struct list_head *", "lru.prev", 16, 8 }, BOOT, NOTHING },
	{ { "void *", "zone_device_data", 16, 8 }, OF(DESCRIPTOR_TAIL2), V6 },
	{ { "int", "_large_mapcount", 16, 4 }, OF(DESCRIPTOR_TAIL1), V7_1 },
	{ { "int", "_nr_pages_mapped", 20, 4 }, OF(DESCRIPTOR_TAIL1),
	  MAPCOUNTS },
	{ { "int", "_entire_mapcount", 24, 4 }, OF(DESCRIPTOR_TAIL1), V7_1 },
	{ { "int", "_pincount", 28, 4 }, OF(DESCRIPTOR_TAIL1), V7_1 },
	{ { "int", "_mm_id_mapcount[0]", 32, 4 }, OF(DESCRIPTOR_TAIL1),
	  MM_ID },
	{ { "int", "_mm_id_mapcount[1]", 36, 4 }, OF(DESCRIPTOR_TAIL1),
	  MM_ID },
	{ { "unsigned int", "_mm_ids[0]", 40, 4 }, OF(DESCRIPTOR_TAIL1),
	  MM_ID },
	{ { "unsigned int", "_mm_ids[1]", 44, 4 }, OF(DESCRIPTOR_TAIL1),
	  MM_ID },
	{ { "int", "_large_mapcount", 16, 4 }, OF(DESCRIPTOR_TAIL1), V6_12 },
	{ { "int", "_entire_mapcount", 20, 4 }, OF(DESCRIPTOR_TAIL1), V6_12 },
	{ { "int", "_nr_pages_mapped", 24, 4 }, OF(DESCRIPTOR_TAIL1), V6_12 },
	{ { "int", "_pincount", 28, 4 }, OF(DESCRIPTOR_TAIL1), V6_12 },
	{ { "unsigned int", "_folio_nr_pages", 32, 4 }, OF(DESCRIPTOR_TAIL1),
	  V6_12 },
	{ { "unsigned char", "compound_dtor", 16, 1 }, OF(DESCRIPTOR_TAIL1),
	  V6_1 },
	{ { "unsigned char", "compound_order", 17, 1 }, OF(DESCRIPTOR_TAIL1),
	  V6_1 },
	{ { "int", "compound_mapcount", 20, 4 }, OF(DESCRIPTOR_TAIL1), V6_1 },
	{ { "int", "compound_pincount", 24, 4 }, OF(DESCRIPTOR_TAIL1), V6_1 },
	{ { "unsigned int", "compound_nr", 28, 4 }, OF(DESCRIPTOR_TAIL1),
	  V6_1 },
	{ { "struct list_head *", "_deferred_list.next", 16, 8 },
	  OF(DESCRIPTOR_TAIL2), V7_1 },
	{ { "struct list_head *", "_deferred_list.prev", 24, 8 },
	  OF(DESCRIPTOR_TAIL2), V7_1 },
	{ { "struct address_space *", "mapping", 24, 8 },
	  PAGES | BOOT | OF(DESCRIPTOR_TAIL), NOTHING },
	{ { "struct address_space *", "mapping", 24, 8 },
	  OF(DESCRIPTOR_TAIL2), V6 },
	{ { "unsigned long", "index", 32, 8 }, BUT(DESCRIPTOR_TAIL1),
	  NOTHING },
	{ { "unsigned long", "index", 32, 8 }, OF(DESCRIPTOR_TAIL1),
	  NO_MM_ID },
	{ { "unsigned long", "index", 32, 8 }, OF(DESCRIPTOR_TAIL1), V6_1 },
	{ { "unsigned long", "private", 40, 8 }, BUT(DESCRIPTOR_TAIL1),
	  NOTHING },
	{ { "unsigned long", "private", 40, 8 }, OF(DESCRIPTOR_TAIL1),
	  NO_MM_ID },
	{ { "unsigned long", "private", 40, 8 }, OF(DESCRIPTOR_TAIL1), V6 },
	{ { "int", "_mapcount", 48, 4 }, ALL, NOTHING },
	{ { "int", "_refcount", 52, 4 }, ALL, NOTHING },
};

const char *descriptor_kind_name(enum descriptor_kind kind)
{
	static const char *const names[] = {
		[DESCRIPTOR_SINGLE] = "single page",
		[DESCRIPTOR_HEAD] = "head",
		[DESCRIPTOR_TAIL1] = "tail",
		[DESCRIPTOR_TAIL2] = "tail",
		[DESCRIPTOR_TAIL] = "tail",
		[DESCRIPTOR_ALTMAP] = "altmap page",
		[DESCRIPTOR_UNWRITTEN] = "not initialised",
	};

	return names[kind];
}

static bool has(const struct zonedev_model *model, enum needs needs)
{
	bool v7_1 = model->compound_fields == ZONEDEV_COMPOUND_V7_1;

	switch (needs) {
	case MAPCOUNTS:
		return v7_1 && model->page_mapcount;
	case MM_ID:
		return v7_1 && model->mm_id;
	case NO_MM_ID:
		return v7_1 && !model->mm_id;
	case V7_1:
		return v7_1;
	case V6:
		return !v7_1;
	case V6_12:
		return model->compound_fields == ZONEDEV_COMPOUND_V6_12;
	case V6_1:
		return model->compound_fields == ZONEDEV_COMPOUND_V6_1;
	case NOTHING:
		break;
	}
	return true;
}

/* What the configuration adds behind the 56 bytes */
static unsigned optional_fields(const struct zonedev_model *model,
				const struct zonedev_layout *l,
				enum descriptor_kind kind,
				struct descriptor_field *fields)
{
	bool overlaid = kind == DESCRIPTOR_TAIL1 && has(model, V7_1);
	unsigned memcg = l->memcg_offset, i, n = 0;
	const struct descriptor_field optional[] = {
		{ "unsigned int", "_nr_pages", memcg, 4 },
		{ "unsigned long", "memcg_data", memcg, 8 },
		{ "void *", "virtual", l->virtual_offset, 8 },
		{ "int", "_last_cpupid", l->last_cpupid_offset, 4 },
		{ "struct zonedev_page *", "kmsan_shadow", l->kmsan_shadow_offset, 8 },
		{ "struct zonedev_page *", "kmsan_origin", l->kmsan_origin_offset, 8 },
	};

	for (i = 0; i < sizeof(optional) / sizeof(optional[0]); i++)
		if (optional[i].offset &&
		    i != (overlaid ? 1 : 0))
			fields[n++] = optional[i];
	return n;
}

unsigned
descriptor_fields(const struct zonedev_model *model,
		  const struct zonedev_layout *layout,
		  enum descriptor_kind kind,
		  struct descriptor_field fields[DESCRIPTOR_FIELDS_MAX])
{
	unsigned i, n = 0;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (fixed[i].kinds & OF(kind) && has(model, fixed[i].needs))
			fields[n++] = fixed[i].field;
	return n + optional_fields(model, layout, kind, fields + n);
}

uint64_t descriptor_value(const unsigned char *page,
			  const struct descriptor_field *field)
{
	uint64_t eight;
	uint32_t four;

	if (field->size == 1)
		return page[field->offset];
	if (field->size == sizeof(four)) {
		memcpy(&four, page + field->offset, sizeof(four));
		return four;
	}
	memcpy(&eight, page + field->offset, sizeof(eight));
	return eight;
}

void flags_fields(const struct zonedev_layout *layout,
		  struct flags_field fields[FLAGS_FIELDS])
{
	const struct flags_field all[FLAGS_FIELDS] = {
		{ "section", layout->section },
		{ "node", layout->node },
		{ "zone", layout->zone },
		{ "lastcpupid", layout->last_cpupid },
		{ "kasantag", layout->kasan_tag },
		{ "lru_gen", layout->lru_gen },
		{ "lru_refs", layout->lru_refs },
	};

	memcpy(fields, all, sizeof(all));
}

/* From 22 up it depends on the configuration what a bit is. */
const char *page_flag_name(const struct zonedev_model *model, unsigned bit,
			   char *text, size_t size)
{
	static const char *const names[] = {
		"locked", "writeback", "referenced", "uptodate", "dirty",
		"lru", NULL, "waiters", "active", "workingset",
		"owner_priv_1", "owner_2", "arch_1", NULL, "private",
		"private_2", "reclaim", "swapbacked", "unevictable",
		"dropbehind", "mlocked", "hwpoison",
	};

	if (bit == model->pg_head)
		return "head";
	if (bit == model->pg_reserved)
		return "reserved";
	if (bit < sizeof(names) / sizeof(names[0]) && names[bit])
		return names[bit];
	snprintf(text, size, "bit%u", bit);
	return text;
}

/* Text that grows by parts with a bar between them */
struct parts {
	char *text;
	size_t size, length;
};

__attribute__((format(printf, 2, 3)))
static void add(struct parts *p, const char *format, ...)
{
	va_list args;
	int n;

	if (p->length && p->length + 1 < p->size)
		p->text[p->length++] = '|';
	va_start(args, format);
	n = vsnprintf(p->text + p->length, p->size - p->length, format, args);
	va_end(args);
	p->length += (size_t)n < p->size - p->length ? (size_t)n :
		     p->size - p->length - 1;
}

static void add_page_flags(struct parts *p, const struct zonedev_model *model,
			   unsigned from, uint64_t flags)
{
	unsigned bit;
	char name[16];

	for (bit = from; bit < model->nr_pageflags; bit++)
		if (flags >> bit & 1)
			add(p, "%s", page_flag_name(model, bit, name,
						    sizeof(name)));
}

void flags_text(const struct zonedev_model *model,
		const struct zonedev_layout *layout,
		enum descriptor_kind kind, uint64_t flags,
		char *text, size_t size)
{
	struct flags_field fields[FLAGS_FIELDS];
	struct parts p = { text, size, 0 };
	unsigned i, from = 0;
	uint64_t value;

	*text = '\0';
	if (kind == DESCRIPTOR_TAIL1 && !has(model, V6_1)) {
		from = ORDER_BITS;
		add(&p, "order=%u", (unsigned)(flags & 0xff));
	}
	add_page_flags(&p, model, from, flags);
	flags_fields(layout, fields);
	for (i = 0; i < FLAGS_FIELDS; i++) {
		struct zonedev_bits bits = fields[i].bits;

		if (!bits.width)
			continue;
		value = flags_value(flags, bits);
		/* Of the others the kernel's dump_page() tells no zero. */
		if (bits.shift == layout->last_cpupid.shift ||
		    bits.shift == layout->kasan_tag.shift)
			add(&p, "%s=0x%" PRIx64, fields[i].name, value);
		else if (value || i < 3)
			add(&p, "%s=%" PRIu64, fields[i].name, value);
	}
}
