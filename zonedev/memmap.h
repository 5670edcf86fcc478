/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memmap.h - a call of zonedev_memmap_init() in two steps
 */
#ifndef ZONEDEV_MEMMAP_H
#define ZONEDEV_MEMMAP_H

#include "kernel/memmap_init.h"

/* The options of a call that is given none */
extern const struct zonedev_options zd_default_options;

/*
 * All that can be refused: 0 and @in ready to run, or the refusal. Nothing of
 * the zone is written. @options and @pgmap are needed until it has run.
 */
int zd_memmap_prepare(struct memmap_init *in, struct zonedev_zone *zone,
		      uint64_t start_pfn, uint64_t nr_pages,
		      struct zonedev_pagemap *pgmap,
		      const struct zonedev_options *options);

/* The rest, which cannot fail */
void zd_memmap_run(struct memmap_init *in,
		   const struct zonedev_options *options,
		   struct zonedev_report *report);

#endif
