/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model.c - zonedev model: a configuration's descriptors, bit by bit
 */
#include <getopt.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "common/format.h"
#include "common/json.h"
#include "descriptors/fields.h"
#include "descriptors/model_file.h"
#include "commands.h"

#define NAME		"zonedev model"
#define CACHELINE	64

static const char *tails_of(enum zonedev_tail_mode mode)
{
	return mode == ZONEDEV_TAIL_MASK ? "mask" : "pointer";
}

/* A model with what follows from it */
struct picture {
	const struct zonedev_model *model;
	struct zonedev_layout layout;
};

static void list_table(void)
{
	const struct zonedev_model *const *m = zonedev_models();
	struct zonedev_layout l;

	printf("%-16s %5s  %-7s  %-5s  %s\n", "model", "bytes", "tails",
	       "dedup", "stands for");
	for (; *m; m++)
		if (!zonedev_layout(*m, &l, NULL, 0))
			printf("%-16s %5u  %-7s  %-5s  %s\n", (*m)->name,
			       l.size, tails_of(l.tail_mode),
			       l.dedup ? "yes" : "no", (*m)->what);
}

static void list_csv(void)
{
	const struct zonedev_model *const *m = zonedev_models();
	struct zonedev_layout l;

	printf("model,bytes,tails,dedup,stands_for\n");
	for (; *m; m++) {
		if (zonedev_layout(*m, &l, NULL, 0))
			continue;
		printf("%s,%u,%s,%d,", (*m)->name, l.size,
		       tails_of(l.tail_mode), l.dedup);
		csv_string(stdout, (*m)->what);
		putchar('\n');
	}
}

static void list_json(void)
{
	const struct zonedev_model *const *m = zonedev_models();
	struct json json = { .to = stdout };
	struct zonedev_layout l;

	json_begin(&json, NULL, '[');
	for (; *m; m++) {
		if (zonedev_layout(*m, &l, NULL, 0))
			continue;
		json_begin(&json, NULL, '{');
		json_string(&json, "model", (*m)->name);
		json_uint(&json, "bytes", l.size);
		json_string(&json, "tails", tails_of(l.tail_mode));
		json_bool(&json, "dedup", l.dedup);
		json_string(&json, "stands_for", (*m)->what);
		json_end(&json, '{');
	}
	json_end(&json, '[');
}

static void print_hole(unsigned from, unsigned to)
{
	if (to > from)
		printf("\n\t/* XXX %u bytes hole, try to pack */\n\n",
		       to - from);
}

/* As pahole shows a structure: offset and size behind each member */
static void print_struct(const struct picture *p, enum descriptor_kind kind,
			 const char *title)
{
	struct descriptor_field f[DESCRIPTOR_FIELDS_MAX];
	unsigned n = descriptor_fields(p->model, &p->layout, kind, f);
	unsigned i, end = 0, size = p->layout.size;
	char name[40];

	printf("struct zonedev_page { /* %s */\n", title);
	for (i = 0; i < n; i++) {
		print_hole(end, f[i].offset);
		if (f[i].offset == CACHELINE)
			printf("\t/* --- cacheline 1 boundary (%d bytes) --- */\n",
			       CACHELINE);
		snprintf(name, sizeof(name), "%s;", f[i].name);
		printf("\t%-23s %-22s /* %5u %5u */\n", f[i].type, name,
		       f[i].offset, f[i].size);
		end = f[i].offset + f[i].size;
	}
	printf("\n\t/* size: %u, cachelines: %u, members: %u */\n", size,
	       (size + CACHELINE - 1) / CACHELINE, n);
	if (size > end)
		printf("\t/* padding: %u */\n", size - end);
	if (size % CACHELINE)
		printf("\t/* last cacheline: %u bytes */\n", size % CACHELINE);
	printf("};\n\n");
}

/* A letter for each bit; those of neighbours differ, those of flags are f */
static void letters(const struct picture *p, char line[65])
{
	static const char letter[FLAGS_FIELDS] = "snzckgr";
	struct flags_field fields[FLAGS_FIELDS];
	unsigned i, bit;

	memset(line, '.', 64);
	line[64] = '\0';
	flags_fields(&p->layout, fields);
	for (i = 0; i < FLAGS_FIELDS; i++)
		for (bit = 0; bit < fields[i].bits.width; bit++)
			line[63 - fields[i].bits.shift - bit] = letter[i];
	for (bit = 0; bit < p->model->nr_pageflags; bit++)
		line[63 - bit] = 'f';
	line[63 - p->model->pg_head] = 'H';
	line[63 - p->model->pg_reserved] = 'R';
}

static void print_field(const char *letter, unsigned high, unsigned low,
			const char *name, const char *what)
{
	if (high == low)
		printf("  %s   %5u  %-11s %s\n", letter, low, name, what);
	else
		printf("  %s  %2u..%-2u  %-11s %s\n", letter, high, low, name,
		       what);
}

static void print_fields(const struct picture *p, const char line[65])
{
	static const char *const what[FLAGS_FIELDS] = {
		"number of the section of the pfn", "node of the device",
		"index of ZONE_DEVICE", "all ones until first used", "0", "0",
		"0",
	};
	struct flags_field fields[FLAGS_FIELDS];
	char zone[48], letter[2] = "";
	unsigned i, bit;

	flags_fields(&p->layout, fields);
	snprintf(zone, sizeof(zone), "%u, ZONE_DEVICE",
		 p->layout.zone_device);
	for (i = 0; i < FLAGS_FIELDS; i++) {
		struct zonedev_bits bits = fields[i].bits;

		bit = bits.shift + bits.width - 1;
		if (!bits.width)
			continue;
		letter[0] = line[63 - bits.shift];
		print_field(letter, bit, bits.shift, fields[i].name,
			    i == 2 ? zone : what[i]);
	}
	print_field("f", p->model->nr_pageflags - 1, 0, "page flags",
		    p->model->compound_fields == ZONEDEV_COMPOUND_V6_1 ? "" :
		    "in page[1]: bits 7 to 0 are the order of the compound");
	print_field("R", p->model->pg_reserved, p->model->pg_reserved,
		    "reserved", "set in all");
	print_field("H", p->model->pg_head, p->model->pg_head, "head",
		    "set in heads of compounds");
}

static void print_flags(const struct picture *p)
{
	char line[65];
	int i;

	letters(p, line);
	printf("page->flags:\n ");
	for (i = 63; i > 0; i -= 8)
		printf(" %-8d", i);
	printf("\n ");
	for (i = 0; i < 64; i += 8)
		printf(" %.8s", line + i);
	printf("\n\n");
	print_fields(p, line);
}

static void print_tails(const struct picture *p)
{
	const struct zonedev_layout *l = &p->layout;
	unsigned shift = (unsigned)__builtin_ctz(l->size) + 9;

	printf("tails: compound_info is ");
	if (l->tail_mode == ZONEDEV_TAIL_MASK)
		printf("a mask, the same in all: %016" PRIx64 " at order 9\n",
		       UINT64_MAX << shift | 1);
	else
		printf("the address of the head, plus 1\n");
	printf("       mapping is TAIL_MAPPING, %016" PRIx64 "\n",
	       l->tail_mapping);
	if (l->dedup)
		printf("       of compounds larger than %u pages the first %u descriptors exist,\n"
		       "       if the memmap is not on the device; the others share the second half\n",
		       2u << (p->model->page_shift -
			      (unsigned)__builtin_ctz(l->size)),
		       2u << (p->model->page_shift -
			      (unsigned)__builtin_ctz(l->size)));
}

static void print_table(const struct picture *p)
{
	const struct zonedev_model *m = p->model;

	printf("model %s%s%s\n\n", m->name, m->what ? ": " : "",
	       m->what ? m->what : "");
	print_struct(p, DESCRIPTOR_SINGLE, "single page, or head");
	print_struct(p, DESCRIPTOR_TAIL, "tail");
	print_struct(p, DESCRIPTOR_TAIL1, "page[1] of a compound");
	print_struct(p, DESCRIPTOR_TAIL2, "page[2] of a compound");
	print_flags(p);
	printf("\n");
	print_tails(p);
	printf("\npages of %u KiB; sections of %u MiB; pageblocks of %u pages, %u KiB;\n"
	       "%u bits of physical memory; compounds up to order %u\n",
	       1u << (m->page_shift - 10), 1u << (m->section_size_bits - 20),
	       1u << m->pageblock_order,
	       1u << (m->pageblock_order + m->page_shift - 10),
	       m->max_physmem_bits, m->max_folio_order);
	printf("pageblocks set: %s; as %s%s\n",
	       m->pageblock_rule == ZONEDEV_PAGEBLOCK_VISITED ?
	       "of pfns that are visited (v7.1-rc6)" :
	       "of the whole range (7.1.5 and later)",
	       m->mobility_grouping ? "MOVABLE" :
	       "UNMOVABLE (no mobility grouping)",
	       m->debug_poison ? "; memmap poisoned at bind and unbind" : "");
}

static void json_struct(struct json *json, const struct picture *p,
			enum descriptor_kind kind, const char *key)
{
	struct descriptor_field f[DESCRIPTOR_FIELDS_MAX];
	unsigned i, n = descriptor_fields(p->model, &p->layout, kind, f);

	json_begin(json, key, '[');
	for (i = 0; i < n; i++) {
		json_begin(json, NULL, '{');
		json_string(json, "name", f[i].name);
		json_string(json, "type", f[i].type);
		json_uint(json, "offset", f[i].offset);
		json_uint(json, "size", f[i].size);
		json_end(json, '{');
	}
	json_end(json, '[');
}

static void json_flags(struct json *json, const struct picture *p)
{
	struct flags_field fields[FLAGS_FIELDS];
	unsigned i;

	flags_fields(&p->layout, fields);
	json_begin(json, "flags", '[');
	for (i = 0; i < FLAGS_FIELDS; i++) {
		if (!fields[i].bits.width)
			continue;
		json_begin(json, NULL, '{');
		json_string(json, "name", fields[i].name);
		json_uint(json, "shift", fields[i].bits.shift);
		json_uint(json, "width", fields[i].bits.width);
		json_end(json, '{');
	}
	json_end(json, '[');
}

static void print_json(const struct picture *p)
{
	struct json json = { .to = stdout };
	char value[32];
	const char *key;
	unsigned i;

	json_begin(&json, NULL, '{');
	json_string(&json, "model", p->model->name);
	json_uint(&json, "bytes", p->layout.size);
	json_string(&json, "tails", tails_of(p->layout.tail_mode));
	snprintf(value, sizeof(value), "%#" PRIx64, p->layout.tail_mapping);
	json_string(&json, "tail_mapping", value);
	json_bool(&json, "dedup", p->layout.dedup);
	json_uint(&json, "zone_device", p->layout.zone_device);
	json_struct(&json, p, DESCRIPTOR_SINGLE, "head");
	json_struct(&json, p, DESCRIPTOR_TAIL, "tail");
	json_struct(&json, p, DESCRIPTOR_TAIL1, "tail1");
	json_struct(&json, p, DESCRIPTOR_TAIL2, "tail2");
	json_flags(&json, p);
	json_begin(&json, "keys", '{');
	for (i = 0; (key = model_key(p->model, i, value, sizeof(value))); i++)
		json_string(&json, key, value);
	json_end(&json, '{');
	json_end(&json, '{');
}

static void csv_struct(const struct picture *p, enum descriptor_kind kind,
		       const char *key)
{
	struct descriptor_field f[DESCRIPTOR_FIELDS_MAX];
	unsigned i, n = descriptor_fields(p->model, &p->layout, kind, f);

	for (i = 0; i < n; i++)
		printf("%s,%s,%s,%u,%u\n", key, f[i].name, f[i].type,
		       f[i].offset, f[i].size);
}

static void print_csv(const struct picture *p)
{
	printf("struct,name,type,offset,size\n");
	csv_struct(p, DESCRIPTOR_SINGLE, "head");
	csv_struct(p, DESCRIPTOR_TAIL, "tail");
	csv_struct(p, DESCRIPTOR_TAIL1, "tail1");
	csv_struct(p, DESCRIPTOR_TAIL2, "tail2");
}

static int print(const char *text, enum format format)
{
	struct model_choice choice;
	struct picture p = { .model = &choice.model };
	char why[768];

	if (model_choose(&choice, text, why, sizeof(why)) ||
	    zonedev_layout(p.model, &p.layout, why, sizeof(why)))
		return complain(NAME, "invalid operand '%s': %s", text, why);
	switch (format) {
	case FORMAT_CSV:
		print_csv(&p);
		break;
	case FORMAT_JSON:
		print_json(&p);
		break;
	case FORMAT_FILE:
		model_write(p.model, stdout);
		break;
	default:
		print_table(&p);
	}
	return 0;
}

static int list(enum format format)
{
	if (format == FORMAT_FILE)
		return complain(NAME, "--format file needs the name of one model; 'zonedev model' lists them");
	if (format == FORMAT_JSON)
		list_json();
	else if (format == FORMAT_CSV)
		list_csv();
	else
		list_table();
	return 0;
}

struct request {
	enum format format;
};

static const char *format_at(unsigned i)
{
	return format_name(FORMATS_COMMON | 1u << FORMAT_FILE, i);
}

static const struct option_row rows[] = {
	{ .name = "format", .value = "FORMAT",
	  .help = "%s: the last is a model file that says the same",
	  .take = option_format, .offset = offsetof(struct request, format),
	  .names = { format_at } },
	{ .name = NULL },
};

static int run(const struct command *command, int argc, char **argv)
{
	struct request request = { .format = FORMAT_TABLE };
	int status = options_take(command, &request, argc, argv, 0, 1);

	if (status)
		return status == -1 ? 0 : status;
	return optind < argc ? print(argv[optind], request.format) :
	       list(request.format);
}

const struct command zonedev_model_command = {
	.name = NAME, .what = "show the descriptors of a kernel, bit by bit",
	.operands = "[NAME|FILE]",
	.about =
"Without a name lists the modelled kernels. With one, or with a file that\n"
"describes one, shows its page descriptors: members, offsets, sizes and holes,\n"
"and the bits of page->flags.\n",
	.groups = (const struct option_group[]){ { rows, 0 }, { NULL, 0 } },
	.run = run,
};
