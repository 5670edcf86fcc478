/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_verdict.c - what zonedev bench says of recorded machines
 *
 * Times of a rebind of 1.54 GiB of descriptors, medians that were measured; the
 * rounds around them are made up from a fixed seed.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "support/runner.h"
#include "zonedev/bench/bench.h"

#define ROUNDS	24

static uint64_t state = 88172645463325252;

/* From -1 to 1 */
static double noise(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return 2 * ((double)(state >> 11) / 9007199254740992.0) - 1;
}

/* A row's median, ms */
struct recorded {
	const char *row;
	double ms;
};

/* Base first, up to one without a name; each run within +-@spread of it */
struct machine {
	double spread;
	unsigned rounds;
	struct recorded rows[8];
};

/* Zen 5, 25 November 2026: eight MOVNTI, MOVDIR64B, vmovntdq by auto */
static const struct machine quiet = {
	0.03, ROUNDS, {
		{ "base", 60.8 }, { "control", 60.5 }, { "template", 65 },
		{ "streaming-movnti", 89.6 }, { "streaming-movdir64b", 49.4 },
		{ "prefetchw", 58 }, { "auto", 48.6 }, { NULL, 0 },
	},
};

/* An hour later, the host busy */
static const struct machine busy = {
	0.03, ROUNDS, {
		{ "base", 73 }, { "control", 73 },
		{ "streaming-movnti", 140 }, { "streaming-movdir64b", 81 },
		{ "prefetchw", 78 }, { "auto", 79 }, { NULL, 0 },
	},
};

/* The same with a host that changes by half within a round */
static const struct machine noisy = {
	0.5, ROUNDS, {
		{ "base", 73 }, { "control", 73 }, { "streaming-movnti", 75 },
		{ "streaming-movdir64b", 71 }, { "auto", 70 }, { NULL, 0 },
	},
};

/* "template is the fastest path, 1.47 times as fast as base", of 3 rebinds */
static const struct machine few = {
	0.4, 3, {
		{ "base", 88 }, { "control", 71 }, { "template", 60 },
		{ "streaming-movnti", 90 }, { NULL, 0 },
	},
};

/* Rounds for an interval of one path, and not for the best of five */
static const struct machine some = {
	0.02, 11, {
		{ "base", 70 }, { "control", 69 }, { "template", 60 },
		{ "streaming-movnti", 50 }, { "streaming-movdir64b", 48 },
		{ "prefetchw", 58 }, { "auto", 49 }, { NULL, 0 },
	},
};

/* auto at 1.16 of base, which was said to leave little to win at 91 % */
static const struct machine auto_wins = {
	0.02, ROUNDS, {
		{ "base", 70 }, { "control", 69 }, { "template", 71 },
		{ "streaming-movnti", 82 }, { "auto", 60.3 }, { NULL, 0 },
	},
};

/* template at 1.01, streaming at 0.87: it is not the copying page by page */
static const struct machine last_patch = {
	0.02, ROUNDS, {
		{ "base", 70 }, { "control", 69.5 }, { "template", 69.3 },
		{ "streaming-movnti", 80.5 }, { "auto", 69.5 }, { NULL, 0 },
	},
};

static const struct scenario scenario = { .name = "nd_pmem" };

static void add_round(struct measured *row, double ns, double base_ns)
{
	ck_assert_int_eq(sample_add_pair(&row->rebind.ns, ns,
					 &row->rebind.base, base_ns), 0);
}

static void play_round(struct measurement *m, const struct machine *machine)
{
	double base = machine->rows[0].ms, ns[8], beside[8];
	unsigned i;

	for (i = 0; i <= m->nr_rows; i++) {
		ns[i] = machine->rows[i].ms * (1 + machine->spread * noise());
		beside[i] = base * (1 + machine->spread * noise());
	}
	add_round(&m->base, ns[0], ns[0]);
	for (i = 1; i <= m->nr_rows; i++)
		add_round(&m->row[i - 1], ns[i], beside[i]);
}

static void play(struct bench_result *b, const struct machine *machine)
{
	struct measurement *m = &b->measurement;
	unsigned i, round;

	memset(b, 0, sizeof(*b));
	b->scenario = &scenario;
	m->base.type = row_type_find("base");
	m->base.threads = 1;
	for (i = 1; machine->rows[i].row; i++)
		measurement_add_row(m, row_type_find(machine->rows[i].row), 1);
	for (round = 0; round < machine->rounds; round++)
		play_round(m, machine);
}

static char verdict[4096];

static void judge(const struct machine *machine)
{
	struct bench_result b;

	play(&b, machine);
	bench_verdict(&b, verdict, sizeof(verdict));
	measurement_free(&b.measurement);
}

static void said(const char *words)
{
	ck_assert_msg(strstr(verdict, words) != NULL, "'%s' is not in:\n%s",
		      words, verdict);
}

static void not_said(const char *words)
{
	ck_assert_msg(!strstr(verdict, words), "'%s' is in:\n%s", words,
		      verdict);
}

START_TEST(zen_5_quiet_streaming_helps_by_movdir64b_not_by_movnti)
{
	judge(&quiet);
	said("the published series help here? No: streaming-movnti has 0.6");
	said("that a kernel can use? Yes, by streaming-movdir64b: 1.2");
	said("best for a kernel? streaming-movdir64b, 1.2");
	said("best for a program? auto, 1.2");
	said("the ratios are fair");
	not_said("undecided");
	not_said("WARNING");
}
END_TEST

START_TEST(zen_5_busy_nothing_beats_base)
{
	judge(&busy);
	said("the published series help here? No: streaming-movnti has 0.5");
	said("that a kernel can use? No: the best, prefetchw, has 0.9");
	said("best for a kernel? base: no path beats it");
	said("best for a program? base: no path beats it");
	not_said("undecided");
}
END_TEST

START_TEST(noise_is_undecided_and_nobody_wins)
{
	judge(&noisy);
	said("published series help here? It is undecided on this machine now: ");
	said(" after 24 rounds; try when idle");
	said("best for a kernel? It is undecided");
	said("best for a program? It is undecided");
	not_said("Yes");
	not_said("No:");
	not_said("WARNING");
}
END_TEST

/* What is said where the rounds took @seconds in all */
static void judge_after(const struct machine *machine, uint64_t seconds)
{
	struct bench_result b;

	play(&b, machine);
	b.measurement.took_ns = seconds * 1000000000;
	bench_verdict(&b, verdict, sizeof(verdict));
	measurement_free(&b.measurement);
}

/* Of 3 rounds there is no interval: 16 would have one, or may. */
START_TEST(undecided_says_how_much_time_may_tell)
{
	judge_after(&few, 12);
	said("3 rounds are too few for an interval; --time 64 may decide, or an idle machine");
	judge_after(&few, 3000);
	said("3 rounds are too few for an interval; an hour would not decide, an idle machine may");
	judge_after(&noisy, 24);
	said(" after 24 rounds; --time ");
	not_said("try when idle");
}
END_TEST

START_TEST(three_rounds_have_no_winner_and_no_warning)
{
	judge(&few);
	said("3 rounds are too few for an interval");
	not_said("template, ");
	not_said("Yes");
	not_said("No:");
	not_said("WARNING");
	not_said("How much faster can");
}
END_TEST

START_TEST(too_few_rounds_for_the_best_of_many_are_said_to_be_so)
{
	judge(&some);
	said("11 rounds are too few for an interval that holds for the best of 5 paths");
	said("Does the published series help here? Yes");
}
END_TEST

START_TEST(what_auto_wins_is_not_called_little)
{
	double most;
	char *at;

	judge(&auto_wins);
	said("best for a program? auto, 1.1");
	not_said("little to win");
	at = strstr(verdict, "at most ");
	at = strstr(at + 1, "can have at most ");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(sscanf(at, "can have at most %lf", &most), 1);
	ck_assert_double_ge(most, 1.15);
}
END_TEST

START_TEST(loss_of_the_last_patch_is_not_put_on_the_copying)
{
	judge(&last_patch);
	said("the published series help here? No: streaming-movnti has 0.8");
	not_said("page by page");
	not_said("Why");
}
END_TEST

START_TEST(slow_base_is_warned_of_with_an_interval)
{
	struct machine slow = quiet;

	slow.rows[1].ms = 50;
	judge(&slow);
	said("WARNING: base takes 1.2");
	slow.spread = 0.5;
	judge(&slow);
	not_said("WARNING");
}
END_TEST

START_TEST(share_of_recorded_rounds_is_at_most_all)
{
	static const struct machine *const all[] = {
		&quiet, &busy, &noisy, &few, &auto_wins, &last_patch,
	};
	struct bench_result b;
	unsigned i, row;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		play(&b, all[i]);
		for (row = 0; bench_row_at(&b, row); row++) {
			struct interval share =
				share_of_limit(&b.measurement,
					       bench_row_at(&b, row));

			ck_assert_double_le(share.value, 1);
			ck_assert(isinf(share.high) || share.high <= 1);
		}
		measurement_free(&b.measurement);
	}
}
END_TEST

static void add_all_rows(struct measurement *m)
{
	const struct row_type *type;
	unsigned i;

	m->base.type = row_type_at(0);
	m->base.threads = 1;
	for (i = 1; (type = row_type_at(i)); i++)
		if (row_type_here(type))
			measurement_add_row(m, type, 1);
	measurement_add_row(m, row_type_find("auto"), 2);
}

/* Rows that are equally fast, and rounds that differ by 8 % by chance */
static void play_equal_rows(struct measurement *m, unsigned rounds)
{
	unsigned i;

	m->nr_rows = 20;
	for (; rounds; rounds--) {
		add_round(&m->base, 80, 80);
		for (i = 0; i < m->nr_rows; i++)
			add_round(&m->row[i], 60 * (1 + 0.14 * noise()),
				  80);
	}
}

/* The fastest of twenty in one round is no limit: none keeps to it. */
START_TEST(chance_raises_the_limit_the_less_the_more_rounds)
{
	struct measurement short_run = { .base.threads = 1 };
	struct measurement long_run = { .base.threads = 1 };
	struct interval share;

	play_equal_rows(&short_run, 40);
	share = share_of_limit(&short_run, &short_run.row[0]);
	ck_assert_double_lt(share.value, 0.92);
	play_equal_rows(&long_run, 1024);
	share = share_of_limit(&long_run, &long_run.row[0]);
	ck_assert_double_gt(share.low, 0.95);
	ck_assert_double_le(share.high, 1);
	measurement_free(&short_run);
	measurement_free(&long_run);
}
END_TEST

START_TEST(rounds_are_32_to_63_blocks)
{
	size_t rounds, n;

	for (rounds = 1; rounds < 32; rounds++)
		ck_assert_uint_eq(share_block_rounds(rounds), 1);
	for (; rounds < 5000; rounds++) {
		n = share_block_rounds(rounds);
		ck_assert_uint_ge(rounds / n, 32);
		ck_assert_uint_le(rounds / n, 63);
	}
}
END_TEST

/* What rested in a round was no limit of its block; nor are more threads. */
START_TEST(limit_is_of_what_ran_in_all_rounds_of_a_block)
{
	struct measurement m = { .base.threads = 1, .nr_rows = 2 };
	struct limit fill = { .threads = 1 }, two = { .threads = 2 };
	struct sample limit = {0}, own = {0};
	unsigned round;

	for (round = 0; round < 64; round++) {
		add_round(&m.base, 80, 80);
		add_round(&m.row[0], 70, 80);
		if (round < 8)
			add_round(&m.row[1], 60, 80);
		sample_add(&fill.rounds, round % 8 ? 65 : 0);
		sample_add(&two.rounds, 40);
	}
	m.limits = (struct limits){ (struct limit[]){ fill, two }, 2, 64 };
	ck_assert_int_eq(share_blocks(&m, &m.row[0], &limit, &own), 0);
	ck_assert_uint_eq(limit.n, 32);
	ck_assert(limit.values[0] == 60 && limit.values[3] == 60);
	ck_assert(limit.values[4] == 70 && limit.values[5] == 65);
	ck_assert(own.values[0] == 70 && own.values[31] == 70);
	ck_assert(share_limit(&m, &m.base).value == 65);
	sample_free(&limit);
	sample_free(&own);
	sample_free(&fill.rounds);
	sample_free(&two.rounds);
	m.limits = (struct limits){0};
	measurement_free(&m);
}
END_TEST

/* Whatever a machine does: none is faster than the limit of its run */
START_TEST(no_row_of_a_real_run_passes_its_limit)
{
	struct measurement m = {
		.name = "test", .model = zonedev_models()[0],
		.config = {
			.type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_MEM,
			.start_pfn = SCENARIO_START_PFN, .size = 64 << 20,
			.align = 2 << 20,
		},
		.binds = 1, .rebinds = 3, .fills = true,
	};
	struct sample limit = {0}, own = {0};
	const struct measured *row;
	char why[256];
	unsigned i, round;

	add_all_rows(&m);
	ck_assert_int_eq(measure(&m, why, sizeof(why)), 0);
	for (i = 0; i <= m.nr_rows; i++) {
		row = i ? &m.row[i - 1] : &m.base;
		ck_assert_int_eq(share_blocks(&m, row, &limit, &own), 0);
		ck_assert_uint_eq(row->rebind.ns.n, limit.n);
		ck_assert_uint_eq(row->rebind.ns.n, row->rebind.base.n);
		for (round = 0; round < limit.n; round++)
			ck_assert_double_le(limit.values[round],
					    own.values[round]);
		sample_free(&limit);
		sample_free(&own);
	}
	measurement_free(&m);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("verdict");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc,
		       zen_5_quiet_streaming_helps_by_movdir64b_not_by_movnti);
	tcase_add_test(tc, zen_5_busy_nothing_beats_base);
	tcase_add_test(tc, noise_is_undecided_and_nobody_wins);
	tcase_add_test(tc, undecided_says_how_much_time_may_tell);
	tcase_add_test(tc, three_rounds_have_no_winner_and_no_warning);
	tcase_add_test(tc,
		       too_few_rounds_for_the_best_of_many_are_said_to_be_so);
	tcase_add_test(tc, what_auto_wins_is_not_called_little);
	tcase_add_test(tc, loss_of_the_last_patch_is_not_put_on_the_copying);
	tcase_add_test(tc, slow_base_is_warned_of_with_an_interval);
	tcase_add_test(tc, share_of_recorded_rounds_is_at_most_all);
	tcase_add_test(tc, chance_raises_the_limit_the_less_the_more_rounds);
	tcase_add_test(tc, rounds_are_32_to_63_blocks);
	tcase_add_test(tc, limit_is_of_what_ran_in_all_rounds_of_a_block);
	tcase_add_test(tc, no_row_of_a_real_run_passes_its_limit);
	return run_tcase("verdict", tc);
}
