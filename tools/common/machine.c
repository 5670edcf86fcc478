/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.c - what this machine is, and what of it this process may use
 *
 * /proc/cpuinfo differs by architecture: x86 has a model name, which in a
 * virtual machine may be no more than "AMD EPYC", so family and model follow;
 * arm64 has numbers only.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "machine.h"
#include "size.h"
#include "system/affinity.h"
#include "system/cgroup.h"

struct cpuinfo {
	char name[96], family[16], model[16], part[16];
};

/* Copies the value of "@key : value" if @line is that, and only the first */
static void take(const char *line, const char *key, char *value, size_t size)
{
	size_t n = strlen(key);
	const char *colon = strchr(line, ':');

	if (strncmp(line, key, n) || !colon || value[0])
		return;
	if (line[n] != '\t' && line[n] != ' ' && line[n] != ':')
		return;
	if (line[n] == ' ' && line[n + 1] != ':')
		return;
	colon += strspn(colon, ": \t");
	snprintf(value, size, "%.*s", (int)strcspn(colon, "\n"), colon);
}

static void read_cpuinfo(struct cpuinfo *info)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[512];

	memset(info, 0, sizeof(*info));
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		take(line, "model name", info->name, sizeof(info->name));
		take(line, "cpu family", info->family, sizeof(info->family));
		take(line, "model", info->model, sizeof(info->model));
		take(line, "CPU part", info->part, sizeof(info->part));
	}
	fclose(file);
}

/*
 * What a virtual machine's "AMD EPYC" leaves out. The vendors' manuals of
 * family and model: AMD's processor programming references, Intel's Software
 * Developer's Manual, volume 4, table 2-1.
 */
static const struct {
	unsigned family, first, last;	/* models */
	const char *name;
} microarchitectures[] = {
	{ 6, 63, 63, "Haswell" },
	{ 6, 79, 79, "Broadwell" },
	{ 6, 78, 78, "Skylake" },
	{ 6, 94, 94, "Skylake" },
	{ 6, 85, 85, "Skylake-SP or Cascade Lake" },
	{ 6, 106, 106, "Ice Lake" },
	{ 6, 108, 108, "Ice Lake" },
	{ 6, 143, 143, "Sapphire Rapids" },
	{ 6, 207, 207, "Emerald Rapids" },
	{ 6, 173, 174, "Granite Rapids" },
	{ 6, 151, 151, "Alder Lake" },
	{ 6, 154, 154, "Alder Lake" },
	{ 6, 183, 183, "Raptor Lake" },
	{ 6, 170, 170, "Meteor Lake" },
	{ 6, 197, 198, "Arrow Lake" },
	{ 23, 0, 0x2f, "Zen" },
	{ 23, 0x30, 0xff, "Zen 2" },
	{ 25, 0, 0xf, "Zen 3" },
	{ 25, 0x20, 0x5f, "Zen 3" },
	{ 25, 0x10, 0x1f, "Zen 4" },
	{ 25, 0x60, 0xaf, "Zen 4" },
	{ 26, 0, 0x4f, "Zen 5" },
	{ 26, 0x60, 0x7f, "Zen 5" },
};

static const char *microarchitecture(const struct cpuinfo *info)
{
	unsigned family = (unsigned)strtoul(info->family, NULL, 10);
	unsigned model = (unsigned)strtoul(info->model, NULL, 10);
	size_t i;

	for (i = 0; i < sizeof(microarchitectures) /
			sizeof(microarchitectures[0]); i++)
		if (microarchitectures[i].family == family &&
		    microarchitectures[i].first <= model &&
		    model <= microarchitectures[i].last)
			return microarchitectures[i].name;
	return NULL;
}

void machine_describe(char *text, size_t size)
{
	struct cpuinfo info;
	struct utsname uts;
	char numbers[96] = "";
	const char *name;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	read_cpuinfo(&info);
	if (!info.name[0] && !uname(&uts))
		snprintf(info.name, sizeof(info.name), "%.32s", uts.machine);
	name = info.family[0] ? microarchitecture(&info) : NULL;
	if (name)
		snprintf(numbers, sizeof(numbers), ", %s (family %s, model %s)",
			 name, info.family, info.model);
	else if (info.family[0])
		snprintf(numbers, sizeof(numbers), ", family %s, model %s",
			 info.family, info.model);
	else if (info.part[0])
		snprintf(numbers, sizeof(numbers), ", part %s", info.part);
	snprintf(text, size, "%s%s, %ld CPU%s", info.name, numbers, cpus,
		 cpus == 1 ? "" : "s");
}

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

static uint64_t memory_left(const struct cgroup *g)
{
	uint64_t most, used, active = 0, inactive = 0;
	bool v2 = g->version2;

	if (!zd_cgroup_number(g, v2 ? "memory.max" :
			      "memory.limit_in_bytes", "", &most) ||
	    !zd_cgroup_number(g, v2 ? "memory.current" :
			      "memory.usage_in_bytes", "", &used))
		return UINT64_MAX;
	zd_cgroup_number(g, "memory.stat", v2 ? "active_file " :
			 "total_active_file ", &active);
	zd_cgroup_number(g, "memory.stat", v2 ? "inactive_file " :
			 "total_inactive_file ", &inactive);
	used -= active + inactive < used ? active + inactive : used;
	return used < most ? most - used : 0;
}

uint64_t machine_cgroup_memory(const char *root)
{
	return zd_cgroup_least(root, "memory", memory_left);
}

uint64_t machine_memory(void)
{
	uint64_t system = mem_available(), left = machine_cgroup_memory("");

	return system < left ? system : left;
}

unsigned machine_cpus(void)
{
	unsigned quota = zd_cgroup_cpus(""), cpus = zd_affinity_cpus();

	if (!cpus)
		cpus = 1;
	return quota < cpus ? quota : cpus;
}

/* The first word of a file of @dir's entry @index; 0 or -1 */
static int read_word(const char *dir, unsigned index, const char *file,
		     char word[16])
{
	char path[512];
	FILE *stream;
	int found;

	snprintf(path, sizeof(path), "%s/index%u/%s", dir, index, file);
	stream = fopen(path, "r");
	if (!stream)
		return -1;
	found = fscanf(stream, "%15s", word);
	fclose(stream);
	return found == 1 ? 0 : -1;
}

/* What does not read as a size counts as 0, which is not plausible. */
static void add_from_sysfs(struct caches *caches, const char *dir,
			   unsigned index)
{
	struct cache *cache = &caches->cache[caches->nr];
	uint64_t level;
	char word[16], why[256];

	if (read_word(dir, index, "level", word) ||
	    parse_number(word, 1, 9, &level, why, sizeof(why)))
		return;
	cache->level = (unsigned)level;
	if (read_word(dir, index, "type", cache->type))
		return;
	cache->size = 0;
	if (!read_word(dir, index, "size", word) &&
	    parse_size(word, &cache->size, why, sizeof(why)))
		cache->size = 0;
	caches->nr++;
}

static void add_from_sysconf(struct caches *caches, unsigned level,
			     const char *type, int name)
{
	struct cache *cache = &caches->cache[caches->nr];
	long size = sysconf(name);

	if (size <= 0)
		return;
	cache->level = level;
	snprintf(cache->type, sizeof(cache->type), "%s", type);
	cache->size = (uint64_t)size;
	caches->nr++;
}

/* musl has no such names. */
static void read_sysconf(struct caches *caches)
{
#ifdef _SC_LEVEL1_DCACHE_SIZE
	add_from_sysconf(caches, 1, "Data", _SC_LEVEL1_DCACHE_SIZE);
	add_from_sysconf(caches, 2, "Unified", _SC_LEVEL2_CACHE_SIZE);
	add_from_sysconf(caches, 3, "Unified", _SC_LEVEL3_CACHE_SIZE);
#else
	(void)add_from_sysconf;
#endif
	caches->source = caches->nr ? "sysconf" : "nowhere";
}

void caches_read(struct caches *caches, const char *sysfs)
{
	unsigned index;

	memset(caches, 0, sizeof(*caches));
	caches->source = "sysfs";
	for (index = 0; index < CACHES_MAX; index++)
		add_from_sysfs(caches, sysfs ? sysfs : CACHES_SYSFS, index);
	if (!caches->nr && !sysfs)
		read_sysconf(caches);
	if (!caches->nr)
		caches->source = "nowhere";
}

bool cache_plausible(uint64_t size)
{
	return size >= UINT64_C(4) << 10 && size <= UINT64_C(4) << 30;
}

static uint64_t largest(const struct caches *caches)
{
	uint64_t last = 0;
	unsigned i;

	for (i = 0; i < caches->nr; i++)
		if (cache_plausible(caches->cache[i].size) &&
		    caches->cache[i].size > last)
			last = caches->cache[i].size;
	return last;
}

#define COLD_LEAST	(UINT64_C(64) << 20)
#define COLD_MOST	(UINT64_C(512) << 20)
#define COLD_UNKNOWN	(UINT64_C(256) << 20)

uint64_t caches_cold_size(const struct caches *caches)
{
	uint64_t last = largest(caches);

	if (!last)
		return COLD_UNKNOWN;
	if (4 * last < COLD_LEAST)
		return COLD_LEAST;
	return 4 * last < COLD_MOST ? 4 * last : COLD_MOST;
}
