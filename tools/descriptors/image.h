/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * image.h - the filled descriptors of a range, read one by one
 */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include "fields.h"

struct descriptors {
	const struct zonedev_model *model;
	struct zonedev_layout layout;
	const struct zonedev_zone *zone;	/* all of it */
	const struct zonedev_pagemap *pgmap;
	uint64_t end_pfn;
	uint64_t init_pfn;		/* behind the altmap, if there is one */
	uint64_t compound;		/* pages of one */
	uint64_t per_compound;		/* descriptors written of each */
};

void descriptors_of(struct descriptors *d, const struct zonedev_zone *zone,
		    const struct zonedev_pagemap *pgmap);

enum descriptor_kind descriptors_kind(const struct descriptors *d,
				      uint64_t pfn);

/* The head of the compound of @pfn, which is not below init_pfn */
uint64_t descriptors_head(const struct descriptors *d, uint64_t pfn);

/* The pfn whose descriptor backs @pfn: another one where tails are shared */
uint64_t descriptors_backing(const struct descriptors *d, uint64_t pfn);
const unsigned char *descriptors_page(const struct descriptors *d,
				      uint64_t pfn);

/*
 * A descriptor as words that do not depend on where it lies: an address is
 * that of the pagemap, one in the descriptor itself, or one in that of @pfn.
 */
enum word_kind { WORD_PLAIN, WORD_PGMAP, WORD_SELF, WORD_PAGE };

struct word {
	enum word_kind kind;
	uint64_t pfn;		/* WORD_PAGE */
	uint64_t value;		/* the word itself, or an offset */
};

#define WORDS_MAX	(ZONEDEV_PAGE_SIZE_MAX / 8)

struct image {
	struct word word[WORDS_MAX];
};

#define WORD_TEXT	48

bool word_same(const struct word *a, const struct word *b);
bool image_same(const struct image *a, const struct image *b);
void word_text(const struct word *word, char text[WORD_TEXT]);

void descriptors_image(const struct descriptors *d, uint64_t pfn,
		       struct image *image);

/* The image of @bytes, as if they lay at @address */
void descriptors_image_at(const struct descriptors *d,
			  const unsigned char *bytes, uintptr_t address,
			  struct image *image);

/* Successive descriptors with equal images */
struct run {
	uint64_t pfn, count;
	struct image image;
};

/*
 * From run->pfn + run->count on the next run; false at @end. With @by_kind it
 * ends where their kind changes, or where they begin to be shared.
 */
bool descriptors_next(const struct descriptors *d, struct run *run,
		      uint64_t end, bool by_kind);

/*
 * The end of the compounds behind that of @head, all before @end, whose
 * descriptors have the images of its
 */
uint64_t descriptors_alike(const struct descriptors *d, uint64_t head,
			   uint64_t end);

#endif
