/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.h - the path that measures while it works
 */
#ifndef ZONEDEV_AUTO_H
#define ZONEDEV_AUTO_H

#include "kernel/memmap_init.h"

/* 0, or the refusal of what @options ask for */
int zd_auto_check(const struct zonedev_options *options,
		  const struct zonedev_layout *layout, const struct log *log);

/* Whether there is nothing to choose: then it is base, to its pageblocks. */
bool zd_auto_is_base(const struct memmap_init *in,
		     const struct zonedev_options *options);

/* What the report says behind that */
void zd_auto_was_base(const struct memmap_init *in,
		      struct zonedev_report *report);

/*
 * Fills the range of @in; also its pageblocks, whatever the rule. The call
 * began at @start; sets the report's time, threads and strategies.
 */
void zd_auto_init(struct memmap_init *in, const struct zonedev_options *options,
		  uint64_t start, struct zonedev_report *report);

#endif
