/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_tuner.c - what auto's tuner settles on, given what ways cost
 *
 * Costs are made up, so nothing here depends on the machine's speed.
 */
#include "support/runner.h"
#include "auto/tuner.h"

#define WAYS	6
#define ALL	((1u << WAYS) - 1)
#define BIG	(UINT64_C(1) << 30)
#define PAGES	32768

/* ns a page; way 3 is the best */
static uint64_t cost[WAYS];
static unsigned picked[WAYS];

static struct tuner *fresh_tuner(uint64_t bytes)
{
	static const uint64_t costs[WAYS] = { 9, 5, 40, 4, 20, 4 };
	unsigned i;

	for (i = 0; i < WAYS; i++) {
		cost[i] = costs[i] * 1000;
		picked[i] = 0;
	}
	cost[5] += 30;	/* alike, but for noise */
	return zd_tuner_of(&(struct tuner_regime){
		.question = TUNER_WAY, .bytes = bytes,
	});
}

static const struct tuner_field all = { .eligible = ALL };

static void learn(struct tuner *tuner, unsigned way)
{
	zd_tuner_learn(tuner, &all, way, PAGES, PAGES * cost[way] / 1000);
}

static void work_in(struct tuner *tuner, unsigned rounds,
		    const struct tuner_field *field)
{
	unsigned way;

	for (; rounds; rounds--) {
		way = zd_tuner_pick(tuner, field);
		ck_assert_uint_lt(way, WAYS);
		picked[way]++;
		zd_tuner_learn(tuner, field, way, PAGES,
			       PAGES * cost[way] / 1000);
	}
}

static void work(struct tuner *tuner, unsigned rounds)
{
	work_in(tuner, rounds, &all);
}

/* Way 2 gets cheaper than any, which nothing but its own turn will show. */
static void check_that_a_new_best_is_found(struct tuner *tuner)
{
	cost[2] = 1000;
	work(tuner, 32 * WAYS * 9);
	picked[2] = 0;
	work(tuner, 640);
	ck_assert_uint_ge(picked[2], 600);
}

START_TEST(every_way_is_tried_and_the_best_is_used)
{
	struct tuner *tuner = fresh_tuner(BIG);
	unsigned i;

	work(tuner, 3 * WAYS);
	for (i = 0; i < WAYS; i++)
		ck_assert_uint_ge(picked[i], 1);
	work(tuner, 100);
	picked[3] = 0;
	work(tuner, 640);
	ck_assert_uint_ge(picked[3], 620);
}
END_TEST

/* What trying costs in 100 GiB: 800 chunks, of which the most go to the best */
START_TEST(trying_costs_less_than_two_in_a_hundred)
{
	struct tuner *tuner = fresh_tuner(BIG);
	uint64_t spent = 0, least;
	unsigned i;

	work(tuner, 3 * WAYS);
	for (i = 0; i < WAYS; i++)
		picked[i] = 0;
	work(tuner, 8000);
	for (i = 0; i < WAYS; i++)
		spent += picked[i] * cost[i];
	least = 8000 * cost[3];
	ck_assert_uint_lt(100 * spent, 102 * least);
}
END_TEST

START_TEST(a_change_of_regime_is_followed)
{
	struct tuner *tuner = fresh_tuner(BIG);

	work(tuner, 200);
	cost[3] = 50000;
	work(tuner, 200);
	picked[3] = 0;
	work(tuner, 640);
	ck_assert_uint_lt(picked[3], 32);
	/* and a way that was bad once and is good now */
	check_that_a_new_best_is_found(tuner);
}
END_TEST

/* Interrupted samples, thousands of times too long, one in 50 */
START_TEST(an_interruption_does_not_look_like_a_regime)
{
	struct tuner *tuner = fresh_tuner(BIG);
	uint64_t spent = 0;
	unsigned i, way;

	work(tuner, 100);
	for (i = 0; i < 5000; i++) {
		way = zd_tuner_pick(tuner, &all);
		spent += cost[way];
		zd_tuner_learn(tuner, &all, way, PAGES, i % 50 ?
			       PAGES * cost[way] / 1000 : UINT64_C(1) << 40);
	}
	ck_assert_uint_lt(100 * spent, 104 * 5000 * cost[3]);
}
END_TEST

/* Neither a look nor a trial is as long as 24 picks of one way. */
START_TEST(ways_that_are_alike_do_not_take_turns)
{
	struct tuner *tuner = fresh_tuner(BIG);
	unsigned i, way, last = WAYS, in_a_row = 0, used = WAYS, changes = 0;
	uint32_t noise = 1;

	for (i = 0; i < 20000; i++) {
		way = zd_tuner_pick(tuner, &all);
		noise = noise * 1664525 + 1013904223;
		zd_tuner_learn(tuner, &all, way, PAGES, PAGES * cost[way] /
			       1000 * (1000 + (noise >> 16) % 64) / 1000);
		in_a_row = way == last ? in_a_row + 1 : 1;
		last = way;
		if (in_a_row < 24 || way == used)
			continue;
		changes += used < WAYS;
		used = way;
	}
	ck_assert_uint_le(changes, 4);
}
END_TEST

/* Small calls: most of them must not pay for what later ones gain. */
START_TEST(a_short_call_is_seldom_a_trial)
{
	struct tuner *tuner = fresh_tuner(4096);
	unsigned i, trials = 0, best = 0;

	work(tuner, 8);
	for (i = 0; i < 160; i++) {
		unsigned way = zd_tuner_pick(tuner, &all);

		trials += way != best;
		if (cost[way] < cost[best])
			best = way;
		learn(tuner, way);
	}
	ck_assert_uint_le(trials, 4 * 160 / 16);
	work(tuner, 800);
	picked[3] = 0;
	work(tuner, 640);
	ck_assert_uint_ge(picked[3], 600);
}
END_TEST

/* Nothing of a memmap that is new each time stays in a cache. */
START_TEST(a_look_at_a_short_fresh_call_is_one_call)
{
	struct tuner *tuner = zd_tuner_of(&(struct tuner_regime){
		.fresh = true, .bytes = 4096,
	});
	unsigned i;

	fresh_tuner(4096);
	cost[0] = 2000;
	work(tuner, 16 * 10);
	for (i = 1; i < WAYS; i++)
		ck_assert_uint_le(picked[i], 2);
	ck_assert_uint_ge(picked[0], 16 * 10 - 10);
	check_that_a_new_best_is_found(tuner);
}
END_TEST

/* While it was there, a neighbour took the cache that ways 0 to 4 live in. */
START_TEST(base_that_lost_to_a_neighbour_is_soon_tried_again)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(16) << 20);
	unsigned i;

	cost[0] = 3500;
	work(tuner, 4000);
	for (i = 0; i < 5; i++)
		cost[i] += 8000;
	work(tuner, 2000);
	for (i = 0; i < 5; i++)
		cost[i] -= 8000;
	picked[0] = 0;
	work(tuner, 1000);
	ck_assert_uint_ge(picked[0], 450);
}
END_TEST

/*
 * Way 0 streams: it costs 8 each time, and leaves a cold cache, in which the
 * others cost 60, 40 and 20 before they cost what they do. The tuner must not
 * stay with way 0.
 */
START_TEST(what_the_way_before_left_is_not_held_against_one)
{
	static const struct tuner_field three = {
		.eligible = 7, .streaming = 1,
	};
	static const unsigned cold[] = { 60, 40, 20 };
	struct tuner *tuner = fresh_tuner(UINT64_C(4) << 20);
	unsigned i, way, ns, warm = 0, used = 0;

	for (i = 0; i < 4000; i++) {
		way = zd_tuner_pick(tuner, &three);
		ns = way == 0 ? 8 : warm < 3 ? cold[warm] : way == 1 ? 5 : 12;
		warm = way == 0 ? 0 : warm + 1;
		zd_tuner_learn(tuner, &three, way, PAGES,
			       (uint64_t)PAGES * ns);
		used += i >= 2000 && way == 1;
	}
	ck_assert_uint_ge(used, 1850);
}
END_TEST

/*
 * Ordinary stores leave dirty lines, in which streaming ones find @HARM more to
 * do, and spare the first ordinary ones that and more: until there have been
 * some dozens of one kind. Of ways 0 to 2, and 3 to 5, which stream, a single
 * sample thus shows the wrong kind as the better one. Costs are ps a page.
 */
#define HARM	300
#define SPARED	400
#define STREAMING	0x38

static const struct tuner_field two_kinds = {
	.eligible = ALL, .streaming = STREAMING,
};

struct company {
	struct tuner *tuner;
	double dirty;			/* 0 to 1 */
	double spent;			/* by all picks so far */
	unsigned picks, streamed;
};

static void chunk(struct company *c, unsigned ordinary, unsigned streaming)
{
	unsigned way = zd_tuner_pick(c->tuner, &two_kinds);
	double ps;

	if (way >= 3) {
		ps = streaming + 40 * (way - 3) + HARM * c->dirty;
		c->dirty -= c->dirty / 30;
	} else {
		ps = ordinary + 100 * way - SPARED * (1 - c->dirty);
		c->dirty += (1 - c->dirty) / 16;
	}
	ps *= 1 + (c->picks++ * 7919 % 101) / 1000.0;	/* noise */
	zd_tuner_learn(c->tuner, &two_kinds, way, PAGES,
		       (uint64_t)(PAGES * ps / 1000));
	c->spent += ps;
	c->streamed += way >= 3;
}

static struct company in_company(double dirty)
{
	return (struct company){ .tuner = fresh_tuner(BIG), .dirty = dirty };
}

/* How many of so many more chunks are streamed */
static unsigned streamed(struct company *c, unsigned chunks, unsigned ordinary,
			 unsigned streaming)
{
	unsigned before = c->streamed;

	for (; chunks; chunks--)
		chunk(c, ordinary, streaming);
	return c->streamed - before;
}

START_TEST(what_others_left_is_not_held_against_a_way)
{
	struct company c = in_company(_i);

	ck_assert_uint_ge(streamed(&c, 800, 2550, 2350), 600);
	ck_assert_uint_ge(streamed(&c, 8000, 2550, 2350), 7200);
}
END_TEST

START_TEST(what_others_spared_it_does_not_count_for_a_way)
{
	struct company c = in_company(_i);

	streamed(&c, 800, 2350, 2450);
	ck_assert_uint_le(streamed(&c, 8000, 2350, 2450), 800);
}
END_TEST

/* Which no look at it would show */
START_TEST(streaming_that_has_become_the_best_is_found)
{
	struct company c = in_company(_i);

	streamed(&c, 2000, 2350, 2500);
	streamed(&c, 8000, 2350, 2150);
	ck_assert_uint_ge(streamed(&c, 2000, 2350, 2150), 1700);
}
END_TEST

/* In a first bind of 100 GiB, and later */
START_TEST(trials_of_another_kind_cost_little)
{
	struct company c = in_company(_i % 2);
	double first;

	streamed(&c, 800, 2350, 2500 + 200 * (_i / 2));
	first = c.spent;
	ck_assert(first < 800 * 2350 * 1.05 * 1.04);
	streamed(&c, 16000, 2350, 2500 + 200 * (_i / 2));
	ck_assert(c.spent - first < 16000 * 2350 * 1.05 * 1.01);
}
END_TEST

/* A neighbour slows all ways down for a while: the best is the best still. */
START_TEST(what_slows_all_ways_changes_nothing)
{
	struct tuner *tuner = fresh_tuner(BIG);
	unsigned i, round;

	work(tuner, 200);
	picked[3] = 0;
	for (round = 0; round < 8; round++) {
		for (i = 0; i < WAYS; i++)
			cost[i] = round & 1 ? cost[i] / 2 : cost[i] * 2;
		work(tuner, 500);
	}
	ck_assert_uint_ge(picked[3], 3600);
}
END_TEST

START_TEST(regimes_learn_apart)
{
	struct tuner_regime regime = { .bytes = 4096 };
	struct tuner *a = zd_tuner_of(&regime), *b;
	unsigned i;

	ck_assert_ptr_eq(zd_tuner_of(&regime), a);
	regime.fresh = true;
	b = zd_tuner_of(&regime);
	ck_assert_ptr_ne(b, a);
	for (i = 0; i < 8; i++)
		zd_tuner_learn(b, &all, 2, 100, 100);
	ck_assert_uint_eq(zd_tuner_pick(b, &all), 2);
	ck_assert_uint_eq(zd_tuner_pick(a, &all), 0);
	regime.fresh = false;
	regime.bytes = UINT64_C(1) << 40;
	ck_assert_ptr_ne(zd_tuner_of(&regime), a);
	regime.question = TUNER_CREW;
	ck_assert_ptr_ne(zd_tuner_of(&regime),
			 zd_tuner_of(&(struct tuner_regime){
				.bytes = UINT64_C(1) << 40 }));
}
END_TEST

/* Way 4 is of the kind of way 2, which is ten times slower than the best. */
START_TEST(a_way_whose_kind_is_far_from_the_best_is_not_tried)
{
	static const uint8_t parent[TUNER_WAYS] = { 0, 1, 2, 3, 2, 1 };
	const struct tuner_field field = {
		.eligible = ALL, .parent = parent,
	};
	struct tuner *tuner = fresh_tuner(BIG);

	work_in(tuner, 5000, &field);
	ck_assert_uint_ge(picked[2], 1);
	ck_assert_uint_eq(picked[4], 0);
	ck_assert_uint_ge(picked[5], 1);
}
END_TEST

START_TEST(a_clock_that_stands_still_teaches_nothing)
{
	struct tuner *tuner = fresh_tuner(BIG);

	zd_tuner_learn(tuner, &all, 4, PAGES, 0);
	ck_assert_uint_eq(zd_tuner_pick(tuner, &all), 0);
	zd_tuner_learn(tuner, &all, 4, 0, 1);
	ck_assert_uint_eq(zd_tuner_pick(tuner, &all), 0);
}
END_TEST

START_TEST(only_eligible_ways_are_picked)
{
	static const struct tuner_field some = {
		.eligible = 0x16, .streaming = 0x12,
	};
	struct tuner *tuner = fresh_tuner(BIG);
	unsigned i, way;

	for (i = 0; i < 10000; i++) {
		way = zd_tuner_pick(tuner, &some);
		ck_assert(some.eligible >> way & 1);
		zd_tuner_learn(tuner, &some, way, PAGES,
			       PAGES * cost[way] / 1000);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("tuner");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, every_way_is_tried_and_the_best_is_used);
	tcase_add_test(tc, trying_costs_less_than_two_in_a_hundred);
	tcase_add_test(tc, a_change_of_regime_is_followed);
	tcase_add_test(tc, an_interruption_does_not_look_like_a_regime);
	tcase_add_test(tc, ways_that_are_alike_do_not_take_turns);
	tcase_add_test(tc, a_short_call_is_seldom_a_trial);
	tcase_add_test(tc, a_look_at_a_short_fresh_call_is_one_call);
	tcase_add_test(tc, base_that_lost_to_a_neighbour_is_soon_tried_again);
	tcase_add_test(tc, what_the_way_before_left_is_not_held_against_one);
	tcase_add_loop_test(tc, what_others_left_is_not_held_against_a_way,
			    0, 2);
	tcase_add_loop_test(tc, what_others_spared_it_does_not_count_for_a_way,
			    0, 2);
	tcase_add_loop_test(tc, streaming_that_has_become_the_best_is_found,
			    0, 2);
	tcase_add_loop_test(tc, trials_of_another_kind_cost_little,
			    0, 4);
	tcase_add_test(tc, what_slows_all_ways_changes_nothing);
	tcase_add_test(tc, regimes_learn_apart);
	tcase_add_test(tc, a_way_whose_kind_is_far_from_the_best_is_not_tried);
	tcase_add_test(tc, a_clock_that_stands_still_teaches_nothing);
	tcase_add_test(tc, only_eligible_ways_are_picked);
	return run_tcase("tuner", tc);
}
