/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.c - descriptors as text: the reader
 *
 * Keys of the header that we do not know are left out, as are sections: a
 * reader of kernels has more to say than we compare. All else is strict.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "file.h"
#include "common/size.h"

enum {
	SIZEOF_PAGE, ARG_START_PFN, ARG_NR_PAGES, END_PFN, PGMAP_TYPE,
	PGMAP_FLAGS, VMEMMAP_SHIFT, INIT_FIRST_PFN, VISITED,
	FIRST_HEAD_FLAGS, NR_KEYS
};

/* Keys with a number, of which the first word counts */
static const struct {
	const char *name;
	uint64_t low, high;
	bool needed;
} keys[NR_KEYS] = {
	[SIZEOF_PAGE] = { "sizeof_page", sizeof(struct zonedev_page),
			  ZONEDEV_PAGE_SIZE_MAX, true },
	[ARG_START_PFN] = { "arg_start_pfn", 0, PFN_MAX, true },
	[ARG_NR_PAGES] = { "arg_nr_pages", 1, PFN_MAX, true },
	[END_PFN] = { "end_pfn", 0, UINT64_MAX, false },
	[PGMAP_TYPE] = { "pgmap_type", 0, UINT32_MAX, true },
	[PGMAP_FLAGS] = { "pgmap_flags", 0, UINT64_MAX, false },
	[VMEMMAP_SHIFT] = { "vmemmap_shift", 0, 22, true },
	[INIT_FIRST_PFN] = { "init_first_pfn", 0, UINT64_MAX, false },
	[VISITED] = { "descriptors_visited_per_compound", 1, UINT64_MAX,
		      false },
	[FIRST_HEAD_FLAGS] = { "first_head_flags", 0, UINT64_MAX, false },
};

struct reading {
	struct text_file text;
	struct descriptor_file *file;
	uint64_t value[NR_KEYS];
	unsigned long line[NR_KEYS];	/* 0: not seen */
	unsigned long altmap_line;
	uint64_t vmemmap_page[3];	/* of the first compound */
};

static int take_altmap(struct reading *r, char *at)
{
	struct zonedev_altmap *altmap = &r->file->pgmap.altmap;
	const struct {
		const char *name;
		uint64_t *value;
	} fields[] = {
		{ "base_pfn", &altmap->base_pfn },
		{ "end_pfn", &altmap->end_pfn },
		{ "reserve", &altmap->reserve }, { "free", &altmap->free },
		{ "align", &altmap->align }, { "alloc", &altmap->alloc },
	};
	char *word = next_word(&at);
	int i, err = 0;

	if (r->altmap_line)
		return text_file_complain(&r->text, r->text.line, "duplicate key 'altmap'; the first is in line %lu",
				     r->altmap_line);
	r->altmap_line = r->text.line;
	if (word && !strcmp(word, "none"))
		return 0;
	r->file->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	for (i = 0; !err && i < 6; i++, word = next_word(&at)) {
		if (!word || strcmp(word, fields[i].name))
			return text_file_complain(&r->text, r->text.line, "altmap: '%s' where '%s' should be",
					     word ? word : "", fields[i].name);
		err = text_file_number(&r->text, fields[i].name,
				       next_word(&at), 0, PFN_MAX,
				       fields[i].value);
	}
	return err;
}

/* Where a page of descriptors lies, for three; the rest is as the third. */
static void take_vmemmap_page(struct reading *r, char *at)
{
	const char *page = next_word(&at), *address = next_word(&at);
	char why[128];
	uint64_t i;

	if (page && address &&
	    !parse_number(page, 0, 2, &i, why, sizeof(why)))
		parse_number(address, 0, UINT64_MAX, &r->vmemmap_page[i],
			     why, sizeof(why));
}

static int take_header(struct reading *r)
{
	char *at = r->text.text, *key = next_word(&at);
	int i;

	if (!strcmp(key, "altmap"))
		return take_altmap(r, at);
	if (!strcmp(key, "vmemmap_page"))
		take_vmemmap_page(r, at);
	for (i = 0; i < NR_KEYS; i++)
		if (!strcmp(keys[i].name, key))
			break;
	if (i == NR_KEYS)
		return 0;
	if (r->line[i])
		return text_file_complain(&r->text, r->text.line, "duplicate key '%s'; the first is in line %lu", key,
				     r->line[i]);
	r->line[i] = r->text.line;
	return text_file_number(&r->text, key, next_word(&at), keys[i].low,
				keys[i].high, &r->value[i]);
}

/* What lies between 'begin NAME' and 'end NAME' */
struct section {
	const char *name;
	struct image_lines *images;
	struct pageblock_lines *pageblocks;
};

static int take_section(struct reading *r, const struct section *s)
{
	unsigned words = (unsigned)r->value[SIZEOF_PAGE] / 8;
	unsigned long begin = r->text.line;
	char *at, *word;
	int got, err = 0;

	while ((got = text_file_next(&r->text)) == 1) {
		if (!strncmp(r->text.text, "end", 3)) {
			at = r->text.text + 3;
			word = next_word(&at);
			if (word && !strcmp(word, s->name))
				return 0;
			return text_file_complain(&r->text, r->text.line, "'end %s' where 'end %s' should be",
					     word ? word : "", s->name);
		}
		if (s->images)
			err = image_lines_take(s->images, &r->text, words);
		else if (s->pageblocks)
			err = pageblock_lines_take(s->pageblocks, &r->text);
		if (err)
			return err;
	}
	return got ? got : text_file_complain(&r->text, r->text.line, "the file ends before 'end %s' for line %lu",
					 s->name, begin);
}

static int begin_section(struct reading *r, char *at)
{
	struct descriptor_file *f = r->file;
	const struct section sections[] = {
		{ "images", &f->images, NULL },
		{ "images_before_altmap_area", &f->images_before, NULL },
		{ "pageblocks_before", NULL, &f->pageblocks_before },
		{ "pageblocks_after", NULL, &f->pageblocks_after },
	};
	struct section s = { NULL, NULL, NULL };
	char name[64];
	bool *there;
	int i;

	snprintf(name, sizeof(name), "%s", at + strspn(at, " \t"));
	for (i = 0; i < 4; i++)
		if (!strcmp(sections[i].name, name))
			s = sections[i];
	if (!s.name) {
		s.name = name;
		return take_section(r, &s);
	}
	if (s.images && !r->line[SIZEOF_PAGE])
		return text_file_complain(&r->text, r->text.line, "images before the key sizeof_page");
	if (r->value[SIZEOF_PAGE] % 8)
		return text_file_complain(&r->text, r->line[SIZEOF_PAGE], "sizeof_page is %" PRIu64 "; descriptors have whole words of 8 bytes",
					  r->value[SIZEOF_PAGE]);
	there = s.images ? &s.images->there : &s.pageblocks->there;
	if (*there)
		return text_file_complain(&r->text, r->text.line, "a second 'begin %s'", name);
	*there = true;
	return take_section(r, &s);
}

static int take_line(struct reading *r)
{
	if (!strncmp(r->text.text, "begin ", 6))
		return begin_section(r, r->text.text + 6);
	return take_header(r);
}

/* Whether the altmap counts is said by the flags, where they are given. */
static int settle_altmap(struct reading *r)
{
	struct zonedev_pagemap *pgmap = &r->file->pgmap;
	bool valid = r->value[PGMAP_FLAGS] & ZONEDEV_PGMAP_ALTMAP_VALID;

	if (!r->line[PGMAP_FLAGS] || valid == !!pgmap->flags)
		return 0;
	if (valid)
		return text_file_complain(&r->text, r->line[PGMAP_FLAGS],
					  "pgmap_flags %#" PRIx64 " say that there is an altmap, and the file has none",
					  r->value[PGMAP_FLAGS]);
	pgmap->flags = 0;
	memset(&pgmap->altmap, 0, sizeof(pgmap->altmap));
	return 0;
}

static int check_images(const struct reading *r,
			const struct image_lines *lines, uint64_t end,
			bool whole)
{
	uint64_t pfn = r->file->start_pfn;
	const struct image_line *line;
	size_t i;

	for (i = 0; i < lines->n; i++) {
		line = &lines->at[i];
		if (line->run.pfn != pfn)
			return text_file_complain(&r->text, line->line, "pfn %#" PRIx64 " where %#" PRIx64 " should follow",
						  line->run.pfn, pfn);
		if (line->run.count > end - pfn)
			return text_file_complain(&r->text, line->line, "%" PRIu64 " descriptors from pfn %#" PRIx64 "; the range ends at %#" PRIx64,
						  line->run.count, pfn, end);
		pfn += line->run.count;
	}
	if (whole && pfn != end)
		return text_file_complain(&r->text, 0, "the images end at pfn %#" PRIx64 ", the range at %#" PRIx64,
					  pfn, end);
	return 0;
}

uint64_t descriptor_file_init_pfn(const struct descriptor_file *f)
{
	const struct zonedev_altmap *a = &f->pgmap.altmap;

	return f->pgmap.flags ? a->base_pfn + a->reserve + a->free :
	       f->start_pfn;
}

uint64_t descriptor_file_flags(const struct descriptor_file *file)
{
	const struct image_lines *lines = &file->images;
	uint64_t pfn = descriptor_file_init_pfn(file);
	size_t i;

	if (file->has_first_head_flags)
		return file->first_head_flags;
	for (i = 0; i < lines->n; i++)
		if (pfn - lines->at[i].run.pfn < lines->at[i].run.count)
			return lines->at[i].run.image.word[0].value;
	return 0;
}

/* The kernel refuses others before it comes to descriptors. */
static int check_altmap(const struct reading *r)
{
	const struct descriptor_file *f = r->file;
	uint64_t base = f->pgmap.altmap.base_pfn;
	uint64_t end = descriptor_file_init_pfn(f);

	if (!f->pgmap.flags)
		return 0;
	if (base != f->start_pfn)
		return text_file_complain(&r->text, r->altmap_line, "altmap base_pfn 0x%" PRIx64 " is not the start of the range, 0x%" PRIx64,
					  base, f->start_pfn);
	if (end - base > f->nr_pages)
		return text_file_complain(&r->text, r->altmap_line, "the altmap ends at pfn 0x%" PRIx64 ", behind the range of %" PRIu64 " pages",
					  end, f->nr_pages);
	return 0;
}

/* What the file says twice it must say alike. */
static int check_header(const struct reading *r)
{
	const struct descriptor_file *f = r->file;
	uint64_t init_pfn = descriptor_file_init_pfn(f);
	uint64_t end = f->start_pfn + f->nr_pages;

	if (r->line[END_PFN] && r->value[END_PFN] != end)
		return text_file_complain(&r->text, r->line[END_PFN], "end_pfn is %#" PRIx64 "; arg_start_pfn and arg_nr_pages lead to %#" PRIx64,
					  r->value[END_PFN], end);
	if (r->line[INIT_FIRST_PFN] && r->value[INIT_FIRST_PFN] != init_pfn)
		return text_file_complain(&r->text, r->line[INIT_FIRST_PFN], "init_first_pfn is %#" PRIx64 "; start and altmap lead to %#" PRIx64,
					  r->value[INIT_FIRST_PFN], init_pfn);
	if (!f->images.there)
		return text_file_complain(&r->text, 0, "there is no 'begin images'");
	return check_images(r, &f->images, end, true);
}

static int settle(struct reading *r)
{
	struct descriptor_file *f = r->file;
	int i, err;

	for (i = 0; i < NR_KEYS; i++)
		if (keys[i].needed && !r->line[i])
			return text_file_complain(&r->text, 0, "the key '%s' is missing",
						  keys[i].name);
	f->sizeof_page = (unsigned)r->value[SIZEOF_PAGE];
	f->start_pfn = r->value[ARG_START_PFN];
	f->nr_pages = r->value[ARG_NR_PAGES];
	f->pgmap.type = (enum zonedev_memory_type)r->value[PGMAP_TYPE];
	f->pgmap.vmemmap_shift = (unsigned)r->value[VMEMMAP_SHIFT];
	f->visited = r->value[VISITED];
	f->first_head_flags = r->value[FIRST_HEAD_FLAGS];
	f->has_first_head_flags = r->line[FIRST_HEAD_FLAGS];
	if (r->vmemmap_page[1] && r->vmemmap_page[2])
		f->sharing = r->vmemmap_page[1] == r->vmemmap_page[2] ?
			     SHARING_YES : SHARING_NO;
	err = settle_altmap(r);
	if (!err)
		err = check_altmap(r);
	if (!err)
		err = check_header(r);
	if (!err)
		err = check_images(r, &f->images_before,
				   descriptor_file_init_pfn(f), false);
	return err;
}

int descriptor_file_read(struct descriptor_file *file, const char *path,
			 char *why, size_t size)
{
	struct reading r = { .file = file };
	int err, got;

	*file = (struct descriptor_file){ .path = path };
	err = text_file_open(&r.text, path, why, size);
	if (err)
		return err;
	while (!err && (got = text_file_next(&r.text)))
		err = got == 1 ? take_line(&r) : got;
	if (!err)
		err = settle(&r);
	text_file_close(&r.text);
	if (err)
		descriptor_file_free(file);
	return err;
}

void descriptor_file_free(struct descriptor_file *file)
{
	free(file->images.at);
	free(file->images_before.at);
	free(file->pageblocks_before.at);
	free(file->pageblocks_after.at);
	memset(file, 0, sizeof(*file));
}
