/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check.h - what a range must be before anything is written to it
 */
#ifndef VALIDATE_H
#define VALIDATE_H

#include "model.h"

/* memory_failure and hotplug work in subsections of this size, in bytes */
#define SUBSECTION_SHIFT	21

int zd_check_range(const struct zonedev_model *model, uint64_t start_pfn,
		   uint64_t nr_pages, struct refusal *why);
int zd_check_pgmap(const struct zonedev_model *model,
		   const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		   uint64_t nr_pages, struct refusal *why);
int zd_check_zone(const struct zonedev_zone *zone,
		  const struct zonedev_layout *layout,
		  const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		  uint64_t nr_pages, struct refusal *why);

/* The descriptors of each compound that are written */
uint64_t zd_visited(const struct zonedev_layout *layout,
		    const struct zonedev_model *model,
		    const struct zonedev_pagemap *pgmap, bool early);

/* The first pfn behind the altmap, or @start_pfn without one */
uint64_t zd_pgmap_init_pfn(const struct zonedev_pagemap *pgmap,
			   uint64_t start_pfn);

#endif
