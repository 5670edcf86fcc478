/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner_pick.c - which way comes next: the best so far, a look or a trial
 */
#include <limits.h>
#include "tuner_state.h"

/*
 * Where descriptors stay in a cache between calls, a look would see nothing but
 * what the way before left: 494, 299, then 150 us by base for 4 MiB after
 * streaming stores, which take 150 to 200 each time. There every look is a
 * trial, of whole calls, and rarer.
 */
#define RETRY_IN_CACHE	128

/*
 * A call of few chunks would be spent on trials; there only each 16th pick
 * is one, so that most are not slowed by what later ones gain from.
 */
#define SPARING		16

/* Nothing can be told of a way by a parent that is not known. */
static bool hopeless(struct tuner *tuner, const struct tuner_field *field,
		     unsigned way, unsigned best)
{
	unsigned parent = field->parent ? field->parent[way] : way;

	return parent != way && GET(tuner->known[parent]) != UNKNOWN &&
	       is_slow(tuner, parent, best);
}

static uint32_t known_as(struct tuner *tuner, const struct tuner_field *field,
			 unsigned char known)
{
	uint32_t ways = 0;
	unsigned way;

	for (way = 0; way < TUNER_WAYS; way++)
		if (GET(tuner->known[way]) == known)
			ways |= UINT32_C(1) << way;
	return ways & field->eligible;
}

static uint32_t kind_of(const struct tuner_field *field, unsigned way)
{
	return is_streaming(field, way) ? field->streaming : ~field->streaming;
}

/* The cheapest of @ways, or NONE, where none looked near to the best */
static unsigned cheapest_near(struct tuner *tuner, uint32_t ways,
			      unsigned best)
{
	unsigned way, chosen = NONE;

	for (; ways; ways &= ways - 1) {
		way = (unsigned)__builtin_ctz(ways);
		if (is_near(tuner, way, best) &&
		    (chosen == NONE ||
		     GET(tuner->cost[way]) < GET(tuner->cost[chosen])))
			chosen = way;
	}
	return chosen;
}

static unsigned unknown(struct tuner *tuner, const struct tuner_field *field,
			unsigned best)
{
	uint32_t ways = known_as(tuner, field, UNKNOWN);
	unsigned way;

	for (; ways; ways &= ways - 1) {
		way = (unsigned)__builtin_ctz(ways);
		if (!hopeless(tuner, field, way, best))
			return way;
	}
	return NONE;
}

/*
 * Before all is settled: the ways of which nothing is known, then, where there
 * are chunks enough, the best, one of the other kind, and what is left of the
 * kind that won; or NONE.
 */
static unsigned to_settle(struct tuner *tuner, const struct tuner_field *field,
			  unsigned best)
{
	uint32_t looked_at = known_as(tuner, field, LOOKED_AT);
	uint32_t kind = kind_of(field, best);
	unsigned way = unknown(tuner, field, best);

	if (way != NONE || GET(tuner->few))
		return way;
	if (GET(tuner->known[best]) != TRIED)
		return best;
	if (!(known_as(tuner, field, TRIED) & ~kind))
		way = cheapest_near(tuner, looked_at & ~kind, best);
	return way != NONE ? way :
	       cheapest_near(tuner, looked_at & kind, best);
}

static unsigned pick_unsettled(struct tuner *tuner,
			       const struct tuner_field *field, unsigned best,
			       unsigned picks)
{
	bool in_cache = GET(tuner->in_cache);
	unsigned way;

	if (GET(tuner->few) && picks % SPARING != SPARING - 1)
		return best;
	way = to_settle(tuner, field, best);
	if (way == NONE) {
		SET(tuner->settled, true);
		SET(tuner->streaming_after, STREAMING_AFTER);
		SET(tuner->streaming_at, picks + STREAMING_AFTER);
		return best;
	}
	if (way != best && (in_cache || GET(tuner->known[way]) == LOOKED_AT))
		start_trial(tuner, field, way, best);
	return way;
}

/* The way that stands at that place among the eligible ones */
static unsigned at_place(uint32_t eligible, unsigned place)
{
	for (; place; place--)
		eligible &= eligible - 1;
	return (unsigned)__builtin_ctz(eligible);
}

/* The way whose turn it is to be looked at again; often @best after all */
static unsigned retry(struct tuner *tuner, const struct tuner_field *field,
		      unsigned best)
{
	unsigned turn = GET(tuner->turns);
	unsigned ways = (unsigned)__builtin_popcount(field->eligible);
	unsigned way = at_place(field->eligible, turn % ways);
	unsigned char pass = GET(tuner->pass[way]);

	SET(tuner->turns, turn + 1);
	if (pass)
		SET(tuner->pass[way], (unsigned char)(pass - 1));
	if (pass || hopeless(tuner, field, way, best))
		return best;
	if (GET(tuner->in_cache) && way != best)
		start_trial(tuner, field, way, best);
	return way;
}

/* One at a time; after all of them a longer rest, and then anew */
static unsigned try_streaming(struct tuner *tuner,
			      const struct tuner_field *field, unsigned best,
			      unsigned picks)
{
	unsigned after = GET(tuner->streaming_after);
	uint32_t streaming = is_streaming(field, best) ? 0 : field->streaming;
	unsigned way = cheapest_near(tuner, streaming &
				     known_as(tuner, field, LOOKED_AT), best);

	if (way != NONE) {
		start_trial(tuner, field, way, best);
	} else {
		forget_trials(tuner, best);
		after = after < STREAMING_MOST ? 2 * after : STREAMING_MOST;
		SET(tuner->streaming_after, after);
	}
	SET(tuner->streaming_at, picks + after);
	return way == NONE ? best : way;
}

/* Counts may come round to 0 again. */
static bool is_due(unsigned picks, unsigned at)
{
	return picks - at < UINT_MAX / 2;
}

static unsigned rematch(struct tuner *tuner, const struct tuner_field *field,
			unsigned best, unsigned picks)
{
	unsigned after = GET(tuner->rematch_after);
	unsigned first = (unsigned)__builtin_ctz(field->eligible);

	SET(tuner->rematch_at, picks + after);
	if (after < REMATCH_MOST)
		SET(tuner->rematch_after, 2 * after);
	if (first != best)
		start_trial(tuner, field, first, best);
	return first;
}

static unsigned pick_settled(struct tuner *tuner,
			     const struct tuner_field *field, unsigned best,
			     unsigned picks)
{
	bool in_cache = GET(tuner->in_cache);
	unsigned retry_after = in_cache ? RETRY_IN_CACHE : RETRY;

	if (!in_cache && is_due(picks, GET(tuner->streaming_at)))
		return try_streaming(tuner, field, best, picks);
	return picks % retry_after == retry_after - 1 ?
	       retry(tuner, field, best) : best;
}

unsigned zd_tuner_pick(struct tuner *tuner, const struct tuner_field *field)
{
	unsigned best = GET(tuner->best) - 1, picks = GET(tuner->picks);

	if (best >= TUNER_WAYS)
		return (unsigned)__builtin_ctz(field->eligible);
	if (GET(tuner->way) != best)
		return GET(tuner->way);
	SET(tuner->picks, picks + 1);
	if (GET(tuner->few) && is_due(picks, GET(tuner->rematch_at)))
		return rematch(tuner, field, best, picks);
	return GET(tuner->settled) ?
	       pick_settled(tuner, field, best, picks) :
	       pick_unsettled(tuner, field, best, picks);
}
