/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone_case.h - a random model, and a random range to be initialised in it
 */
#ifndef ZONE_CASE_H
#define ZONE_CASE_H

#include <zonedev.h>

/* More descriptors than any case has, those beside the range included */
#define CASE_PAGES_MAX	(UINT64_C(1) << 19)

struct zone_case {
	struct zonedev_model model;
	unsigned nid;
	bool early;
	uint64_t start_pfn, nr_pages;
	uint64_t before, after;		/* pages of the zone beside the range */
	struct zonedev_pagemap pgmap;
	bool init_altmap;		/* memmap_init_altmap() goes first */
	bool traced;
	struct zonedev_options options;
	unsigned char filler;		/* what the memmap holds before */
	unsigned skew;			/* of the memmap, a multiple of 16 */
};

/* The same case for the same seed and number, whatever was drawn before */
void zone_case_draw(struct zone_case *c, uint64_t seed, uint64_t number);

/* All that decides what is written, in one line */
void zone_case_describe(const struct zone_case *c, char *text, size_t size);

#endif
