/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * caches.h - the caches of this machine, as far as the system tells
 */
#ifndef CACHES_H
#define CACHES_H

#include <stdint.h>

#define CACHES_MAX	8
#define CACHES_SYSFS	"/sys/devices/system/cpu/cpu0/cache"

/*
 * Virtual machines report caches of 0 bytes and of a terabyte; a size outside
 * these bounds is shown and not believed. The largest that can be bought is a
 * little over 1 GiB.
 */
#define CACHES_LEAST	(UINT64_C(4) << 10)
#define CACHES_MOST	(UINT64_C(4) << 30)

struct cache {
	unsigned level;
	char type[16];		/* "Data", "Instruction" or "Unified" */
	uint64_t size;		/* as reported */
};

struct caches {
	struct cache cache[CACHES_MAX];
	unsigned nr;
	const char *source;	/* "sysfs", "sysconf" or "nowhere" */
};

/* From @sysfs, a directory like CACHES_SYSFS; NULL: that, or else sysconf() */
void caches_read(struct caches *caches, const char *sysfs);

/* 1 when @size can be the size of a cache */
int cache_believed(uint64_t size);

/* The largest one that is believed, in bytes; 0: none */
uint64_t caches_last_level(const struct caches *caches);

/*
 * So many bytes that what was written at their beginning has left every cache
 * when their end is written: four times the last level, within bounds that
 * hold whatever the system reports.
 */
uint64_t caches_cold_size(const struct caches *caches);

#endif
