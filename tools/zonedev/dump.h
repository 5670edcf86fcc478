/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump.h - the parts of zonedev dump
 */
#ifndef ZONEDEV_DUMP_H
#define ZONEDEV_DUMP_H

#include "descriptors/image.h"

/* The descriptors of [@first, @end) in runs, for people and for programs */
void dump_table(const struct descriptors *d, uint64_t first, uint64_t end);
void dump_csv(const struct descriptors *d, uint64_t first, uint64_t end);
void dump_json(const struct descriptors *d, uint64_t first, uint64_t end);

#endif
