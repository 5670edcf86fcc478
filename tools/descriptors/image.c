/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * image.c - the filled descriptors of a range, read one by one
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "image.h"
#include "oracle.h"

void descriptors_of(struct descriptors *d, const struct zonedev_zone *zone,
		    const struct zonedev_pagemap *pgmap)
{
	const struct zonedev_altmap *altmap = &pgmap->altmap;

	*d = (struct descriptors){
		.model = zone->model, .zone = zone, .pgmap = pgmap,
		.init_pfn = zone->start_pfn,
		.end_pfn = zone->start_pfn + zone->nr_pages,
		.compound = UINT64_C(1) << pgmap->vmemmap_shift,
	};
	zonedev_layout(zone->model, &d->layout, NULL, 0);
	if (pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID)
		d->init_pfn = altmap->base_pfn + altmap->reserve +
			      altmap->free;
	d->per_compound = oracle_per_compound(&(struct oracle){
		.model = zone->model, .pgmap = pgmap, .early = zone->early,
	});
}

/* In an early section each pfn has a descriptor, written or not. */
static uint64_t existing(const struct descriptors *d)
{
	return d->zone->early ? d->compound : d->per_compound;
}

static uint64_t number_in_compound(const struct descriptors *d, uint64_t pfn)
{
	return (pfn - d->init_pfn) & (d->compound - 1);
}

enum descriptor_kind descriptors_kind(const struct descriptors *d,
				      uint64_t pfn)
{
	const struct zonedev_altmap *altmap = &d->pgmap->altmap;
	uint64_t number = number_in_compound(d, pfn);

	if (pfn < d->init_pfn)
		return pfn < altmap->base_pfn + altmap->reserve ?
		       DESCRIPTOR_UNWRITTEN : DESCRIPTOR_ALTMAP;
	if (d->compound == 1)
		return DESCRIPTOR_SINGLE;
	if (d->zone->early && number >= d->per_compound)
		return DESCRIPTOR_UNWRITTEN;
	switch (number) {
	case 0:
		return DESCRIPTOR_HEAD;
	case 1:
		return DESCRIPTOR_TAIL1;
	case 2:
		return DESCRIPTOR_TAIL2;
	}
	return DESCRIPTOR_TAIL;
}

uint64_t descriptors_head(const struct descriptors *d, uint64_t pfn)
{
	return pfn - number_in_compound(d, pfn);
}

/* A compound has two pages of descriptors then, and the second one repeats. */
uint64_t descriptors_backing(const struct descriptors *d, uint64_t pfn)
{
	uint64_t half = d->per_compound / 2, number;

	if (pfn < d->init_pfn || existing(d) == d->compound)
		return pfn;
	number = number_in_compound(d, pfn);
	if (number < d->per_compound)
		return pfn;
	return pfn - number + half + number % half;
}

const unsigned char *descriptors_page(const struct descriptors *d,
				      uint64_t pfn)
{
	uint64_t index = descriptors_backing(d, pfn) - d->zone->start_pfn;

	return (const unsigned char *)d->zone->memmap + index * d->layout.size;
}

bool word_same(const struct word *a, const struct word *b)
{
	return a->kind == b->kind && a->pfn == b->pfn && a->value == b->value;
}

void word_text(const struct word *word, char text[WORD_TEXT])
{
	switch (word->kind) {
	case WORD_PLAIN:
		snprintf(text, WORD_TEXT, "%016" PRIx64, word->value);
		break;
	case WORD_PGMAP:
		snprintf(text, WORD_TEXT, "PGMAP");
		break;
	case WORD_SELF:
		snprintf(text, WORD_TEXT, "SELF+%#" PRIx64, word->value);
		break;
	case WORD_PAGE:
		snprintf(text, WORD_TEXT, "page[%#" PRIx64 "]+%#" PRIx64,
			 word->pfn, word->value);
		break;
	}
}

static struct word word_of(const struct descriptors *d, uintptr_t page,
			   uint64_t value)
{
	uintptr_t memmap = (uintptr_t)d->zone->memmap;
	unsigned size = d->layout.size;
	struct word word = { .kind = WORD_PLAIN, .value = value };

	if (value == (uintptr_t)d->pgmap)
		return (struct word){ .kind = WORD_PGMAP };
	if (value < memmap || value - memmap >= d->zone->nr_pages * size)
		return word;
	if (value >= page && value - page < size) {
		word.kind = WORD_SELF;
		word.value = value - page;
	} else {
		word.kind = WORD_PAGE;
		word.pfn = d->zone->start_pfn + (value - memmap) / size;
		word.value = (value - memmap) % size;
	}
	return word;
}

/* No flags are an address, whatever they look like. */
void descriptors_image_at(const struct descriptors *d,
			  const unsigned char *bytes, uintptr_t address,
			  struct image *image)
{
	uint64_t value;
	unsigned i;

	memset(image, 0, sizeof(*image));
	memcpy(&image->word[0].value, bytes, sizeof(value));
	for (i = 1; i < d->layout.size / 8; i++) {
		memcpy(&value, bytes + 8 * (size_t)i, sizeof(value));
		image->word[i] = word_of(d, address, value);
	}
}

void descriptors_image(const struct descriptors *d, uint64_t pfn,
		       struct image *image)
{
	const unsigned char *page = descriptors_page(d, pfn);

	descriptors_image_at(d, page, (uintptr_t)page, image);
}

bool image_same(const struct image *a, const struct image *b)
{
	unsigned i;

	for (i = 0; i < WORDS_MAX; i++)
		if (!word_same(&a->word[i], &b->word[i]))
			return false;
	return true;
}

static bool shared(const struct descriptors *d, uint64_t pfn)
{
	return descriptors_backing(d, pfn) != pfn;
}

static bool continues(const struct descriptors *d, const struct run *run,
		      uint64_t pfn, bool by_kind)
{
	struct image image;

	if (by_kind &&
	    (descriptors_kind(d, pfn) != descriptors_kind(d, run->pfn) ||
	     shared(d, pfn) != shared(d, run->pfn)))
		return false;
	descriptors_image(d, pfn, &image);
	return image_same(&image, &run->image);
}

/*
 * A run that holds as many shared tails as a page of descriptors has holds all
 * of that page, and so all that share it: 100 TiB take as long as one page each
 * compound.
 */
static uint64_t pass(const struct descriptors *d, const struct run *run,
		     uint64_t pfn)
{
	if (shared(d, pfn) && pfn - run->pfn >= d->per_compound / 2)
		return descriptors_head(d, pfn) + d->compound;
	return pfn + 1;
}

bool descriptors_next(const struct descriptors *d, struct run *run,
		      uint64_t end, bool by_kind)
{
	uint64_t pfn = run->pfn + run->count;

	if (pfn >= end)
		return false;
	run->pfn = pfn;
	descriptors_image(d, pfn, &run->image);
	for (pfn++; pfn < end && continues(d, run, pfn, by_kind);)
		pfn = pass(d, run, pfn);
	run->count = (pfn < end ? pfn : end) - run->pfn;
	return true;
}

/* Of @pfn, with the pfns in it counted from the head of its compound */
static void relative_image(const struct descriptors *d, uint64_t pfn,
			   struct image *image)
{
	uint64_t head = descriptors_head(d, pfn);
	unsigned i;

	descriptors_image(d, pfn, image);
	for (i = 0; i < WORDS_MAX; i++)
		if (image->word[i].kind == WORD_PAGE)
			image->word[i].pfn -= head;
}

static bool compounds_alike(const struct descriptors *d, uint64_t head,
			    uint64_t other)
{
	struct image a, b;
	uint64_t i;

	for (i = 0; i < existing(d); i++) {
		relative_image(d, head + i, &a);
		relative_image(d, other + i, &b);
		if (!image_same(&a, &b))
			return false;
	}
	return true;
}

uint64_t descriptors_alike(const struct descriptors *d, uint64_t head,
			   uint64_t end)
{
	uint64_t other = head + d->compound;

	while (other + d->compound <= end && compounds_alike(d, head, other))
		other += d->compound;
	return other;
}
