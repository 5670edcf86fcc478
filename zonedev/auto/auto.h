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

/*
 * Whether the slow path is to be taken as it is, since a choice would cost more
 * than it gains. Asked on its own: base and auto then run the same code, and
 * what 2 MiB take, 180 ns, is no more by auto.
 */
bool zd_auto_is_base(const struct memmap_init *in,
		     const struct zonedev_options *options);
void zd_auto_report_base(const struct memmap_init *in,
			 struct zonedev_report *report);

/*
 * Fills the range of @in; also its pageblocks, whatever the rule. The call
 * began at @start, so that a short one is timed once; sets the report's time.
 */
void zd_auto_init(struct memmap_init *in, const struct zonedev_options *options,
		  uint64_t start, struct zonedev_report *report);

#endif
