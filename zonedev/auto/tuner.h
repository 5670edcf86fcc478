/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.h - which of several candidates does a piece of work in the least time
 *
 * The work itself is the measurement. One candidate is the baseline: what
 * would be done without a tuner. Trying others may add no more than a stated
 * part to the time that the champion of the moment would take.
 */
#ifndef ZONEDEV_TUNER_H
#define ZONEDEV_TUNER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define TUNER_CANDIDATES	32	/* they are bits of a uint32_t */

/* What kind of work it is, as numbers; zd_tuner_learn() is told each unit. */
struct tuner_policy {
	/*
	 * Units after a switch that do not count, since they pay for what the
	 * candidate before left in the caches (carry-over): after one of the
	 * same kind, after one of the other, and at the start of a call
	 */
	uint16_t settle_same, settle_other, settle_call;
	uint16_t block;		/* units that count, in a block */
	double call_budget;	/* part that trials may add to a call */
	/* Units of exploring that are granted in the first calls */
	uint16_t first, first_calls;
	/*
	 * Units until a candidate's second trial, and the baseline's after
	 * the level moved; it doubles up to most, the baseline's or others'
	 */
	uint32_t rest, rest_most, rest_baseline;
};

struct tuner_candidates {
	uint32_t eligible;	/* bit set, not empty */
	uint32_t kind;		/* bit set of those of the one of two kinds */
	unsigned baseline;	/* one of the eligible */
	/* i is a variant of parent[i], or parent[i] is i; NULL: no variants */
	const uint8_t *parent;
};

/* What is known of a candidate */
struct tuner_record {
	double ratio;		/* its cost to the champion's; 0: not known */
	uint64_t due;		/* units, when it may be tried (again) */
	uint32_t rest;
	int score;		/* of a trial that is to go on */
};

/* A run of units by one candidate: @settle to come that do not count, then n */
struct tuner_block {
	unsigned settle, n;
	double ns, work;
};

/*
 * All zero is a tuner that knows nothing. Only the call that leads it, one at a
 * time, looks at more than the atomics.
 */
struct tuner {
	atomic_uint led;	/* or not: a byte needs libatomic on riscv64 */
	atomic_uint current;	/* the candidate of this moment, + 1 */
	atomic_uint settled;	/* the champion, + 1 */
	const struct tuner_policy *policy;
	const struct tuner_candidates *set;
	struct tuner_record record[TUNER_CANDIDATES];
	struct tuner_block block;
	unsigned champion, challenger;	/* the same: no trial */
	bool challenging;	/* the challenger's block of a trial */
	bool charged;		/* settling after a trial, at its expense */
	bool known;		/* it has a champion */
	int score;
	unsigned moved;		/* blocks in a row away from @reference */
	uint64_t units, calls;
	double unit;		/* work of a unit */
	double level;		/* the champion's last block, ns per work */
	double before, against;	/* of a trial: champion's and challenger's */
	double reference;	/* the level that trials were made at */
	double spent, regret, explored;	/* ns, since the beginning */
	double trial_regret, trial_ns;	/* ns, of this trial */
	double call_work, call_left, call_regret;
};

/*
 * Begins a call of so much work; false: another call leads, and this one goes
 * by tuner_champion() to its end. @policy and @set last as long as the call.
 */
bool zd_tuner_begin(struct tuner *tuner, const struct tuner_policy *policy,
		    const struct tuner_candidates *set, double work);

/* What a unit of the candidate tuner_current() cost; 0 ns teach nothing. */
void zd_tuner_learn(struct tuner *tuner, uint64_t work, uint64_t ns);
void zd_tuner_end(struct tuner *tuner);

/* Lets @candidate be the champion that evidence is to confirm. */
void zd_tuner_propose(struct tuner *tuner, unsigned candidate);

/* The same of a tuner that has none */
void zd_tuner_propose_first(struct tuner *tuner, unsigned candidate);

/* Of any thread: what to do the next unit by in the call that leads */
static inline unsigned tuner_current(struct tuner *tuner)
{
	return atomic_load_explicit(&tuner->current, memory_order_relaxed) - 1;
}

/* The champion, or more than TUNER_CANDIDATES */
static inline unsigned tuner_settled(struct tuner *tuner)
{
	return atomic_load_explicit(&tuner->settled, memory_order_relaxed) - 1;
}

/* Of any call; where nothing is known, the baseline */
static inline unsigned tuner_champion(struct tuner *tuner,
				      const struct tuner_candidates *set)
{
	unsigned champion = tuner_settled(tuner);

	return champion < TUNER_CANDIDATES && set->eligible >> champion & 1 ?
	       champion : set->baseline;
}

#endif
