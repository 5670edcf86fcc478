/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oracle.h - what a descriptor must be, worked out on its own
 *
 * Written from the facts about the kernel, field by field, and from nothing of
 * libzonedev but its public types: not its layout, not its templates. It is
 * slow and has no state.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <zonedev.h>

#define ORACLE_PAGE_MAX	ZONEDEV_PAGE_SIZE_MAX

/* A bound range, and where its descriptors lie */
struct oracle {
	const struct zonedev_model *model;
	const struct zonedev_pagemap *pgmap;
	unsigned nid;
	bool early;			/* the sections are those of the boot */
	uint64_t start_pfn, nr_pages;	/* as given to the init */
	uintptr_t start_page;		/* address of start_pfn's descriptor */
};

/* Bytes of a descriptor in that model */
unsigned oracle_page_size(const struct zonedev_model *model);

/* The pages of a compound whose descriptors are written */
uint64_t oracle_per_compound(const struct oracle *o);

/*
 * The descriptor of @pfn after memmap_init_zone_device(); false where it is
 * not written
 */
bool oracle_page(const struct oracle *o, uint64_t pfn,
		 unsigned char page[ORACLE_PAGE_MAX]);

/* The pageblock map's byte for @pfn, when it held @before */
unsigned char oracle_pageblock(const struct oracle *o, uint64_t pfn,
			       unsigned char before);

/*
 * The descriptor of @pfn after memmap_init_altmap(), false where it is not
 * written, and the pageblock map's byte
 */
bool oracle_altmap_page(const struct oracle *o, uint64_t pfn,
			unsigned char page[ORACLE_PAGE_MAX]);
unsigned char oracle_altmap_pageblock(const struct oracle *o, uint64_t pfn,
				      unsigned char before);

#endif
