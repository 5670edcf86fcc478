/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recognise.c - which of the modelled kernels a descriptor file came from
 *
 * The oracle says what descriptors each of them would have: flags must be those
 * of the file, and of the other words as many as can be. The library that is
 * to be compared has no say in it, and one wrong word does not hide a kernel.
 */
#include <string.h>
#include "model_file.h"
#include "oracle.h"
#include "recognise.h"

/* Enough to meet each kind of descriptor many times */
#define LINES_MAX	1024

unsigned file_node(const struct descriptor_file *file,
		   const struct zonedev_model *model)
{
	struct zonedev_layout layout;

	if (zonedev_layout(model, &layout, NULL, 0))
		return 0;
	return (unsigned)flags_value(descriptor_file_flags(file), layout.node);
}

/* A memmap that is not there: only its address counts. */
static struct zonedev_zone imagined(const struct descriptor_file *file,
			    const struct zonedev_model *model)
{
	uintptr_t start = (uintptr_t)1 << 52;

	return (struct zonedev_zone){
		.model = model, .start_pfn = file->start_pfn,
		.nr_pages = file->nr_pages,
		.memmap = (void *)(start + file->start_pfn *
				   file->sizeof_page),
	};
}

static unsigned equal_words(const struct descriptors *d,
			    const struct oracle *o,
			    const struct image_line *line)
{
	unsigned char page[ORACLE_PAGE_MAX];
	struct image image;
	uint64_t pfn = line->run.pfn;
	unsigned i, n = 0;

	if (!oracle_page(o, pfn, page) && !oracle_altmap_page(o, pfn, page))
		return 0;
	descriptors_image_at(d, page, (uintptr_t)d->zone->memmap +
			     (pfn - d->zone->start_pfn) * d->layout.size,
			     &image);
	for (i = 0; i < d->layout.size / 8; i++)
		n += word_same(&image.word[i], &line->run.image.word[i]);
	return n;
}

/* Page size and order decide how many pageblocks the range has. */
static bool pageblocks_fit(const struct descriptor_file *file,
			   const struct zonedev_model *model)
{
	const struct pageblock_lines *lines = &file->pageblocks_after;
	unsigned order = model->pageblock_order;
	uint64_t last = file->start_pfn + file->nr_pages - 1, n = 0;
	size_t i;

	for (i = 0; i < lines->n; i++)
		n += lines->at[i].count;
	return n == (last >> order) - (file->start_pfn >> order) + 1;
}

/* Types that are as they would be where they held 0 before: new sections */
static unsigned long equal_pageblocks(const struct descriptor_file *file,
				      const struct oracle *o)
{
	const struct pageblock_lines *lines = &file->pageblocks_after;
	uint64_t pages = UINT64_C(1) << o->model->pageblock_order, pfn, n;
	unsigned long points = 0;
	size_t i;

	for (i = 0; i < lines->n && i < LINES_MAX; i++)
		for (n = 0; n < lines->at[i].count && n < LINES_MAX; n++) {
			pfn = lines->at[i].pfn + n * pages;
			points += oracle_pageblock(o, pfn,
				oracle_altmap_pageblock(o, pfn, 0)) ==
				lines->at[i].value;
		}
	return points;
}

/* 0: not this kernel; else 1, and 1 for each word that is as it would be */
static unsigned long fit(const struct descriptor_file *file,
			 const struct zonedev_model *model)
{
	struct zonedev_zone zone = imagined(file, model);
	unsigned char head[ORACLE_PAGE_MAX];
	unsigned long points = 1;
	struct descriptors d;
	struct oracle o = {
		.model = model, .pgmap = &file->pgmap,
		.nid = file_node(file, model), .start_pfn = file->start_pfn,
		.nr_pages = file->nr_pages,
		.start_page = (uintptr_t)zone.memmap,
	};
	uint64_t flags;
	size_t i;

	descriptors_of(&d, &zone, &file->pgmap);
	if (d.layout.size != file->sizeof_page ||
	    !oracle_page(&o, d.init_pfn, head))
		return 0;
	memcpy(&flags, head, sizeof(flags));
	if (flags != descriptor_file_flags(file))
		return 0;
	points += pageblocks_fit(file, model);
	points += equal_pageblocks(file, &o);
	for (i = 0; i < file->images.n && i < LINES_MAX; i++)
		points += equal_words(&d, &o, &file->images.at[i]);
	return points;
}

static void add_name(char *names, size_t size, const char *name)
{
	size_t length = strlen(names);

	snprintf(names + length, size - length, "%s%s", length ? ", " : "",
		 name);
}

static bool same_kernel(const struct zonedev_model *a,
			const struct zonedev_model *b)
{
	char mine[64], other[64];
	unsigned i;

	for (i = 0; model_key(a, i, mine, sizeof(mine)); i++) {
		model_key(b, i, other, sizeof(other));
		if (strcmp(mine, other))
			return false;
	}
	return true;
}

/* One of the presets before @model */
static bool has_other_name(const struct zonedev_model *const *model)
{
	const struct zonedev_model *const *earlier = zonedev_models();

	for (; earlier < model; earlier++)
		if (same_kernel(*earlier, *model))
			return true;
	return false;
}

const struct zonedev_model *recognise(const struct descriptor_file *file,
				      const struct zonedev_model *prefer,
				      char *others, size_t size)
{
	const struct zonedev_model *const *model = zonedev_models();
	const struct zonedev_model *best = prefer;
	unsigned long points, most = prefer ? fit(file, prefer) : 0;

	*others = '\0';
	if (!most)
		best = NULL;
	for (; *model; model++) {
		points = fit(file, *model);
		if (points > most) {
			best = *model;
			most = points;
			*others = '\0';
		} else if (points && points == most && *model != best &&
			   !same_kernel(best, *model) &&
			   !has_other_name(model)) {
			add_name(others, size, (*model)->name);
		}
	}
	return best;
}
