/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * altmap.h - the pages of the device that hold its own memmap
 */
#ifndef ZONEDEV_ALTMAP_H
#define ZONEDEV_ALTMAP_H

#include "zonedev.h"

/* zonedev_memmap_init_altmap() of a zone and a pgmap that have been checked */
void zd_altmap_init(struct zonedev_zone *zone, struct zonedev_pagemap *pgmap);

#endif
