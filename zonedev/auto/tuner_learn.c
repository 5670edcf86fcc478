/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner_learn.c - what the chunks that were written say of the ways
 *
 * What one chunk took says little of its way. Ordinary stores leave their lines
 * in the caches, and whoever writes next pays for the write-back. So a chunk by
 * base amid streaming ones looks cheap, and a streaming chunk amid those of
 * base looks dear, and it takes a hundred chunks until nothing is felt of the
 * change (Zen 4, us for 2 MiB: base amid streaming stores 82, in the long run
 * 86; streaming stores amid those of base 86, 80 after 10 chunks, 78 after 30,
 * in the long run 76). Between ways of one kind, streaming or not, the company
 * is the same.
 *
 * So a way is judged by a trial of many samples in a row; a single one, a look,
 * says only that a trial may be worth it. What the company does to a trial is
 * always to the one side and grows ever less: a streaming way has won once it
 * is cheaper, another has lost once it is not.
 */
#include "tuner_state.h"

/* Windows of a trial of the other kind */
#define WINDOWS		16

static void use(struct tuner *tuner, unsigned way, unsigned settle)
{
	SET(tuner->rematch_after, REMATCH_AFTER);
	SET(tuner->rematch_at, GET(tuner->picks) + REMATCH_AFTER);
	SET(tuner->best, way + 1);
	SET(tuner->level, GET(tuner->cost[way]));
	sample_way(tuner, way, settle);
}

/* The best has got dearer: what is known of the others is of another time. */
static void forget(struct tuner *tuner, unsigned best)
{
	unsigned way;

	for (way = 0; way < TUNER_WAYS; way++)
		SET(tuner->pass[way], 0);
	forget_trials(tuner, best);
	SET(tuner->streaming_after, STREAMING_AFTER);
	SET(tuner->streaming_at, GET(tuner->picks) + RETRY);
}

static void watch(struct tuner *tuner, unsigned best)
{
	uint64_t cost = GET(tuner->cost[best]), level = GET(tuner->level);

	if (cost >= level && cost * NEAR_DEN <= level * NEAR_NUM)
		return;
	SET(tuner->level, cost);
	if (cost > level)
		forget(tuner, best);
}

enum verdict { OPEN, WON, LOST };

/*
 * Cheaper although it streams, or not cheaper although it does not: that cannot
 * be the company, and is decided.
 */
static enum verdict judge(struct tuner *tuner, const struct tuner_field *field,
			  unsigned way, unsigned best)
{
	bool cheaper = is_cheaper(tuner, way, best);

	if (GET(tuner->in_cache) || !other_kind(field, way, best))
		return cheaper ? WON : LOST;
	if (cheaper != is_streaming(field, way) &&
	    GET(tuner->windows) < WINDOWS)
		return OPEN;
	return cheaper ? WON : LOST;
}

static void lose(struct tuner *tuner, unsigned way, unsigned best)
{
	SET(tuner->pass[way], PASS);
	sample_way(tuner, best, GET(tuner->in_cache) ? SETTLE_IN_CACHE : 0);
}

static uint64_t lower_median(struct tuner *tuner, unsigned n)
{
	uint64_t sorted[WINDOW], sample;
	unsigned i, at;

	for (i = 0; i < n; i++) {
		sample = GET(tuner->sample[i]);
		for (at = i; at && sorted[at - 1] > sample; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = sample;
	}
	return sorted[(n - 1) / 2];
}

/* Takes a sample of the way that is sampled; whether its cost is known anew */
static bool window_is_full(struct tuner *tuner, unsigned way, uint64_t sample)
{
	unsigned window = GET(tuner->in_cache) ? WINDOW_IN_CACHE : WINDOW;
	unsigned settle = GET(tuner->settle), n = GET(tuner->samples);

	if (settle) {
		SET(tuner->settle, settle - 1);
		return false;
	}
	SET(tuner->sample[n % WINDOW], sample);
	SET(tuner->samples, n + 1);
	if (n + 1 < window)
		return false;
	SET(tuner->samples, 0);
	SET(tuner->windows, GET(tuner->windows) + 1);
	SET(tuner->cost[way], lower_median(tuner, window));
	SET(tuner->known[way], TRIED);
	return true;
}

static void learn_sampled(struct tuner *tuner, const struct tuner_field *field,
			  unsigned way, unsigned best, uint64_t sample)
{
	if (!window_is_full(tuner, way, sample))
		return;
	if (way == best) {
		watch(tuner, best);
		return;
	}
	switch (judge(tuner, field, way, best)) {
	case WON:
		use(tuner, way, 0);
		break;
	case LOST:
		lose(tuner, way, best);
		break;
	case OPEN:
		break;
	}
}

/*
 * Before all is settled the best is what looks best, if many chunks are to
 * follow.
 */
static void learn_look(struct tuner *tuner, const struct tuner_field *field,
		       unsigned way, unsigned best, uint64_t sample)
{
	if (GET(tuner->known[way]) == UNKNOWN)
		SET(tuner->known[way], LOOKED_AT);
	SET(tuner->cost[way], sample);
	if (!is_cheaper(tuner, way, best)) {
		if (is_slow(tuner, way, best))
			SET(tuner->pass[way], PASS);
	} else if (GET(tuner->settled) || GET(tuner->few)) {
		start_trial(tuner, field, way, best);
	} else {
		use(tuner, way, SETTLE_FIRST);
	}
}

static void learn_first(struct tuner *tuner, unsigned way, uint64_t sample)
{
	SET(tuner->cost[way], sample);
	SET(tuner->known[way], LOOKED_AT);
	use(tuner, way, GET(tuner->few) ? 0 : SETTLE_FIRST);
}

void zd_tuner_learn(struct tuner *tuner, const struct tuner_field *field,
		    unsigned way, uint64_t pages, uint64_t ns)
{
	unsigned best = GET(tuner->best) - 1;
	uint64_t sample;

	if (!pages || !ns)
		return;
	sample = ns > UINT64_MAX / 16384 ? UINT64_MAX / 16384 : ns;
	sample = sample * 1000 / pages + 1;
	if (best >= TUNER_WAYS)
		learn_first(tuner, way, sample);
	else if (way == GET(tuner->way))
		learn_sampled(tuner, field, way, best, sample);
	else if (way != best && GET(tuner->way) == best &&
		 !GET(tuner->in_cache))
		learn_look(tuner, field, way, best, sample);
}
