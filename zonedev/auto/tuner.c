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
 * inequality; Wald's sequential test of a sign): 2.1 % for 8, 15 % for 4.
 */
#include <string.h>
#include "auto/tuner.h"

#define WON		1
#define LOST		(-2)
#define TAKE_OVER	8	/* another becomes the champion */
#define RESTORE		4	/* the baseline does, which costs less to err */
#define DROP		(-3)

/* A pair is won by being cheaper by more than that, but by the baseline. */
#define MARGIN		(1.0 / 64)

/* The part of the time that trials may add; of a call: the policy's */
#define BUDGET		0.01

/* The part of the time that challengers in vain may take, at first more */
#define SHARE		0.01

/* Slower than that: it rests longer, and its variants need not be tried. */
#define FAR		1.25

/*
 * Outliers count as so many times the champion's level (winsorized: Tukey,
 * 1962): an interruption of 10 ms says nothing of whom it met.
 */
#define OUTLIER		4

/* Blocks in a row so far from the reference are another level, not noise. */
#define MOVED		(1.0 / 8)
#define MOVED_BLOCKS	4

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

/* Another level: those that were near may now be better, and the baseline. */
static void forget(struct tuner *t)
{
	unsigned i;

	t->reference = t->level;
	t->moved = 0;
	for (i = 0; i < TUNER_CANDIDATES; i++) {
		t->record[i].rest = 0;
		if (t->record[i].ratio < FAR || i == t->set->baseline)
			t->record[i].due = t->units;
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

	if (!r->rest)
		r->rest = r->ratio > FAR ? 4 * t->policy->rest :
			  t->policy->rest;
	else
		r->rest *= 2;
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

static void lose(struct tuner *t)
{
	unsigned challenger = t->challenger;

	rest(t, challenger);
	end_trial(t);
	t->charged = true;
	start_block(t, settle_of(t, t->champion, challenger));
}

static void take_over(struct tuner *t)
{
	unsigned i, loser = t->champion;
	double ratio = t->record[t->challenger].ratio;

	for (i = 0; i < TUNER_CANDIDATES; i++)
		t->record[i].ratio /= ratio;
	t->record[loser].ratio = 1 / ratio;
	t->champion = t->challenger;
	t->trial_ns = 0;	/* not in vain */
	end_trial(t);
	t->record[loser].rest = 0;
	rest(t, loser);
	t->level = t->reference = t->against;
	start_block(t, 0);
}

/* What challengers in vain may still take, ns */
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
	double margin = restores ? 0 : MARGIN;

	t->before = t->level;
	t->record[t->challenger].ratio = t->against / champion;
	t->score += t->against * (1 + margin) < champion ? WON : LOST;
	if (t->score >= (restores ? RESTORE : TAKE_OVER))
		take_over(t);
	else if (t->score <= (restores ? LOST : DROP) ||
		 (t->score <= 0 && spare(t) < 0))
		lose(t);
	else
		take_turns(t);
}

/* What exploring may still add: ns of regret, in all and in this call */
static double allowance(const struct tuner *t)
{
	double all = BUDGET * (t->spent + t->call_left * t->level) - t->regret;
	double trial = t->trial_regret > 0 ? t->trial_regret : 0;
	double call = t->policy->call_budget * t->call_work * t->level -
		      t->call_regret;

	return t->policy->call_budget && call < all - trial ? call :
	       all - trial;
}

static bool may_be_tried(const struct tuner *t, unsigned i)
{
	const uint8_t *parent = t->set->parent;

	return t->set->eligible >> i & 1 && i != t->champion &&
	       t->record[i].due <= t->units &&
	       (!parent || t->record[parent[i]].ratio < FAR);
}

/* Of those that may be tried: the baseline, one never tried, the nearest */
static unsigned next_challenger(const struct tuner *t)
{
	unsigned i, chosen = t->champion;

	if (may_be_tried(t, t->set->baseline))
		return t->set->baseline;
	for (i = 0; i < TUNER_CANDIDATES; i++)
		if (may_be_tried(t, i) &&
		    (chosen == t->champion ||
		     t->record[i].ratio < t->record[chosen].ratio))
			chosen = i;
	return chosen;
}

/* What a trial that is lost at once is expected to cost must be allowed. */
static void consider_trial(struct tuner *t)
{
	unsigned i = next_challenger(t);
	double ratio = t->record[i].ratio, block;

	if (i == t->champion)
		return;
	block = block_units(t, i) * t->level * t->unit;
	t->trial_regret = t->trial_ns = 0;
	if ((spare(t) < 2 * block && i != t->set->baseline) ||
	    allowance(t) < (ratio > 1 ? block * (ratio - 1) : 0) +
			   t->level * t->unit)
		return;
	t->challenger = i;
	t->score = 0;
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
	start_block(t, 0);
	if (is_trial(t) && t->against > 0) {
		judge_pair(t);
		return;
	}
	if (is_trial(t)) {
		t->before = mean;
		take_turns(t);
		return;
	}
	if (!t->known)
		t->reference = mean;
	t->known = true;
	watch_level(t);
	consider_trial(t);
}

/* All that a trial adds is charged, at once; true: that was too much. */
static bool charge(struct tuner *t, double work, double ns)
{
	double regret = ns - t->level * work;

	if (t->challenging)
		t->trial_ns += ns;
	if (!t->challenging &&
	    !(t->block.settle && (is_trial(t) || t->charged)))
		return false;
	t->call_regret += regret;
	if (!is_trial(t)) {
		t->regret += regret;
		return false;
	}
	t->trial_regret += regret;
	return allowance(t) < 0 || t->trial_regret >
	       (FAR - 1) * block_units(t, t->challenger) * t->level * work;
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
	t->calls++;
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
