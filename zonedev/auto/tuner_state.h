/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner_state.h - what a tuner knows, and how two ways compare
 *
 * All of it is relaxed atomics without a lock, read and written apart: a lost
 * update costs one sample, and no choice changes what is written. A locked
 * instruction would cost more than it saves: it waits for the streaming stores
 * before it.
 */
#ifndef TUNER_STATE_H
#define TUNER_STATE_H

#include <stdatomic.h>
#include "tuner.h"

/* Another way is better when it costs less by more than 1 in MARGIN. */
#define MARGIN		64

/* One that a look shows over SLOW times the best is not worth a trial; ... */
#define SLOW_NUM	3
#define SLOW_DEN	2
/* ... and of those that have had no trial yet, these are. */
#define NEAR_NUM	5
#define NEAR_DEN	4

/* Samples that do not count, before those that do */
#define SETTLE		8
#define SETTLE_IN_CACHE	3
#define SETTLE_FIRST	56	/* after looks at both kinds */

/*
 * The cost is the lower median of so many samples: an interruption, or a clock
 * that steps, adds to a few of them.
 */
#define WINDOW		8
#define WINDOW_IN_CACHE	4

/*
 * Every RETRY-th pick is a look at a way that is not the best, in rotation; one
 * a quarter slower then costs 1/128 of the time.
 */
#define RETRY		32

/* Turns that a way is passed over after a bad look or a trial in vain */
#define PASS		7

/*
 * Among ordinary stores no look shows what streaming ones are worth, so every
 * so many picks one way of these has a trial; when all have had it, later.
 */
#define STREAMING_AFTER	2048
#define STREAMING_MOST	16384

/*
 * Where a turn comes after thousands of calls, the first of the ways, base, is
 * tried more often: after so many picks with another, then twice as many, up to
 * a most. It may have lost to a neighbour who took the cache and went away, and
 * to be slower than base is worse than any gain is good.
 */
#define REMATCH_AFTER	32
#define REMATCH_MOST	512

#define NONE		TUNER_WAYS

enum { UNKNOWN, LOOKED_AT, TRIED };	/* what is known of a way */

struct tuner {
	_Atomic uint64_t cost[TUNER_WAYS];	/* ps per page */
	atomic_uchar known[TUNER_WAYS];
	atomic_uchar pass[TUNER_WAYS];		/* turns */
	atomic_uint picks, turns;
	atomic_uint streaming_at, streaming_after;	/* picks */
	atomic_uint rematch_at, rematch_after;	/* picks */
	atomic_uint best;			/* + 1; 0: none yet */
	_Atomic uint64_t level;			/* its cost when it was least */
	/* The samples that are being taken, of the best or in a trial */
	atomic_uint way, settle, samples, windows;
	_Atomic uint64_t sample[WINDOW];
	atomic_bool settled;
	atomic_bool few;			/* chunks in a call */
	atomic_bool in_cache;			/* and what they fill stays */
};

#define GET(field)	atomic_load_explicit(&(field), memory_order_relaxed)
#define SET(field, to)	atomic_store_explicit(&(field), (to),		\
					      memory_order_relaxed)

static inline bool is_over(struct tuner *tuner, unsigned way, unsigned best,
			   unsigned num, unsigned den)
{
	return GET(tuner->cost[way]) * den > GET(tuner->cost[best]) * num;
}

static inline bool is_slow(struct tuner *tuner, unsigned way, unsigned best)
{
	return is_over(tuner, way, best, SLOW_NUM, SLOW_DEN);
}

static inline bool is_near(struct tuner *tuner, unsigned way, unsigned best)
{
	return !is_over(tuner, way, best, NEAR_NUM, NEAR_DEN);
}

static inline bool is_cheaper(struct tuner *tuner, unsigned way, unsigned best)
{
	uint64_t cost = GET(tuner->cost[best]);

	return GET(tuner->cost[way]) < cost - cost / MARGIN;
}

static inline bool is_streaming(const struct tuner_field *field, unsigned way)
{
	return field->streaming >> way & 1;
}

static inline bool other_kind(const struct tuner_field *field, unsigned a,
			      unsigned b)
{
	return is_streaming(field, a) != is_streaming(field, b);
}

/* Samples of @way from now on; it is a trial where that is not the best. */
static inline void sample_way(struct tuner *tuner, unsigned way,
			      unsigned settle)
{
	SET(tuner->way, way);
	SET(tuner->settle, settle);
	SET(tuner->samples, 0);
	SET(tuner->windows, 0);
}

static inline void start_trial(struct tuner *tuner,
			       const struct tuner_field *field, unsigned way,
			       unsigned best)
{
	sample_way(tuner, way, GET(tuner->in_cache) ? SETTLE_IN_CACHE :
		   other_kind(field, way, best) ? 0 : SETTLE);
}

/* Their next trials may come out otherwise. */
static inline void forget_trials(struct tuner *tuner, unsigned best)
{
	unsigned way;

	for (way = 0; way < TUNER_WAYS; way++)
		if (way != best && GET(tuner->known[way]) == TRIED)
			SET(tuner->known[way], LOOKED_AT);
}

#endif
