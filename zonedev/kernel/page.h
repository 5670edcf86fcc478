/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.h - descriptors of single pages, heads and tails
 */
#ifndef ZONEDEV_KERNEL_PAGE_H
#define ZONEDEV_KERNEL_PAGE_H

#include "kernel/memmap_init.h"

/* What heads and single pages of the range hold, but for section bits */
void zd_page_values(const struct memmap_init *in, struct page_template *t);

/* The bits that change along a range; set_page_section_from_pfn() */
void zd_page_section(const struct memmap_init *in, struct page_template *t,
		     uint64_t pfn);

struct run zd_page_run(const struct memmap_init *in, uint64_t pfn, uint64_t n);

/* @n descriptors field by field, without events */
void zd_pages_build(struct memmap_init *in, const struct page_template *t,
		    uint64_t pfn, uint64_t n);

/* @n descriptors as @t says, all of them in one pageblock, whose type is set */
void zd_pages_init(struct memmap_init *in, struct page_template *t,
		   uint64_t pfn, uint64_t n);

#endif
