/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * caches.c - the caches of this machine, as far as the system tells
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "caches.h"
#include "size.h"

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

/* What does not read as a size counts as 0, which is not believed. */
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

int cache_believed(uint64_t size)
{
	return size >= CACHES_LEAST && size <= CACHES_MOST;
}

uint64_t caches_last_level(const struct caches *caches)
{
	uint64_t last = 0;
	unsigned i;

	for (i = 0; i < caches->nr; i++)
		if (cache_believed(caches->cache[i].size) &&
		    caches->cache[i].size > last)
			last = caches->cache[i].size;
	return last;
}

#define COLD_LEAST	(UINT64_C(64) << 20)
#define COLD_MOST	(UINT64_C(512) << 20)
#define COLD_UNKNOWN	(UINT64_C(256) << 20)

uint64_t caches_cold_size(const struct caches *caches)
{
	uint64_t last = caches_last_level(caches);

	if (!last)
		return COLD_UNKNOWN;
	if (4 * last < COLD_LEAST)
		return COLD_LEAST;
	return 4 * last < COLD_MOST ? 4 * last : COLD_MOST;
}
