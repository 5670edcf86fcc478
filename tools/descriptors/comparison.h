/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * comparison.h - descriptors that were filled here against those of a file
 */
#ifndef COMPARISON_H
#define COMPARISON_H

#include "file.h"

enum difference {
	NO_DIFFERENCE, IN_DESCRIPTOR, IN_PAGEBLOCK,
};

/* The first difference, and how much was found equal before it */
struct comparison {
	enum difference difference;
	uint64_t pfn;
	unsigned long line;		/* of the file */
	struct image image;		/* IN_DESCRIPTOR: of the file */
	unsigned pageblock;		/* IN_PAGEBLOCK: of the file */
	uint64_t descriptors, pageblocks;
	uint64_t reserve;	/* left out: before the altmap's own pages */
	uint64_t apart;		/* left out: tails with descriptors apart */
};

/*
 * Gives @zone's pageblocks the types that the function found, but for those
 * that the altmap's initialisation sets. 0, or -EINVAL and in @why a line.
 */
int comparison_pageblocks(const struct descriptor_file *file,
			  const struct zonedev_zone *zone, char *why,
			   size_t size);

/*
 * Compares all that the file holds with @d. What nobody writes is left out and
 * counted where it is not the same: the altmap's reserve, and in early
 * sections, whose descriptors exist from boot on, the tails that would be
 * shared elsewhere. 0, or -errno and in @why a line.
 */
int comparison_run(struct comparison *c, const struct descriptor_file *file,
		   const struct descriptors *d, char *why, size_t size);

#endif
