/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.h - what this machine is, and what of it this process may use
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "AMD EPYC, Zen 4 (family 25, model 17), 2 CPUs", as far as it is known */
void machine_describe(char *text, size_t size);

/*
 * Bytes that can be touched without swapping: MemAvailable, or what the
 * control groups leave if that is less. UINT64_MAX where neither is known.
 */
uint64_t machine_memory(void);

/*
 * Of those, what control groups leave: bytes until the nearest memory limit,
 * file pages in the page cache counted as free, since they are given up first;
 * UINT64_MAX without a limit. @root as in cgroup.h
 */
uint64_t machine_cgroup_memory(const char *root);

/* CPUs by affinity, or what the quota comes to if that is less; at least 1 */
unsigned machine_cpus(void);

#define CACHES_MAX	8
#define CACHES_SYSFS	"/sys/devices/system/cpu/cpu0/cache"

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

/*
 * Virtual machines report caches of 0 bytes and of a terabyte; a size outside
 * 4 KiB to 4 GiB is shown and not used. The largest that can be bought is a
 * little over 1 GiB.
 */
bool cache_plausible(uint64_t size);

/*
 * So many bytes that what was written at their beginning has left every cache
 * when their end is written: four times the largest plausible cache, from
 * 64 MiB to 512 MiB, or 256 MiB where none is plausible.
 */
uint64_t caches_cold_size(const struct caches *caches);

#endif
