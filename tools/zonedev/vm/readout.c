/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * readout.c - the descriptors of a bound range, out of a guest
 */
#include <stdlib.h>
#include <string.h>
#include "readout.h"

/* Descriptors at a time: 64 MiB of them */
#define PIECE	(UINT64_C(1) << 20)

/* The info block of a namespace, 8 KiB, whose descriptors nobody writes */
#define RESERVE	2

static struct word word_of(const struct readout_frame *f, uint64_t page,
			   uint64_t value)
{
	struct word word = { .kind = WORD_PLAIN, .value = value };

	if (value == f->pgmap)
		return (struct word){ .kind = WORD_PGMAP };
	if (value < f->memmap || value >= f->memmap_end)
		return word;
	if (value >= page && value - page < f->sizeof_page) {
		word.kind = WORD_SELF;
		word.value = value - page;
	} else {
		word.kind = WORD_PAGE;
		word.pfn = f->start_pfn + (value - f->memmap) / f->sizeof_page;
		word.value = (value - f->memmap) % f->sizeof_page;
	}
	return word;
}

/* No flags are an address, whatever they look like. True: none is its own. */
static bool image_of(const struct readout_frame *f, uint64_t pfn,
		     const unsigned char *bytes, struct image *image)
{
	uint64_t page = f->memmap + (pfn - f->start_pfn) * f->sizeof_page;
	bool fixed = true;
	uint64_t value;
	unsigned i;

	memset(image, 0, sizeof(*image));
	memcpy(&image->word[0].value, bytes, sizeof(value));
	for (i = 1; i < f->sizeof_page / 8; i++) {
		memcpy(&value, bytes + 8 * i, sizeof(value));
		image->word[i] = word_of(f, page, value);
		fixed &= image->word[i].kind != WORD_SELF;
	}
	return fixed;
}

bool readout_add(struct image_lines *lines, const struct readout_frame *f,
		 uint64_t pfn, const unsigned char *bytes, uint64_t n)
{
	const unsigned char *at = bytes, *end = bytes + n * f->sizeof_page;
	struct run run = { .count = 1 };
	struct run *last;
	bool fixed = false;

	for (; at < end; at += f->sizeof_page, pfn++) {
		last = lines->n ? &lines->at[lines->n - 1].run : NULL;
		/* Equal bytes, and none of them an address in itself */
		if (last && fixed && !memcmp(at, at - f->sizeof_page,
					 f->sizeof_page)) {
			last->count++;
			continue;
		}
		fixed = image_of(f, pfn, at, &run.image);
		run.pfn = pfn;
		if (last && image_same(&last->image, &run.image))
			last->count++;
		else if (!image_lines_add(lines, &run))
			return false;
	}
	return true;
}

static int no_memory(struct view *v)
{
	return guest_fail(v->guest, "no memory for the descriptors that were read");
}

static int read_images(struct descriptor_file *file, struct view *v,
		       const struct readout_frame *f)
{
	uint64_t pfn = file->start_pfn, end = pfn + file->nr_pages, n;
	unsigned char *bytes = malloc(PIECE * f->sizeof_page);
	int err = bytes ? 0 : no_memory(v);

	for (; !err && pfn < end; pfn += n) {
		n = end - pfn < PIECE ? end - pfn : PIECE;
		err = guest_read(v->guest, v->vmemmap + pfn * f->sizeof_page,
				 bytes, n * f->sizeof_page);
		if (!err && !readout_add(&file->images, f, pfn, bytes, n))
			err = no_memory(v);
	}
	free(bytes);
	return err;
}

/* Types of the range's pageblocks in runs, those of one section */
static bool add_pageblocks(struct descriptor_file *file, uint64_t pfn,
			   const unsigned char types[SECTION_PAGEBLOCKS])
{
	const uint64_t pages = SECTION_PAGES / SECTION_PAGEBLOCKS;
	uint64_t end = file->start_pfn + file->nr_pages;
	struct pageblock_lines *lines = &file->pageblocks_after;
	unsigned i = (unsigned)(pfn % SECTION_PAGES / pages);
	struct pageblock_line *last;

	for (; i < SECTION_PAGEBLOCKS && pfn < end; i++, pfn += pages) {
		last = lines->n ? &lines->at[lines->n - 1] : NULL;
		if (last && last->value == types[i])
			last->count++;
		else if (!pageblock_lines_add(lines, pfn, 1, types[i]))
			return false;
	}
	return true;
}

static int read_pageblocks(struct descriptor_file *file, struct view *v)
{
	uint64_t pfn = file->start_pfn, end = pfn + file->nr_pages;
	unsigned char types[SECTION_PAGEBLOCKS];

	for (; pfn < end; pfn = (pfn / SECTION_PAGES + 1) * SECTION_PAGES) {
		if (view_pageblocks(v, pfn, types))
			return -1;
		if (!add_pageblocks(file, pfn, types))
			return no_memory(v);
	}
	return 0;
}

/* Without BTF the drivers' rules tell, which sysfs gives the figures for. */
static void derive_pagemap(struct descriptor_file *file,
			   const struct bound *b)
{
	struct zonedev_altmap *altmap = &file->pgmap.altmap;

	file->pgmap = (struct zonedev_pagemap){
		.type = b->type, .vmemmap_shift = b->vmemmap_shift,
	};
	file->start_pfn = b->device_pfn;
	file->nr_pages = b->device_pages;
	if (!b->map_dev)
		return;
	file->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	altmap->base_pfn = b->device_pfn;
	altmap->end_pfn = b->device_pfn + b->device_pages - 1;
	altmap->reserve = RESERVE;
	altmap->free = b->data_pfn - b->device_pfn - RESERVE;
}

/* A head, and a single page, tell the pagemap's address in word 1. */
int readout(struct descriptor_file *file, struct view *v,
	    const struct bound *b)
{
	struct readout_frame f = { .sizeof_page = v->sizeof_page };

	*file = (struct descriptor_file){ .sizeof_page = v->sizeof_page };
	if (guest_read(v->guest, v->vmemmap + b->data_pfn * f.sizeof_page + 8,
		       &f.pgmap, sizeof(f.pgmap)))
		return -1;
	derive_pagemap(file, b);
	if (v->has_btf && view_pagemap(v, f.pgmap, &file->pgmap,
				       &file->start_pfn, &file->nr_pages))
		return -1;
	f.start_pfn = file->start_pfn;
	f.memmap = v->vmemmap + f.start_pfn * f.sizeof_page;
	f.memmap_end = f.memmap + file->nr_pages * f.sizeof_page;
	if (read_images(file, v, &f))
		return -1;
	return v->has_btf ? read_pageblocks(file, v) : 0;
}
