/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h - descriptors as text, as they are read out of kernels
 *
 * tests/golden/README.md describes the format.
 */
#ifndef DESCRIPTOR_FILE_H
#define DESCRIPTOR_FILE_H

#include <stdio.h>
#include "lines.h"

/* Whether the tails of the first compound share their descriptors */
enum sharing { SHARING_UNKNOWN, SHARING_YES, SHARING_NO };

struct descriptor_file {
	const char *path;
	unsigned sizeof_page;
	uint64_t start_pfn, nr_pages;	/* the function's arguments */
	struct zonedev_pagemap pgmap;
	uint64_t visited;		/* of each compound; 0: not said */
	uint64_t first_head_flags;
	bool has_first_head_flags;
	enum sharing sharing;
	struct image_lines images, images_before; /* latter: of the altmap */
	struct pageblock_lines pageblocks_before, pageblocks_after;
};

/*
 * 0, or -errno and in @why one line with place and reason. The images lie one
 * behind the other from the first pfn to the last of the range.
 */
int descriptor_file_read(struct descriptor_file *file, const char *path,
			 char *why, size_t size);
void descriptor_file_free(struct descriptor_file *file);

/*
 * All of @d, written. @pageblocks_before are those that the function found,
 * @debug_line is what it reported.
 */
void descriptor_file_write(const struct descriptors *d,
			   const uint8_t *pageblocks_before,
			   const char *debug_line, FILE *to);

/* All of what was read before, but sections that it does not keep */
void descriptor_file_copy(const struct descriptor_file *file,
			  unsigned page_shift, FILE *to);

/* The first pfn behind the altmap, or of the range */
uint64_t descriptor_file_init_pfn(const struct descriptor_file *file);

/* Word 0 of that pfn's descriptor */
uint64_t descriptor_file_flags(const struct descriptor_file *file);

#endif
