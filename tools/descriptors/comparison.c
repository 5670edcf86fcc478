/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * comparison.c - descriptors that were filled here against those of a file
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "comparison.h"

/* What is compared, and of which stretches the tails exist on their own */
struct subject {
	const struct descriptor_file *file;
	const struct descriptors *d;
	uint64_t unit;		/* pages of a stretch: section or compound */
	uint64_t nr_units;
	bool *shares;		/* for each: NULL where none could */
};

static uint64_t unit_of(const struct subject *s, uint64_t pfn)
{
	return pfn / s->unit - s->d->zone->start_pfn / s->unit;
}

/*
 * The tails from the third page of descriptors on: they have the second one's
 * if they share it. In an early section they have what boot left, or poison,
 * which leads to no head.
 */
static void look_for_tails(const struct subject *s, const struct run *run)
{
	const struct descriptors *d = s->d;
	uint64_t pfn = run->pfn, end = pfn + run->count, number;
	struct image tail;

	for (; pfn < end; pfn += d->compound - number) {
		number = pfn - descriptors_head(d, pfn);
		if (number < d->per_compound) {
			if (d->per_compound - number >= end - pfn)
				continue;
			pfn += d->per_compound - number;
			number = d->per_compound;
		}
		descriptors_image(d, pfn, &tail);
		if (word_same(&tail.word[1], &run->image.word[1]))
			s->shares[unit_of(s, pfn)] = true;
	}
}

/*
 * Sections are early or not as a whole, and so are the compounds that span
 * several. Of the first compound the file may say where its tails lie.
 */
static int find_shared(struct subject *s)
{
	const struct image_lines *lines = &s->file->images;
	const struct descriptors *d = s->d;
	uint64_t section = UINT64_C(1) << (d->model->section_size_bits -
					   d->model->page_shift);
	size_t i;

	if (d->per_compound == d->compound)
		return 0;
	s->unit = section > d->compound ? section : d->compound;
	s->nr_units = unit_of(s, d->end_pfn - 1) + 1;
	s->shares = calloc(s->nr_units, sizeof(*s->shares));
	if (!s->shares)
		return -ENOMEM;
	for (i = 0; i < lines->n; i++)
		if (lines->at[i].run.pfn >= d->init_pfn)
			look_for_tails(s, &lines->at[i].run);
	if (s->file->sharing != SHARING_UNKNOWN)
		s->shares[0] = s->file->sharing == SHARING_YES;
	return 0;
}

static bool left_out(const struct subject *s, uint64_t pfn,
		     struct comparison *c, uint64_t count)
{
	if (descriptors_kind(s->d, pfn) == DESCRIPTOR_UNWRITTEN)
		c->reserve += count;
	else if (descriptors_backing(s->d, pfn) != pfn &&
		 !s->shares[unit_of(s, pfn)])
		c->apart += count;
	else
		return false;
	return true;
}

/* Runs of the file and runs of ours end where they like: part by part. */
static bool line_differs(const struct subject *s,
			 const struct image_line *line, struct comparison *c)
{
	uint64_t end = line->run.pfn + line->run.count;
	struct run ours = { .pfn = line->run.pfn };

	while (descriptors_next(s->d, &ours, end, true)) {
		if (image_same(&ours.image, &line->run.image)) {
			c->descriptors += ours.count;
			continue;
		}
		if (left_out(s, ours.pfn, c, ours.count))
			continue;
		c->difference = IN_DESCRIPTOR;
		c->pfn = ours.pfn;
		c->line = line->line;
		c->image = line->run.image;
		return true;
	}
	return false;
}

static bool lines_differ(const struct subject *s,
			 const struct image_lines *lines,
			 struct comparison *c)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		if (line_differs(s, &lines->at[i], c))
			return true;
	return false;
}

/* The altmap's descriptors stand in the file twice, and count once. */
static bool images_differ(const struct subject *s, struct comparison *c)
{
	if (lines_differ(s, &s->file->images_before, c))
		return true;
	memset(c, 0, sizeof(*c));
	return lines_differ(s, &s->file->images, c);
}

/* Calls @take for each pageblock of the lines, until it says true. */
static int each_pageblock(const struct descriptor_file *file,
			  const struct pageblock_lines *lines,
			  const struct zonedev_zone *zone,
			  bool (*take)(void *arg, uint64_t index,
				       const struct pageblock_line *line),
			  void *arg, char *why, size_t size)
{
	unsigned order = zone->model->pageblock_order;
	uint64_t first = zone->start_pfn >> order, i, index = 0;
	uint64_t n = ((zone->start_pfn + zone->nr_pages - 1) >> order) -
		     first + 1;
	const struct pageblock_line *line;
	size_t k;

	for (k = 0; k < lines->n; k++) {
		line = &lines->at[k];
		if (line->pfn >> order != first + index ||
		    line->count > n - index) {
			snprintf(why, size, "%s:%lu: %" PRIu64 " pageblocks from pfn %#" PRIx64 "; %" PRIu64 " from %#" PRIx64 " are left",
				 file->path, line->line, line->count,
				 line->pfn, n - index,
				 (first + index) << order);
			return -EINVAL;
		}
		for (i = 0; i < line->count; i++, index++)
			if (take(arg, index, line))
				return 0;
	}
	if (!lines->there || index == n)
		return 0;
	snprintf(why, size, "%s: pageblocks end at pfn %#" PRIx64 "; %" PRIu64 " are missing",
		 file->path, (first + index) << order, n - index);
	return -EINVAL;
}

static bool put_pageblock(void *arg, uint64_t index,
			  const struct pageblock_line *line)
{
	uint8_t *pageblocks = arg;

	pageblocks[index] = (uint8_t)line->value;
	return false;
}

/* Migratetype and isolation are what the altmap's initialisation writes. */
int comparison_pageblocks(const struct descriptor_file *file,
			  const struct zonedev_zone *zone, char *why,
			   size_t size)
{
	const struct zonedev_altmap *altmap = &file->pgmap.altmap;
	unsigned order = zone->model->pageblock_order;
	uint64_t pages = UINT64_C(1) << order, pfn, end;
	int err = each_pageblock(file, &file->pageblocks_before, zone,
				 put_pageblock, zone->pageblocks, why, size);

	if (err || !(file->pgmap.flags & ZONEDEV_PGMAP_ALTMAP_VALID))
		return err;
	pfn = altmap->base_pfn + altmap->reserve;
	end = pfn + altmap->free;
	/* The zone may begin inside of a pageblock. */
	for (pfn = (pfn + pages - 1) / pages * pages; pfn < end; pfn += pages)
		zone->pageblocks[(pfn >> order) -
				 (zone->start_pfn >> order)] &= 0x8;
	return 0;
}

struct pageblock_check {
	const struct zonedev_zone *zone;
	struct comparison *c;
};

static bool check_pageblock(void *arg, uint64_t index,
			    const struct pageblock_line *line)
{
	const struct pageblock_check *check = arg;
	const struct zonedev_zone *zone = check->zone;
	unsigned order = zone->model->pageblock_order;

	if (zone->pageblocks[index] == line->value) {
		check->c->pageblocks++;
		return false;
	}
	check->c->difference = IN_PAGEBLOCK;
	check->c->pfn = ((zone->start_pfn >> order) + index) << order;
	check->c->pageblock = line->value;
	check->c->line = line->line;
	return true;
}

int comparison_run(struct comparison *c, const struct descriptor_file *file,
		   const struct descriptors *d, char *why, size_t size)
{
	struct subject s = { .file = file, .d = d };
	struct pageblock_check check = { d->zone, c };
	int err = 0;

	memset(c, 0, sizeof(*c));
	if (find_shared(&s)) {
		snprintf(why, size, "%s: out of memory", file->path);
		return -ENOMEM;
	}
	if (!images_differ(&s, c))
		err = each_pageblock(file, &file->pageblocks_after, d->zone,
				     check_pageblock, &check, why, size);
	free(s.shares);
	return err;
}
