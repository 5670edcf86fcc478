/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * contexts.c - what has been learnt, kept for the process or by the caller
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "auto/contexts.h"
#include "auto/fill.h"
#include "auto/measured.h"

#define FLAGS		5
#define STRATEGIES	(1 << FLAGS)

/* So many calls by one thread each do not ask how many CPUs there are. */
#define CPUS_CALLS	256

/* Up to 4, 8, 16, 32 and 64 MiB, fresh or not */
#define THREAD_SIZES	5
#define THREAD_FIRST	(UINT64_C(4) << 20)

struct zonedev_tuner {
	struct tuner strategy[STRATEGIES];
	struct thread_context threads[THREAD_SIZES][2];
};

_Static_assert(STRATEGIES == ZONEDEV_LEARNT_MAX, "an entry for each context");
_Static_assert(THREAD_FIRST << (THREAD_SIZES - 1) == CACHED_MOST, "all sizes");

/*
 * Chunks of a used memmap: cached stores leave lines in the caches that who
 * writes next pays for, and others spare it that. On AMD EPYC, family 25 model
 * 17, non-temporal chunks behind those of base cost 10 % more at first, 4 %
 * after 48 and nothing after 128, and base behind those 15 % less at first,
 * nothing after 48; on family 26 model 2 base 16 % less at first, 3 % after 30
 * (tests/zonedev/traces). Both are against a change. A pair of blocks differs
 * by chance by 15 % (standard deviation) if they are of 6 chunks, by 11 % if of
 * 16 or 24. A fresh page has just been zeroed through the caches: what came
 * before it is gone.
 */
static const struct tuner_policy policies[] = {
	{
		.settle_same = 4, .settle_other = 48, .settle_call = 12,
		.block = 16, .call_budget = 0.03,
		.first = 1024, .first_calls = 10,
		.rest = 4096, .rest_most = 65536, .rest_baseline = 16384,
	}, {
		.settle_same = 1, .settle_other = 2, .settle_call = 2,
		.block = 8, .call_budget = 0.03,
		.first = 256, .first_calls = 10,
		.rest = 1024, .rest_most = 65536, .rest_baseline = 4096,
	},
};

/* Whole calls: the first trial is due when 1 % of the time is a call's. */
static const struct tuner_policy threads_policy = {
	.settle_same = 1, .settle_other = 1, .block = 2, .call_budget = 1,
	.first = 32, .first_calls = 400,
	.rest = 128, .rest_most = 4096, .rest_baseline = 256,
};

/* For calls without one */
static struct zonedev_tuner process;

struct zonedev_tuner *zonedev_tuner_new(void)
{
	return calloc(1, sizeof(struct zonedev_tuner));
}

void zonedev_tuner_free(struct zonedev_tuner *tuner)
{
	free(tuner);
}

/* Of which zd_measured() speaks: pages that are there, equal descriptors */
static void begin_with_measured(struct tuner *tuner, const struct context *c)
{
	const struct strategies *all = zd_strategies();
	const char *name = zd_measured();
	unsigned i;

	for (i = 0; name && i < all->n; i++)
		if (!c->fresh && !c->differing &&
		    !strcmp(all->strategy[i].name, name))
			zd_tuner_propose_first(tuner, i);
}

struct tuner *zd_context_strategy(struct zonedev_tuner *handle,
				  const struct context *c,
				  const struct tuner_policy **policy)
{
	struct tuner *tuner;
	unsigned number = (unsigned)(c->fresh | c->compound << 1 |
				     c->differing << 2 | c->keep_caches << 3 |
				     c->parallel << 4);

	*policy = &policies[c->fresh];
	tuner = &(handle ? handle : &process)->strategy[number];
	if (tuner_settled(tuner) >= TUNER_CANDIDATES)
		begin_with_measured(tuner, c);
	return tuner;
}

struct thread_context *zd_context_threads(struct zonedev_tuner *handle,
					  bool fresh, uint64_t bytes,
					  const struct tuner_policy **policy)
{
	unsigned size = 0;

	while (size < THREAD_SIZES - 1 && bytes > THREAD_FIRST << size)
		size++;
	*policy = &threads_policy;
	return &(handle ? handle : &process)->threads[size][fresh];
}

unsigned zd_context_cpus(struct thread_context *c)
{
	unsigned cpus = atomic_load_explicit(&c->cpus, memory_order_relaxed);
	unsigned calls = atomic_fetch_add_explicit(&c->calls, 1,
						   memory_order_relaxed);

	if (calls < CPUS_CALLS &&
	    (cpus == 1 || (cpus && tuner_current(&c->tuner) == 0)))
		return cpus;
	cpus = zonedev_cpus();
	atomic_store_explicit(&c->cpus, cpus, memory_order_relaxed);
	atomic_store_explicit(&c->calls, 0, memory_order_relaxed);
	return cpus;
}

void zonedev_tuner_export(struct zonedev_tuner *tuner,
			  struct zonedev_learnt *learnt)
{
	const struct strategies *all = zd_strategies();
	struct zonedev_learnt_strategy *entry;
	unsigned i, champion;

	memset(learnt, 0, sizeof(*learnt));
	learnt->version = ZONEDEV_LEARNT_VERSION;
	tuner = tuner ? tuner : &process;
	for (i = 0; i < STRATEGIES; i++) {
		champion = tuner_settled(&tuner->strategy[i]);
		if (champion >= all->n)
			continue;
		entry = &learnt->strategy[learnt->nr_strategies++];
		entry->context = i;
		snprintf(entry->name, sizeof(entry->name), "%s",
			 all->strategy[champion].name);
	}
}

static bool is_valid(const struct zonedev_learnt *learnt)
{
	unsigned i;

	if (learnt->version != ZONEDEV_LEARNT_VERSION ||
	    learnt->nr_strategies > ZONEDEV_LEARNT_MAX)
		return false;
	for (i = 0; i < learnt->nr_strategies; i++)
		if (learnt->strategy[i].context >= STRATEGIES ||
		    !memchr(learnt->strategy[i].name, '\0',
			    sizeof(learnt->strategy[i].name)))
			return false;
	return true;
}

int zonedev_tuner_import(struct zonedev_tuner *tuner,
			 const struct zonedev_learnt *learnt)
{
	const struct strategies *all = zd_strategies();
	unsigned i, j;

	if (!is_valid(learnt))
		return -EINVAL;
	tuner = tuner ? tuner : &process;
	for (i = 0; i < learnt->nr_strategies; i++)
		for (j = 0; j < all->n; j++)
			if (!strcmp(learnt->strategy[i].name,
				    all->strategy[j].name))
				zd_tuner_propose(&tuner->strategy[
					learnt->strategy[i].context], j);
	return 0;
}
