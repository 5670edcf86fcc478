/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * available.c - how much memory we may take
 */
#include <inttypes.h>
#include <stdio.h>
#include "available.h"

static uint64_t mem_available(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	uint64_t kib, bytes = UINT64_MAX;
	char line[128];

	if (!file)
		return UINT64_MAX;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "MemAvailable: %" SCNu64, &kib) == 1)
			bytes = kib * 1024;
	fclose(file);
	return bytes;
}

/* "max" does not scan, and is then no limit */
static uint64_t read_number(const char *path)
{
	FILE *file = fopen(path, "r");
	uint64_t number;

	if (!file)
		return UINT64_MAX;
	if (fscanf(file, "%" SCNu64, &number) != 1)
		number = UINT64_MAX;
	fclose(file);
	return number;
}

static uint64_t cgroup_left(void)
{
	uint64_t max = read_number("/sys/fs/cgroup/memory.max");
	uint64_t used = read_number("/sys/fs/cgroup/memory.current");

	if (max == UINT64_MAX || used == UINT64_MAX)
		return UINT64_MAX;
	return used < max ? max - used : 0;
}

uint64_t available_memory(void)
{
	uint64_t system = mem_available(), cgroup = cgroup_left();

	return system < cgroup ? system : cgroup;
}
