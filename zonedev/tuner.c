/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.c - learn by working: try each way, use the best, look again
 *
 * All state is relaxed atomics without a lock: a lost update costs one sample,
 * and no choice changes what is written.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include "tuner.h"

/*
 * Every RETRY-th chunk goes to a way that is not the best, in rotation; one
 * twice as slow then costs 1/64 of the time. Those that were over SLOW times
 * the best are looked at only each eighth time that their turn comes.
 */
#define RETRY		64
#define SLOW_NUM	3
#define SLOW_DEN	2
#define RARELY		8

/* A way is known after this many samples, and is then followed smoothly. */
#define TRIALS		2

struct tuner {
	_Atomic uint64_t cost[TUNER_WAYS];	/* ps per page */
	atomic_uint samples[TUNER_WAYS];
	atomic_uint picks, turns;
	atomic_bool sparing;
};

/*
 * A bind of few chunks would be spent on trials; there only each fourth chunk
 * is one, so that most binds are not slowed by what later ones gain from.
 */
#define SPARING		4

/*
 * By the room the descriptors take: up to 512 KiB they stay in a second-level
 * cache between two binds, up to 8 MiB in part of a shared one, up to 64 MiB
 * in a large one. The bounds need not be exact: inside a class what is
 * measured decides.
 */
#define SIZE_CLASSES	4

static unsigned size_class(uint64_t bytes)
{
	if (bytes <= UINT64_C(512) << 10)
		return 0;
	if (bytes <= UINT64_C(8) << 20)
		return 1;
	return bytes <= UINT64_C(64) << 20 ? 2 : 3;
}

struct tuner *zd_tuner_of(const struct tuner_regime *regime)
{
	static struct tuner tuners[2][2][2][SIZE_CLASSES];
	unsigned class = size_class(regime->bytes);
	struct tuner *tuner = &tuners[regime->fresh][regime->compound]
				     [regime->threads][class];

	atomic_store_explicit(&tuner->sparing, class + 1 < SIZE_CLASSES,
			      memory_order_relaxed);
	return tuner;
}

static uint64_t cost(struct tuner *tuner, unsigned way)
{
	return atomic_load_explicit(&tuner->cost[way], memory_order_relaxed);
}

static unsigned samples(struct tuner *tuner, unsigned way)
{
	return atomic_load_explicit(&tuner->samples[way],
				    memory_order_relaxed);
}

static bool is_slow(uint64_t cost, uint64_t best)
{
	return cost * SLOW_DEN > best * SLOW_NUM;
}

/* The cheapest way that has been tried, or TUNER_WAYS when none has */
static unsigned cheapest(struct tuner *tuner, uint32_t eligible)
{
	unsigned way, chosen = TUNER_WAYS;
	uint64_t least = UINT64_MAX;

	for (way = 0; way < TUNER_WAYS; way++) {
		if (!(eligible >> way & 1) || !samples(tuner, way) ||
		    cost(tuner, way) >= least)
			continue;
		least = cost(tuner, way);
		chosen = way;
	}
	return chosen;
}

/*
 * A way that needs a sample, or TUNER_WAYS: those that have none, then those
 * near the best with one, which may have been bad luck.
 */
static unsigned untried(struct tuner *tuner, uint32_t eligible, unsigned best)
{
	unsigned way;

	for (way = 0; way < TUNER_WAYS; way++)
		if (eligible >> way & 1 && !samples(tuner, way))
			return way;
	for (way = 0; way < TUNER_WAYS; way++)
		if (eligible >> way & 1 && samples(tuner, way) < TRIALS &&
		    !is_slow(cost(tuner, way), cost(tuner, best)))
			return way;
	return TUNER_WAYS;
}

/* The way whose turn it is to be looked at again, or @chosen */
static unsigned retry(struct tuner *tuner, uint32_t eligible, unsigned chosen)
{
	unsigned turn = atomic_fetch_add_explicit(&tuner->turns, 1,
						  memory_order_relaxed);
	unsigned way = turn % TUNER_WAYS, step;

	for (step = 0; step < TUNER_WAYS; step++, way = (way + 1) % TUNER_WAYS)
		if (eligible >> way & 1 && way != chosen)
			break;
	if (step == TUNER_WAYS)
		return chosen;
	if (is_slow(cost(tuner, way), cost(tuner, chosen)) &&
	    turn / TUNER_WAYS % RARELY)
		return chosen;
	return way;
}

unsigned zd_tuner_pick(struct tuner *tuner, uint32_t eligible)
{
	unsigned picks = atomic_fetch_add_explicit(&tuner->picks, 1,
						   memory_order_relaxed);
	unsigned best = cheapest(tuner, eligible), trial;

	if (best == TUNER_WAYS)
		return (unsigned)__builtin_ctz(eligible);
	trial = untried(tuner, eligible, best);
	if (trial < TUNER_WAYS)
		return picks % SPARING == SPARING - 1 ||
		       !atomic_load_explicit(&tuner->sparing,
					     memory_order_relaxed) ?
			trial : best;
	return picks % RETRY == RETRY - 1 ? retry(tuner, eligible, best) :
	       best;
}

/*
 * The first samples: the least, since what disturbs a measurement only adds to
 * it. Later ones move the cost by a quarter, and no single one by more than a
 * doubling, so that an interruption does not look like a change of regime,
 * which shows in each.
 */
void zd_tuner_learn(struct tuner *tuner, unsigned way, uint64_t pages,
		    uint64_t ns)
{
	uint64_t sample = pages ? ns * 1000 / pages + 1 : 1;
	uint64_t old = cost(tuner, way);
	unsigned known = atomic_fetch_add_explicit(&tuner->samples[way], 1,
						   memory_order_relaxed);

	if (known >= TRIALS) {
		if (sample > 2 * old)
			sample = 2 * old;
		sample = (3 * old + sample) / 4;
	} else if (known && old < sample) {
		sample = old;
	}
	atomic_store_explicit(&tuner->cost[way], sample, memory_order_relaxed);
}
