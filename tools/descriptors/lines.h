/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - the lines between 'begin' and 'end' of a descriptor
 * file
 */
#ifndef DESCRIPTOR_LINES_H
#define DESCRIPTOR_LINES_H

#include "image.h"
#include "common/text_file.h"

struct image_line {
	struct run run;
	unsigned long line;
};

struct image_lines {
	struct image_line *at;
	size_t n;
	bool there;
};

struct pageblock_line {
	uint64_t pfn, count;	/* count: of pageblocks */
	unsigned value;
	unsigned long line;
};

struct pageblock_lines {
	struct pageblock_line *at;
	size_t n;
	bool there;
};

/* A number from @low to @high in @word, which may be NULL; or a complaint */
int text_file_number(const struct text_file *text, const char *what,
		     const char *word, uint64_t low, uint64_t high,
		     uint64_t *value);

/* Adds the line in @text, or complains; descriptors have @words words. */
int image_lines_take(struct image_lines *lines, const struct text_file *text,
		     unsigned words);
int pageblock_lines_take(struct pageblock_lines *lines,
			 const struct text_file *text);

/* Adds a line that no file holds; false: no memory */
bool image_lines_add(struct image_lines *lines, const struct run *run);
bool pageblock_lines_add(struct pageblock_lines *lines, uint64_t pfn,
			 uint64_t count, unsigned value);

/* The greatest pfn, so that no sum of two overflows */
#define PFN_MAX		(UINT64_MAX >> 12)

#endif
