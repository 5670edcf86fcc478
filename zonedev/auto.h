/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.h - the path that measures while it works
 */
#ifndef AUTO_H
#define AUTO_H

#include "init.h"

void zd_auto_init(struct init *in, const struct zonedev_options *options,
		  struct zonedev_report *report);

#endif
