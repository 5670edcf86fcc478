/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measured.h - which strategy won on CPUs that were measured
 */
#ifndef ZONEDEV_MEASURED_H
#define ZONEDEV_MEASURED_H

/*
 * The strategy to begin with, before anything is known, where a memmap of
 * equal descriptors is written again; NULL: the baseline. Of the CPU that a
 * file like /proc/cpuinfo describes, or of this one.
 */
const char *zd_measured_in(const char *cpuinfo);
const char *zd_measured(void);

#endif
