/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.h - the path that measures while it works
 */
#ifndef AUTO_H
#define AUTO_H

#include "init.h"

/* 0, or the refusal of what @options ask for */
int zd_auto_check(const struct zonedev_options *options,
		  const struct zonedev_layout *layout, struct refusal *why);

/*
 * Fills the range of @in; also its pageblocks, whatever the rule. The call
 * began at @start, so that a short one is timed once; sets the report's time.
 */
void zd_auto_init(struct init *in, const struct zonedev_options *options,
		  uint64_t start, struct zonedev_report *report);

#endif
