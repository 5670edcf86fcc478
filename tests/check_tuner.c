/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_tuner.c - what auto's tuner settles on, given what ways cost
 *
 * Costs are made up, so nothing here depends on the machine's speed.
 */
#include "runner.h"
#include "tuner.h"

#define WAYS	6
#define ALL	((1u << WAYS) - 1)
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

static void work(struct tuner *tuner, unsigned rounds, const uint8_t *parent)
{
	unsigned way;

	for (; rounds; rounds--) {
		way = zd_tuner_pick(tuner, ALL, parent);
		ck_assert_uint_lt(way, WAYS);
		picked[way]++;
		zd_tuner_learn(tuner, way, PAGES, PAGES * cost[way] / 1000);
	}
}

START_TEST(every_way_is_tried_and_the_best_is_used)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);
	unsigned i;

	work(tuner, 3 * WAYS, NULL);
	for (i = 0; i < WAYS; i++)
		ck_assert_uint_ge(picked[i], 1);
	picked[3] = 0;
	work(tuner, 640, NULL);
	ck_assert_uint_ge(picked[3], 620);
}
END_TEST

/* What trying costs in 100 GiB: 800 chunks, of which the most go to the best */
START_TEST(trying_costs_less_than_two_in_a_hundred)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);
	uint64_t spent = 0, least;
	unsigned i;

	work(tuner, 3 * WAYS, NULL);
	for (i = 0; i < WAYS; i++)
		picked[i] = 0;
	work(tuner, 8000, NULL);
	for (i = 0; i < WAYS; i++)
		spent += picked[i] * cost[i];
	least = 8000 * cost[3];
	ck_assert_uint_lt(100 * spent, 102 * least);
}
END_TEST

START_TEST(a_change_of_regime_is_followed)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);

	work(tuner, 200, NULL);
	cost[3] = 50000;
	work(tuner, 200, NULL);
	picked[3] = 0;
	work(tuner, 640, NULL);
	ck_assert_uint_lt(picked[3], 32);
	/* and a way that was bad once and is good now */
	cost[2] = 1000;
	work(tuner, 32 * WAYS * 9, NULL);
	picked[2] = 0;
	work(tuner, 640, NULL);
	ck_assert_uint_ge(picked[2], 600);
}
END_TEST

/* Interrupted samples, thousands of times too long, one in 50 */
START_TEST(an_interruption_does_not_look_like_a_regime)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);
	uint64_t spent = 0;
	unsigned i, way;

	work(tuner, 100, NULL);
	for (i = 0; i < 5000; i++) {
		way = zd_tuner_pick(tuner, ALL, NULL);
		spent += cost[way];
		zd_tuner_learn(tuner, way, PAGES, i % 50 ?
			       PAGES * cost[way] / 1000 : UINT64_C(1) << 40);
	}
	ck_assert_uint_lt(100 * spent, 104 * 5000 * cost[3]);
}
END_TEST

START_TEST(ways_that_are_alike_do_not_take_turns)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);
	unsigned i, way, last = WAYS, changes = 0;

	work(tuner, 100, NULL);
	for (i = 0; i < 640; i++) {
		way = zd_tuner_pick(tuner, ALL, NULL);
		zd_tuner_learn(tuner, way, PAGES, PAGES * cost[way] / 1000);
		if (way != 3 && way != 5)
			continue;
		changes += last < WAYS && way != last;
		last = way;
	}
	/* A look at the other one is two changes. */
	ck_assert_uint_le(changes, 2 * 640 / 32);
}
END_TEST

/* Small calls: most of them must not pay for what later ones gain. */
START_TEST(a_short_call_is_seldom_a_trial)
{
	struct tuner *tuner = fresh_tuner(4096);
	unsigned i, trials = 0, best = 0;

	work(tuner, 8, NULL);
	for (i = 0; i < 160; i++) {
		unsigned way = zd_tuner_pick(tuner, ALL, NULL);

		trials += way != best;
		if (cost[way] < cost[best])
			best = way;
		zd_tuner_learn(tuner, way, 512, 512 * cost[way] / 1000);
	}
	ck_assert_uint_le(trials, 4 * 160 / 16);
	work(tuner, 800, NULL);
	picked[3] = 0;
	work(tuner, 640, NULL);
	ck_assert_uint_ge(picked[3], 600);
}
END_TEST

/*
 * Way 2 streams: it costs 8 each time, and leaves a cold cache, in which the
 * others cost 60, 40 and 20 before they cost what they do. The tuner must not
 * stay with way 2.
 */
START_TEST(what_the_way_before_left_is_not_held_against_one)
{
	static const unsigned cold[] = { 60, 40, 20 };
	struct tuner *tuner = fresh_tuner(UINT64_C(4) << 20);
	unsigned i, way, ns, warm = 0, used = 0;

	for (i = 0; i < 4000; i++) {
		way = zd_tuner_pick(tuner, 7, NULL);
		ns = way == 2 ? 8 : warm < 3 ? cold[warm] : way == 1 ? 5 : 12;
		warm = way == 2 ? 0 : warm + 1;
		zd_tuner_learn(tuner, way, PAGES, (uint64_t)PAGES * ns);
		used += i >= 2000 && way == 1;
	}
	ck_assert_uint_ge(used, 1850);
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
		zd_tuner_learn(b, 2, 100, 100);
	ck_assert_uint_eq(zd_tuner_pick(b, ALL, NULL), 2);
	ck_assert_uint_eq(zd_tuner_pick(a, ALL, NULL), 0);
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
	static const uint8_t parent[24] = { 0, 1, 2, 3, 2, 1 };
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);

	work(tuner, 5000, parent);
	ck_assert_uint_ge(picked[2], 1);
	ck_assert_uint_eq(picked[4], 0);
	ck_assert_uint_ge(picked[5], 1);
}
END_TEST

START_TEST(a_clock_that_stands_still_teaches_nothing)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);

	zd_tuner_learn(tuner, 4, PAGES, 0);
	ck_assert_uint_eq(zd_tuner_pick(tuner, ALL, NULL), 0);
	zd_tuner_learn(tuner, 4, 0, 1);
	ck_assert_uint_eq(zd_tuner_pick(tuner, ALL, NULL), 0);
}
END_TEST

START_TEST(only_eligible_ways_are_picked)
{
	struct tuner *tuner = fresh_tuner(UINT64_C(1) << 30);
	unsigned i, way;

	for (i = 0; i < 1000; i++) {
		way = zd_tuner_pick(tuner, 0x16, NULL);
		ck_assert(0x16 >> way & 1);
		zd_tuner_learn(tuner, way, PAGES, PAGES * cost[way] / 1000);
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
	tcase_add_test(tc, what_the_way_before_left_is_not_held_against_one);
	tcase_add_test(tc, regimes_learn_apart);
	tcase_add_test(tc, a_way_whose_kind_is_far_from_the_best_is_not_tried);
	tcase_add_test(tc, a_clock_that_stands_still_teaches_nothing);
	tcase_add_test(tc, only_eligible_ways_are_picked);
	return run_tcase("tuner", tc);
}
