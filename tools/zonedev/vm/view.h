/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.h - what the guest's kernel holds: its pagemap, memmap and pageblocks
 *
 * The kernel's own symbols say where, its BTF says in what form.
 */
#ifndef VIEW_H
#define VIEW_H

#include <zonedev.h>
#include "btf.h"
#include "guest.h"

/* Addresses of /proc/kallsyms; 0: not told */
struct symbols {
	uint64_t vmemmap_base, mem_section, start_btf, stop_btf;
};

/* "NAME ADDRESS"; other names are left out. */
void symbols_take(struct symbols *symbols, const char *text);

struct view {
	struct guest *guest;
	struct symbols symbols;
	uint64_t vmemmap;	/* address of the descriptor of pfn 0 */
	unsigned sizeof_page;
	unsigned char *btf_bytes;
	struct btf btf;
	bool has_btf;
};

/*
 * Functions return 0, or -1 with the reason in guest->why. Without BTF the view
 * opens, and neither pagemap nor pageblocks can be read.
 */
int view_open(struct view *view, struct guest *guest,
	      const struct symbols *symbols);
void view_close(struct view *view);

/* The pagemap at @address, and the pfns of its range */
int view_pagemap(struct view *view, uint64_t address,
		 struct zonedev_pagemap *pgmap, uint64_t *start_pfn,
		 uint64_t *nr_pages);

#define SECTION_PAGES		32768u	/* 128 MiB of 4 KiB */
#define SECTION_PAGEBLOCKS	64u	/* of 2 MiB */

/* The types of the pageblocks of the section of @pfn, a byte each */
int view_pageblocks(struct view *view, uint64_t pfn,
		    unsigned char types[SECTION_PAGEBLOCKS]);

#endif
