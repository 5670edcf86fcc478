/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_write.c - descriptors as text: the writer
 *
 * Addresses and hashes of memory are left out: they are not the same twice.
 */
#include <inttypes.h>
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

static void write_header(const struct descriptors *d, const char *debug_line,
			 FILE *to)
{
	const struct zonedev_pagemap *pgmap = d->pgmap;
	uint64_t start = d->zone->start_pfn, nr = d->end_pfn - d->init_pfn;
	unsigned shift = d->model->page_shift;
	struct image head;

	fprintf(to, "sizeof_page %u\n", d->layout.size);
	write_key(to, "arg_start_pfn", start);
	write_key(to, "arg_nr_pages", d->zone->nr_pages);
	write_key(to, "end_pfn", d->end_pfn);
	fprintf(to, "pgmap_type %u %s\n", (unsigned)pgmap->type,
		memory_type_names(pgmap->type)->kernel);
	write_key(to, "pgmap_flags", pgmap->flags);
	fprintf(to, "vmemmap_shift %u\n", pgmap->vmemmap_shift);
	fprintf(to, "pgmap_range 0x%" PRIx64 " 0x%" PRIx64 " nr_range 0\n",
		start << shift, (d->end_pfn << shift) - 1);
	write_altmap(pgmap, to);
	write_key(to, "init_first_pfn", d->init_pfn);
	write_key(to, "init_nr_pages", nr);
	write_key(to, "compounds", nr >> pgmap->vmemmap_shift);
	fprintf(to, "descriptors_visited_per_compound 0x%" PRIx64 "%s\n",
		d->per_compound,
		d->per_compound < d->compound ? " (dedup)" : "");
	descriptors_image(d, d->init_pfn, &head);
	fprintf(to, "first_head_flags 0x%016" PRIx64 "\n",
		head.word[0].value);
	if (*debug_line)
		fprintf(to, "pr_debug %s\n", debug_line);
}

static void write_images(const struct descriptors *d, uint64_t end,
			 const char *name, FILE *to)
{
	struct run run = { .pfn = d->zone->start_pfn };
	char text[WORD_TEXT];
	unsigned i;

	fprintf(to, "begin %s\n", name);
	while (descriptors_next(d, &run, end, false)) {
		fprintf(to, "0x%" PRIx64 " %" PRIu64, run.pfn, run.count);
		for (i = 0; i < d->layout.size / 8; i++) {
			word_text(&run.image.word[i], text);
			fprintf(to, " %s", text);
		}
		fputc('\n', to);
	}
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
	write_header(d, debug_line, to);
	fprintf(to, "# pfn_first count w0 w1 ...\n");
	write_images(d, d->end_pfn, "images", to);
	fprintf(to, "# first_pfn count_of_%u_page_blocks value\n",
		1u << d->model->pageblock_order);
	write_pageblocks(d, pageblocks_before, "before", to);
	write_pageblocks(d, d->zone->pageblocks, "after", to);
	if (d->init_pfn != d->zone->start_pfn)
		write_images(d, d->init_pfn, "images_before_altmap_area", to);
}
