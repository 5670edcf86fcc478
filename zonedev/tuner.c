/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.c - learn by working: try each way, use the best, look again
 *
 * All state is relaxed atomics without a lock, read and written apart: a lost
 * update costs one sample, and no choice changes what is written. A locked
 * instruction would cost more than it saves: it waits for the streaming stores
 * before it.
 */
#include <stdatomic.h>
#include "tuner.h"

/*
 * Every RETRY-th pick goes to a way that is not the best, in rotation; one a
 * quarter slower then costs 1/128 of the time. Those that were over SLOW times
 * the best are looked at only each eighth time that their turn comes.
 */
#define RETRY		32

/*
 * Where descriptors stay in a cache between calls, what a call costs depends
 * on how the one before wrote: streaming stores leave the next way a cold
 * memmap, and would seem the best for ever. So there a way is believed from its
 * SETTLE-th call in a row on, a trial is as many calls, and trials are rarer
 * (Zen 4, 4 MiB: 494, 299, then 150 us by base after streaming stores, which
 * take 150 to 200 each time).
 */
#define RETRY_IN_CACHE	128
#define SETTLE		4
#define SLOW_NUM	3
#define SLOW_DEN	2
#define RARELY		8

/* A way is known after this many samples, and is then followed smoothly. */
#define TRIALS		2

/* Another way is better when it costs less by more than 1 in MARGIN. */
#define MARGIN		64

#define NONE		TUNER_WAYS

struct tuner {
	_Atomic uint64_t cost[TUNER_WAYS];	/* ps per page */
	atomic_uint samples[TUNER_WAYS];
	atomic_uint picks, turns;
	atomic_uint best;			/* + 1; 0: none yet */
	atomic_uint last, in_a_row;		/* the way, and how often */
	atomic_uint again;			/* calls left of a trial */
	atomic_bool settled, in_cache;
};

#define GET(field)	atomic_load_explicit(&(field), memory_order_relaxed)
#define SET(field, to)	atomic_store_explicit(&(field), (to),		\
					      memory_order_relaxed)

/*
 * A call of few chunks would be spent on trials; there only each 16th pick
 * is one, so that most are not slowed by what later ones gain from.
 */
#define SPARING		16

/*
 * By the room the descriptors take, a step of four each from 16 KiB on: which
 * way is best depends on the cache that they fit in, and their bounds need not
 * be known if the classes are narrower than the steps between caches. What is
 * over 64 MiB has chunks enough to learn on, and is the last.
 */
#define SIZE_CLASSES	8
#define FIRST_CLASS	(UINT64_C(16) << 10)

static unsigned size_class(uint64_t bytes)
{
	uint64_t most = FIRST_CLASS;
	unsigned class = 0;

	for (; class < SIZE_CLASSES - 1 && bytes > most; class++)
		most *= 4;
	return class;
}

struct tuner *zd_tuner_of(const struct tuner_regime *r)
{
	static struct tuner tuners[TUNER_QUESTIONS][SIZE_CLASSES][1 << 5];
	unsigned class = size_class(r->bytes);
	unsigned flags = r->fresh | r->compound << 1 | r->differing << 2 |
			 r->keep_caches << 3 | r->threads << 4;
	struct tuner *tuner = &tuners[r->question][class][flags];

	SET(tuner->in_cache, class + 1 < SIZE_CLASSES);
	return tuner;
}

static bool is_slow(struct tuner *tuner, unsigned way, unsigned best)
{
	return GET(tuner->cost[way]) * SLOW_DEN >
	       GET(tuner->cost[best]) * SLOW_NUM;
}

/* Nothing can be told of a way by a parent that has not been tried. */
static bool hopeless(struct tuner *tuner, unsigned way, unsigned best,
		     const uint8_t *parent)
{
	return parent && parent[way] != way &&
	       GET(tuner->samples[parent[way]]) &&
	       is_slow(tuner, parent[way], best);
}

/*
 * A way that needs a sample, or NONE: those that have none, then those near
 * the best with one, which may have been bad luck.
 */
static unsigned untried(struct tuner *tuner, uint32_t eligible, unsigned best,
			const uint8_t *parent)
{
	unsigned way;

	for (way = 0; way < TUNER_WAYS; way++)
		if (eligible >> way & 1 && !GET(tuner->samples[way]) &&
		    !hopeless(tuner, way, best, parent))
			return way;
	for (way = 0; way < TUNER_WAYS; way++)
		if (eligible >> way & 1 && GET(tuner->samples[way]) &&
		    GET(tuner->samples[way]) < TRIALS &&
		    !is_slow(tuner, way, best))
			return way;
	return NONE;
}

/* The way that stands at that place among the eligible ones */
static unsigned at_place(uint32_t eligible, unsigned place)
{
	for (; place; place--)
		eligible &= eligible - 1;
	return (unsigned)__builtin_ctz(eligible);
}

/* The way whose turn it is to be looked at again; often @best after all */
static unsigned retry(struct tuner *tuner, uint32_t eligible, unsigned best,
		      const uint8_t *parent)
{
	unsigned turn = GET(tuner->turns);
	unsigned ways = (unsigned)__builtin_popcount(eligible);
	unsigned way = at_place(eligible, turn % ways);

	SET(tuner->turns, turn + 1);
	if (hopeless(tuner, way, best, parent))
		return best;
	if (GET(tuner->samples[way]) && is_slow(tuner, way, best) &&
	    turn / ways % RARELY)
		return best;
	return way;
}

static unsigned pick_unsettled(struct tuner *tuner, uint32_t eligible,
			       unsigned best, const uint8_t *parent,
			       unsigned picks)
{
	unsigned trial = untried(tuner, eligible, best, parent);

	if (trial == NONE) {
		SET(tuner->settled, true);
		return best;
	}
	return picks % SPARING == SPARING - 1 || !GET(tuner->in_cache) ?
	       trial : best;
}

static unsigned pick(struct tuner *tuner, uint32_t eligible, unsigned best,
		     const uint8_t *parent)
{
	unsigned picks = GET(tuner->picks);
	unsigned retry_after = GET(tuner->in_cache) ? RETRY_IN_CACHE : RETRY;

	SET(tuner->picks, picks + 1);
	if (!GET(tuner->settled))
		return pick_unsettled(tuner, eligible, best, parent, picks);
	return picks % retry_after == retry_after - 1 ?
	       retry(tuner, eligible, best, parent) : best;
}

unsigned zd_tuner_pick(struct tuner *tuner, uint32_t eligible,
		       const uint8_t *parent)
{
	unsigned best = GET(tuner->best) - 1, again = GET(tuner->again), way;

	if (best >= TUNER_WAYS)
		return (unsigned)__builtin_ctz(eligible);
	if (again) {
		SET(tuner->again, again - 1);
		return GET(tuner->last);
	}
	way = pick(tuner, eligible, best, parent);
	if (way != best && GET(tuner->in_cache))
		SET(tuner->again, SETTLE - 1);
	return way;
}

/* The cheapest of those that have been tried */
static unsigned cheapest(struct tuner *tuner)
{
	unsigned way, chosen = NONE;
	uint64_t least = UINT64_MAX;

	for (way = 0; way < TUNER_WAYS; way++) {
		if (!GET(tuner->samples[way]) || GET(tuner->cost[way]) >= least)
			continue;
		least = GET(tuner->cost[way]);
		chosen = way;
	}
	return chosen;
}

/* Moves on only for a clear gain: ways that are alike would take turns. */
static void choose(struct tuner *tuner, unsigned way, uint64_t old)
{
	unsigned best = GET(tuner->best) - 1;
	uint64_t cost;

	if (best >= TUNER_WAYS) {
		SET(tuner->best, way + 1);
		return;
	}
	if (way == best && GET(tuner->cost[way]) <= old)
		return;
	if (way == best)
		way = cheapest(tuner);
	cost = GET(tuner->cost[best]);
	if (way < TUNER_WAYS && GET(tuner->cost[way]) < cost - cost / MARGIN)
		SET(tuner->best, way + 1);
}

/*
 * The first samples: the least, since what disturbs a measurement only adds to
 * it. Later ones move the cost of the way in use by a quarter, so that an
 * interruption does not look like a change of regime, which shows in each; what
 * was known of another way is old, and its new sample counts as it is. None
 * counts for more than a doubling: it may be an interruption all the same, or
 * a clock that steps.
 */
static uint64_t smooth(uint64_t old, uint64_t sample, unsigned known,
		       bool in_use)
{
	if (known < TRIALS)
		return known && old < sample ? old : sample;
	if (sample > 2 * old)
		sample = 2 * old;
	return in_use ? (3 * old + sample) / 4 : sample;
}

static bool settled_in_cache(struct tuner *tuner, unsigned way)
{
	unsigned in_a_row = GET(tuner->last) == way ?
			    GET(tuner->in_a_row) + 1 : 1;

	SET(tuner->last, way);
	SET(tuner->in_a_row, in_a_row > SETTLE ? SETTLE : in_a_row);
	return in_a_row >= SETTLE;
}

void zd_tuner_learn(struct tuner *tuner, unsigned way, uint64_t pages,
		    uint64_t ns)
{
	uint64_t sample, old = GET(tuner->cost[way]);
	unsigned known = GET(tuner->samples[way]);

	if (!pages || !ns)
		return;
	if (GET(tuner->in_cache) && !settled_in_cache(tuner, way))
		return;
	sample = ns > UINT64_MAX / 2048 ? UINT64_MAX / 2048 : ns;
	sample = sample * 1000 / pages + 1;
	SET(tuner->cost[way], smooth(old, sample, known,
				     GET(tuner->best) == way + 1));
	SET(tuner->samples[way], known + 1);
	choose(tuner, way, old);
}
