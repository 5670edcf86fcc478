/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * series.h - memmap_init_zone_device() of the kernel and of the series
 */
#ifndef ZONEDEV_SERIES_H
#define ZONEDEV_SERIES_H

#include "kernel/memmap_init.h"

/* The whole range of @in by @path, which is not auto; pageblocks too */
void zd_series_init(struct memmap_init *in, enum zonedev_path path);

/* [@pfn, @end) of it by base: whole compounds */
void zd_series_base(struct memmap_init *in, uint64_t pfn, uint64_t end);

#endif
