/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check.h - what a range must be before anything is written to it
 */
#ifndef ZONEDEV_CHECK_H
#define ZONEDEV_CHECK_H

#include "kernel/model.h"

/* Of these the range is the first to be checked: the others rely on it. */
int zd_check_range(const struct zonedev_model *model, uint64_t start_pfn,
		   uint64_t nr_pages, const struct log *log);
int zd_check_pgmap(const struct zonedev_model *model,
		   const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		   uint64_t nr_pages, const struct log *log);
int zd_check_zone(const struct zonedev_zone *zone,
		  const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		  uint64_t nr_pages, const struct log *log);

/* All three */
int zd_check_init(const struct zonedev_zone *zone,
		  const struct zonedev_pagemap *pgmap, uint64_t start_pfn,
		  uint64_t nr_pages, const struct log *log);

/* The descriptors of each compound that are written */
uint64_t zd_per_compound(const struct zonedev_layout *layout,
			 const struct zonedev_model *model,
			 const struct zonedev_pagemap *pgmap, bool early);

/* The first pfn behind the altmap, or @start_pfn without one */
uint64_t zd_pgmap_init_pfn(const struct zonedev_pagemap *pgmap,
			   uint64_t start_pfn);

#endif
