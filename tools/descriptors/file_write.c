/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_write.c - descriptors as text: the writer
 *
 * Addresses and hashes of memory are left out: they are not the same twice.
 */
#include <inttypes.h>
#include "fields.h"
#include "file.h"

static void write_altmap(const struct zonedev_pagemap *pgmap, FILE *to)
{
	const struct zonedev_altmap *a = &pgmap->altmap;

	if (!(pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID))
		fprintf(to, "altmap none\n");
	else
		fprintf(to, "altmap base_pfn 0x%" PRIx64 " end_pfn 0x%" PRIx64
			" reserve 0x%" PRIx64 " free 0x%" PRIx64
			" align 0x%" PRIx64 " alloc 0x%" PRIx64 "\n",
			a->base_pfn, a->end_pfn, a->reserve, a->free,
			a->align, a->alloc);
}

static void write_key(FILE *to, const char *key, uint64_t value)
{
	fprintf(to, "%s 0x%" PRIx64 "\n", key, value);
}

/* What stands above the images; visited 0: not known */
struct header {
	const struct zonedev_pagemap *pgmap;
	unsigned sizeof_page, page_shift;
	uint64_t start_pfn, init_pfn, end_pfn, visited, head_flags;
};

static void write_visited(const struct header *h, FILE *to)
{
	bool dedup = h->visited < UINT64_C(1) << h->pgmap->vmemmap_shift;

	if (h->visited)
		fprintf(to, "descriptors_visited_per_compound 0x%" PRIx64 "%s\n",
			h->visited, dedup ? " (dedup)" : "");
}

static void write_header(const struct header *h, FILE *to)
{
	const struct zonedev_pagemap *pgmap = h->pgmap;
	uint64_t nr = h->end_pfn - h->init_pfn;

	fprintf(to, "sizeof_page %u\n", h->sizeof_page);
	write_key(to, "arg_start_pfn", h->start_pfn);
	write_key(to, "arg_nr_pages", h->end_pfn - h->start_pfn);
	write_key(to, "end_pfn", h->end_pfn);
	fprintf(to, "pgmap_type %u %s\n", (unsigned)pgmap->type,
		memory_type_names(pgmap->type)->kernel);
	write_key(to, "pgmap_flags", pgmap->flags);
	fprintf(to, "vmemmap_shift %u\n", pgmap->vmemmap_shift);
	fprintf(to, "pgmap_range 0x%" PRIx64 " 0x%" PRIx64 " nr_range 0\n",
		h->start_pfn << h->page_shift,
		(h->end_pfn << h->page_shift) - 1);
	write_altmap(pgmap, to);
	write_key(to, "init_first_pfn", h->init_pfn);
	write_key(to, "init_nr_pages", nr);
	write_key(to, "compounds", nr >> pgmap->vmemmap_shift);
	write_visited(h, to);
	fprintf(to, "first_head_flags 0x%016" PRIx64 "\n", h->head_flags);
}

static void write_run(const struct run *run, unsigned sizeof_page, FILE *to)
{
	char text[WORD_TEXT];
	unsigned i;

	fprintf(to, "0x%" PRIx64 " %" PRIu64, run->pfn, run->count);
	for (i = 0; i < sizeof_page / 8; i++) {
		word_text(&run->image.word[i], text);
		fprintf(to, " %s", text);
	}
	fputc('\n', to);
}

static void write_images(const struct descriptors *d, uint64_t end,
			 const char *name, FILE *to)
{
	struct run run = { .pfn = d->zone->start_pfn };

	fprintf(to, "begin %s\n", name);
	while (descriptors_next(d, &run, end, false))
		write_run(&run, d->layout.size, to);
	fprintf(to, "end %s\n", name);
}

static void write_pageblocks(const struct descriptors *d,
			     const uint8_t *blocks, const char *name, FILE *to)
{
	unsigned order = d->model->pageblock_order;
	uint64_t first = d->zone->start_pfn >> order;
	uint64_t n = ((d->end_pfn - 1) >> order) - first + 1, i, next;

	fprintf(to, "begin pageblocks_%s\n", name);
	for (i = 0; i < n; i = next) {
		for (next = i + 1; next < n && blocks[next] == blocks[i];)
			next++;
		fprintf(to, "0x%" PRIx64 " %" PRIu64 " %u\n",
			(first + i) << order, next - i, blocks[i]);
	}
	fprintf(to, "end pageblocks_%s\n", name);
}

void descriptor_file_write(const struct descriptors *d,
			   const uint8_t *pageblocks_before,
			   const char *debug_line, FILE *to)
{
	struct header header = {
		.pgmap = d->pgmap, .sizeof_page = d->layout.size,
		.page_shift = d->model->page_shift,
		.start_pfn = d->zone->start_pfn, .init_pfn = d->init_pfn,
		.end_pfn = d->end_pfn, .visited = d->per_compound,
	};
	struct image head;

	descriptors_image(d, d->init_pfn, &head);
	header.head_flags = head.word[0].value;
	write_header(&header, to);
	if (*debug_line)
		fprintf(to, "pr_debug %s\n", debug_line);
	fprintf(to, "# pfn_first count w0 w1 ...\n");
	write_images(d, d->end_pfn, "images", to);
	fprintf(to, "# first_pfn count_of_%u_page_blocks value\n",
		1u << d->model->pageblock_order);
	write_pageblocks(d, pageblocks_before, "before", to);
	write_pageblocks(d, d->zone->pageblocks, "after", to);
	if (d->init_pfn != d->zone->start_pfn)
		write_images(d, d->init_pfn, "images_before_altmap_area", to);
}

void descriptor_file_copy(const struct descriptor_file *file,
			  unsigned page_shift, FILE *to)
{
	const struct pageblock_line *line = file->pageblocks_after.at;
	struct header header = {
		.pgmap = &file->pgmap, .sizeof_page = file->sizeof_page,
		.page_shift = page_shift, .start_pfn = file->start_pfn,
		.init_pfn = descriptor_file_init_pfn(file),
		.end_pfn = file->start_pfn + file->nr_pages,
		.visited = file->visited,
		.head_flags = descriptor_file_flags(file),
	};
	size_t i;

	write_header(&header, to);
	fprintf(to, "begin images\n");
	for (i = 0; i < file->images.n; i++)
		write_run(&file->images.at[i].run, file->sizeof_page, to);
	fprintf(to, "end images\n");
	if (!file->pageblocks_after.there)
		return;
	fprintf(to, "begin pageblocks_after\n");
	for (i = 0; i < file->pageblocks_after.n; i++, line++)
		fprintf(to, "0x%" PRIx64 " %" PRIu64 " %u\n", line->pfn,
			line->count, line->value);
	fprintf(to, "end pageblocks_after\n");
}
