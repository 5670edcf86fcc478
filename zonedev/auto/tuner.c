/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.c - successive elimination of candidates within a budget
 *
 * A bandit whose baseline is safe: candidates are tried one after the other
 * and dropped for a while once they lose (successive elimination: Even-Dar,
 * Mannor, Mansour, JMLR 7, 2006). What trials cost beyond the champion, the
 * regret, stays below a part of the time spent (conservative bandits: Wu,
 * Shariff, Lattimore, Szepesvari, ICML 2016): each unit of a trial is charged
 * when it is done, and a trial that has used up its allowance is broken off.
 *
 * A trial compares in pairs: a block of the challenger with the mean of the
 * champion's blocks before and after it, so that a drift of the machine cancels
 * (as in ABBA designs). A won pair scores 1, a lost one -2. If winning were
 * even chance, G ^ score, with G the golden ratio, would be a martingale, so
 * the score ever comes to s with a probability of at most G ^ -s (Ville's
 * inequality; Wald's sequential test of a sign): 3.4 % for 7, 15 % for 4.
 */
#include "auto/tuner.h"

#define WON		1
#define LOST		(-2)
#define TAKE_OVER	7	/* another becomes the champion */
#define RESTORE		4	/* the baseline does, which costs less to err */
#define DROP		(-3)

/* A pair is won by being cheaper by more than that, but by the baseline. */
#define MARGIN		(1.0 / 64)

/* The part of the time that trials may add; of a call: the policy's */
#define BUDGET		0.01

/*
 * The part of the time that others than the champion may take, at first more;
 * with what the baseline takes when it is due, 1 %
 */
#define SHARE		0.008

/* Slower than that: it rests longer, and its variants need not be tried. */
#define FAR		1.25

/*
 * Outliers count as so many times the champion's level (winsorized: Tukey,
 * 1962): an interruption of 10 ms says nothing of whom it met.
 */
#define OUTLIER		3

/* Blocks in a row so far from the reference are another level, not noise. */
#define MOVED		(1.0 / 5)
#define MOVED_BLOCKS	6

static void publish(struct tuner *t)
{
	unsigned current = t->challenging ? t->challenger : t->champion;

	atomic_store_explicit(&t->current, current + 1, memory_order_relaxed);
	atomic_store_explicit(&t->settled, t->champion + 1,
			      memory_order_relaxed);
}

static void start_block(struct tuner *t, unsigned settle)
{
	t->block = (struct tuner_block){ .settle = settle };
}

static unsigned settle_of(const struct tuner *t, unsigned a, unsigned b)
{
	return (t->set->kind >> a ^ t->set->kind >> b) & 1 ?
	       t->policy->settle_other : t->policy->settle_same;
}

static double block_units(const struct tuner *t, unsigned challenger)
{
	return settle_of(t, t->champion, challenger) + t->policy->block;
}

static bool is_trial(const struct tuner *t)
{
	return t->challenger != t->champion;
}

/* From champion to challenger, or back */
static void take_turns(struct tuner *t)
{
	t->challenging = !t->challenging;
	if (t->challenging)
		t->against = 0;
	start_block(t, settle_of(t, t->champion, t->challenger));
}

/*
 * Another level: another may now be the best. None is tried for each swing of a
 * restless machine.
 */
static void forget(struct tuner *t)
{
	uint32_t soon = t->policy->rest;
	struct tuner_record *r;

	t->reference = t->level;
	t->moved = 0;
	for (r = t->record; r < t->record + TUNER_CANDIDATES; r++)
		if (r->rest > soon) {
			r->due -= r->rest - soon;
			r->rest = soon;
		}
}

static void watch_level(struct tuner *t)
{
	double moved = t->level / t->reference - 1;

	if (moved > -MOVED && moved < MOVED)
		t->moved = 0;
	else if (++t->moved == MOVED_BLOCKS)
		forget(t);
}

static void rest(struct tuner *t, unsigned candidate)
{
	struct tuner_record *r = &t->record[candidate];
	uint32_t most = candidate == t->set->baseline ?
			t->policy->rest_baseline : t->policy->rest_most;

	r->rest = r->rest ? 2 * r->rest :
		  t->policy->rest * (r->ratio > FAR ? 4 : 1);
	if (r->rest > most)
		r->rest = most;
	r->due = t->units + r->rest;
}

static void end_trial(struct tuner *t)
{
	if (t->trial_regret > 0)
		t->regret += t->trial_regret;
	t->explored += t->trial_ns;
	t->challenger = t->champion;
	t->challenging = false;
}

/* A sequential test may go on later: the score counts then. */
static void leave_trial(struct tuner *t, int score)
{
	t->record[t->challenger].score = score;
	t->charged = true;
	start_block(t, settle_of(t, t->champion, t->challenger));
	end_trial(t);
}

static void lose(struct tuner *t)
{
	rest(t, t->challenger);
	leave_trial(t, 0);
}

static void take_over(struct tuner *t)
{
	unsigned i, loser = t->champion;
	double ratio = t->record[t->challenger].ratio;

	for (i = 0; i < TUNER_CANDIDATES; i++) {
		t->record[i].ratio /= ratio;
		t->record[i].score = 0;
	}
	t->record[loser].ratio = 1 / ratio;
	t->champion = t->challenger;
	end_trial(t);
	t->record[loser].rest = 0;
	rest(t, loser);
	t->level = t->reference = t->against;
	start_block(t, 0);
}

/* What others than the champion may still take, ns */
static double spare(const struct tuner *t)
{
	double first = t->calls <= t->policy->first_calls ? t->policy->first :
		       0;

	return SHARE * t->spent + first * t->level * t->unit - t->explored -
	       t->trial_ns;
}

static void judge_pair(struct tuner *t)
{
	bool restores = t->challenger == t->set->baseline;
	double champion = (t->before + t->level) / 2;
	double least = t->against * (restores ? 1 : 1 + MARGIN);

	t->before = t->level;
	t->record[t->challenger].ratio = t->against / champion;
	t->score += least < champion ? WON : LOST;
	if (t->score >= (restores ? RESTORE : TAKE_OVER))
		take_over(t);
	else if (t->score <= (restores ? LOST : DROP))
		lose(t);
	else if (!restores && spare(t) < 0)
		leave_trial(t, t->score);
	else
		take_turns(t);
}

/* What exploring may still add, ns of regret: in all, and in this call */
static double allowance(const struct tuner *t)
{
	double trial = t->trial_regret > 0 ? t->trial_regret : 0;

	return BUDGET * (t->spent + t->call_left * t->level) - t->regret -
	       trial;
}

static double call_allowance(const struct tuner *t)
{
	return t->policy->call_budget * t->call_work * t->level -
	       t->call_regret;
}

static bool may_be_tried(const struct tuner *t, unsigned i)
{
	const uint8_t *parent = t->set->parent;

	return t->set->eligible >> i & 1 && i != t->champion &&
	       t->record[i].due <= t->units &&
	       (!parent || t->record[parent[i]].ratio < FAR);
}

/*
 * Of those that may be tried: the baseline, one whose trial is to go on, one
 * never tried, the nearest
 */
static unsigned next_challenger(const struct tuner *t)
{
	const struct tuner_record *r = t->record;
	unsigned i, best = t->champion;

	if (may_be_tried(t, t->set->baseline))
		return t->set->baseline;
	for (i = 0; i < TUNER_CANDIDATES; i++)
		if (may_be_tried(t, i) &&
		    (best == t->champion || r[i].score > r[best].score ||
		     (r[i].score == r[best].score &&
		      r[i].ratio < r[best].ratio)))
			best = i;
	return best;
}

/*
 * What a trial that is lost at once is expected to cost must be allowed, or all
 * that a call may add: then it is broken off, and what has become faster since
 * it was tried does not get there. A call that has added half has no other.
 */
static bool is_affordable(const struct tuner *t, unsigned i)
{
	double ratio = t->record[i].ratio, unit = t->level * t->unit;
	double block = block_units(t, i) * unit, call = call_allowance(t);
	double cost = ratio > 1 ? block * (ratio - 1) : 0;

	return (spare(t) >= 2 * block || i == t->set->baseline) &&
	       allowance(t) >= (cost < call ? cost : call) + unit &&
	       call >= t->call_regret + unit;
}

static void consider_trial(struct tuner *t)
{
	unsigned i = next_challenger(t);

	t->trial_regret = t->trial_ns = 0;
	if (i == t->champion || !is_affordable(t, i))
		return;
	t->challenger = i;
	t->score = t->record[i].score;
	t->before = t->level;
	take_turns(t);
}

/* A block is full: the champion's at rest, or one of the two of a pair */
static void end_block(struct tuner *t)
{
	double mean = t->block.ns / t->block.work;

	t->unit = t->block.work / t->block.n;
	if (t->challenging) {
		t->against = mean;
		take_turns(t);
		return;
	}
	t->level = mean;
	t->reference = t->known ? t->reference : mean;
	t->known = true;
	start_block(t, 0);
	if (!is_trial(t)) {
		watch_level(t);
		consider_trial(t);
	} else if (t->against > 0) {
		judge_pair(t);
	} else {
		t->before = mean;
		take_turns(t);
	}
}

/* All that a trial adds is charged, at once; true: that was too much. */
static bool charge(struct tuner *t, double work, double ns)
{
	double regret = ns - t->level * work;
	double most = (FAR - 1) * block_units(t, t->challenger) * t->level;

	if (t->challenging)
		t->trial_ns += ns;
	else if (!t->block.settle || !(is_trial(t) || t->charged))
		return false;
	t->call_regret += regret;
	if (!is_trial(t)) {
		t->regret += regret;
		return false;
	}
	t->trial_regret += regret;
	return t->trial_regret > most * work || (t->trial_regret > 0 &&
		(allowance(t) < 0 || call_allowance(t) < 0));
}

/* A trial that is broken off is lost; the ratio is what was seen of it. */
static void break_off(struct tuner *t, double cost)
{
	struct tuner_record *r = &t->record[t->challenger];

	if (!r->ratio && t->challenging)
		r->ratio = t->block.n ? t->block.ns / t->block.work / t->level :
			   cost / t->level;
	lose(t);
}

static void take_sample(struct tuner *t, double work, double ns)
{
	struct tuner_block *b = &t->block;

	if (b->settle) {
		b->settle--;
		return;
	}
	t->charged = false;
	b->ns += ns;
	b->work += work;
	if (++b->n >= t->policy->block)
		end_block(t);
}

void zd_tuner_learn(struct tuner *t, uint64_t work, uint64_t ns)
{
	double w = (double)work, cost = (double)ns;
	double most = OUTLIER * t->level * w;

	if (!work || !ns)
		return;
	t->units++;
	t->spent += cost;
	t->call_left -= w;
	if (t->known && cost > most)
		cost = most;
	if (charge(t, w, cost))
		break_off(t, cost / w);
	else
		take_sample(t, w, cost);
	publish(t);
}

/*
 * What ran between two calls is not known: each begins with the champion, whose
 * part of a pair is taken anew.
 */
bool zd_tuner_begin(struct tuner *t, const struct tuner_policy *policy,
		    const struct tuner_candidates *set, double work)
{
	if (atomic_exchange(&t->led, true))
		return false;
	t->policy = policy;
	t->set = set;
	t->champion = tuner_champion(t, set);
	if (!t->known)
		t->challenger = t->champion;
	t->call_work = t->call_left = work;
	t->call_regret = 0;
	/* What the first calls explored is not taken from the others. */
	if (t->calls++ == policy->first_calls && t->explored > SHARE * t->spent)
		t->explored = SHARE * t->spent;
	if (policy->settle_call) {
		t->challenging = false;
		start_block(t, policy->settle_call);
	}
	publish(t);
	return true;
}

void zd_tuner_end(struct tuner *t)
{
	atomic_store(&t->led, false);
}

void zd_tuner_propose(struct tuner *t, unsigned candidate)
{
	atomic_store(&t->settled, candidate + 1);
}

void zd_tuner_propose_first(struct tuner *t, unsigned candidate)
{
	unsigned none = 0;

	atomic_compare_exchange_strong(&t->settled, &none, candidate + 1);
}
