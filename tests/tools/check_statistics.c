/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_statistics.c - ratios with an interval: how often they are wrong
 *
 * The noise is made up from a fixed seed, or was recorded: what is asserted is
 * a property of the method and not of this machine.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/statistics.h"
#include "support/runner.h"

#define TRIALS		400
#define ROUNDS		60

/* xorshift64, G. Marsaglia, 2003 */
static uint64_t state;

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) / 9007199254740992.0;
}

static void seed(uint64_t n)
{
	unsigned i;

	state = UINT64_C(0x9e3779b97f4a7c15) * (n + 1);
	for (i = 0; i < 16; i++)
		uniform();
}

static double normal(void)
{
	double sum = -6;
	unsigned i;

	for (i = 0; i < 12; i++)
		sum += uniform();
	return sum;
}

/* What the machine does to one run after the other */
static struct {
	double drift;
	unsigned burst;
	bool busy;
} machine;

static double independent(double sigma)
{
	return exp(sigma * normal());
}

/* A walk: slower and slower, or faster */
static double drift(double sigma)
{
	machine.drift += 0.3 * sigma * normal();
	return exp(machine.drift + sigma * normal());
}

/* Up to 20 runs in a row are slower, by 4 to 12 times the noise */
static double bursts(double sigma)
{
	if (!machine.burst && uniform() < 0.02)
		machine.burst = 1 + (unsigned)(20 * uniform());
	if (!machine.burst)
		return exp(sigma * normal());
	machine.burst--;
	return (1 + 8 * sigma * (0.5 + uniform())) * exp(sigma * normal());
}

/* Some 20 runs each of a quiet and of a busy host */
static double two_regimes(double sigma)
{
	if (uniform() < 0.05)
		machine.busy = !machine.busy;
	return (machine.busy ? 1 + 6 * sigma : 1) * exp(sigma * normal());
}

/* Up to 20 times the noise in one run of 20 */
static double heavy_tails(double sigma)
{
	return exp(sigma * normal() / (0.05 + uniform()));
}

/* A round leans as the last one did: it is no independent evidence */
static double leaning(double sigma)
{
	machine.drift = 0.2 * machine.drift + sigma * normal();
	return exp(machine.drift);
}

static double leaning_much(double sigma)
{
	machine.drift = 0.8 * machine.drift + sigma * normal();
	return exp(machine.drift);
}

static const struct noise {
	const char *name;
	double (*of)(double sigma);
	bool one_sided;		/* meets one side of the pair alone */
} noises[] = {
	{ "independent", independent, false },
	{ "drift", drift, false },
	{ "bursts", bursts, false },
	{ "two regimes", two_regimes, false },
	{ "heavy tails", heavy_tails, false },
	{ "leaning", leaning, true },
};

static const double levels[] = { 0.001, 0.005, 0.02, 0.08, 0.3 };

#define NR_NOISES	((int)(sizeof(noises) / sizeof(noises[0])))
#define NR_LEVELS	((int)(sizeof(levels) / sizeof(levels[0])))

static void add_round(const struct noise *noise, double sigma, double truth,
		      struct sample *a, struct sample *b)
{
	double x = 1, y = 1;

	if (noise->one_sided) {
		x = noise->of(sigma);
	} else if (a->n % 2) {
		x = noise->of(sigma);
		y = noise->of(sigma);
	} else {
		y = noise->of(sigma);
		x = noise->of(sigma);
	}
	ck_assert_int_eq(sample_add_pair(a, truth * x, b, y), 0);
}

/* Whether a sentence said what is not so, at any look or at the last */
struct trial {
	bool ever_wrong, wrong, decided;
};

static struct trial run_trial(const struct noise *noise, double sigma,
			      double truth, uint64_t n)
{
	struct sample a = {0}, b = {0};
	struct trial trial = {0};
	struct interval ratio = {0};
	unsigned round;

	seed(n);
	memset(&machine, 0, sizeof(machine));
	for (round = 0; round < ROUNDS; round++) {
		add_round(noise, sigma, truth, &a, &b);
		ratio = statistics_ratio(&a, &b, STATISTICS_ERROR);
		trial.ever_wrong |= interval_decided(&ratio, truth);
	}
	trial.wrong = interval_decided(&ratio, truth);
	trial.decided = interval_decided(&ratio, 1);
	sample_free(&a);
	sample_free(&b);
	return trial;
}

/* Looked at after every round, and counted if any of the looks was wrong */
START_TEST(repeated_looks_wrong_in_under_5_of_100)
{
	const struct noise *noise = &noises[_i / NR_LEVELS];
	double sigma = levels[_i % NR_LEVELS];
	unsigned n, wrong = 0;

	for (n = 0; n < TRIALS; n++)
		wrong += run_trial(noise, sigma, 1.25, n).ever_wrong;
	ck_assert_msg(wrong < TRIALS / 20, "%s, %g: %u of %u trials were wrong",
		      noise->name, sigma, wrong, TRIALS);
}
END_TEST

START_TEST(leaning_rounds_wrong_in_under_5_of_100)
{
	const struct noise noise = { "leaning much", leaning_much, true };
	unsigned n, wrong = 0;

	for (n = 0; n < TRIALS; n++)
		wrong += run_trial(&noise, levels[_i], 1, n).wrong;
	ck_assert_msg(wrong < TRIALS / 20, "%u of %u trials were wrong",
		      wrong, TRIALS);
}
END_TEST

/* By any noise on both sides that leaves a round's ratio within 2 to 3 % */
START_TEST(difference_of_5_percent_decided_in_95_of_100)
{
	const struct noise *noise = &noises[_i];
	double sigma = noise->of == heavy_tails ? 0.01 : 0.02;
	unsigned n, decided = 0;

	if (noise->one_sided)
		return;
	for (n = 0; n < TRIALS; n++)
		decided += run_trial(noise, sigma, 1.05, n).decided;
	ck_assert_msg(decided > TRIALS * 95 / 100, "%s: %u of %u decided",
		      noise->name, decided, TRIALS);
}
END_TEST

/* What base's chunks took on a real host: the first line of each round */
#define TRACE_ROUNDS	12
#define TRACE_CHUNKS	80
#define TRACE_ROWS	14
#define TRACE_HEAD	5

static const char *const traces[] = { "zen5-quiet", "zen5-hog", "zen5-bursts" };

static void read_line(FILE *file, double *chunks)
{
	unsigned i;

	for (i = 0; i < TRACE_CHUNKS; i++)
		ck_assert_int_eq(fscanf(file, "%lf", &chunks[i]), 1);
}

static void skip_lines(FILE *file, unsigned n)
{
	int c;

	while (n && (c = fgetc(file)) != EOF)
		n -= c == '\n';
}

static void read_trace(const char *name, double (*rounds)[TRACE_CHUNKS])
{
	const char *srcdir = getenv("srcdir");
	char path[512];
	FILE *file;
	unsigned i;

	snprintf(path, sizeof(path), "%s/tests/zonedev/traces/%s.txt",
		 srcdir ? srcdir : ".", name);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "cannot read %s", path);
	skip_lines(file, TRACE_HEAD);
	for (i = 0; i < TRACE_ROUNDS; i++) {
		read_line(file, rounds[i]);
		skip_lines(file, TRACE_ROWS);
	}
	fclose(file);
}

static double sum(const double *values, unsigned n)
{
	double all = 0;

	while (n)
		all += values[--n];
	return all;
}

/*
 * A pair of runs of 800 chunks each, as many as a rebind of 100 GiB has: from
 * 20 places of the trace, neighbours of 40 chunks.
 */
static void add_traced(double (*rounds)[TRACE_CHUNKS], double truth,
		       struct sample *a, struct sample *b)
{
	double x = 0, y = 0;
	unsigned i;

	for (i = 0; i < 20; i++) {
		const double *at = rounds[(unsigned)(TRACE_ROUNDS * uniform())];
		unsigned second = uniform() < 0.5;

		x += sum(at + (second ? 40 : 0), 40);
		y += sum(at + (second ? 0 : 40), 40);
	}
	ck_assert_int_eq(sample_add_pair(a, truth * x, b, y), 0);
}

/*
 * A difference of 5 %, in 120 rounds; 60 do on the quiet host and beside a hog,
 * and decide 85 of 100 where there are bursts.
 */
START_TEST(recorded_noise_is_told_from_a_difference)
{
	static double rounds[TRACE_ROUNDS][TRACE_CHUNKS];
	unsigned n, i, decided = 0, wrong = 0;

	read_trace(traces[_i], rounds);
	for (n = 0; n < TRIALS; n++) {
		struct sample a = {0}, b = {0};
		struct interval ratio = {0};
		bool ever_wrong = false;

		seed(n);
		for (i = 0; i < 2 * ROUNDS; i++) {
			add_traced(rounds, 1.05, &a, &b);
			ratio = statistics_ratio(&a, &b, STATISTICS_ERROR);
			ever_wrong |= interval_decided(&ratio, 1.05);
		}
		decided += interval_above(&ratio, 1);
		wrong += ever_wrong;
		sample_free(&a);
		sample_free(&b);
	}
	ck_assert_msg(wrong < TRIALS / 20 && decided > TRIALS * 95 / 100,
		      "%s: of %u trials %u decided, %u wrong", traces[_i],
		      TRIALS, decided, wrong);
}
END_TEST

static struct interval interval_of(const double *values, size_t n)
{
	struct sample sample = {0};
	struct interval interval;
	size_t i;

	for (i = 0; i < n; i++)
		ck_assert_int_eq(sample_add(&sample, values[i]), 0);
	interval = statistics_median(&sample, STATISTICS_ERROR);
	sample_free(&sample);
	return interval;
}

/* b(7, 0) = 1/128 is above 0.05 / 8; b(8, 0) = 1/256 below 0.05 / 9 */
START_TEST(interval_of_8_rounds_has_the_extremes_of_7_no_end)
{
	const double v[] = { 1.3, 1.2, 1.25, 1.31, 1.22, 1.28, 1.21, 1.27 };
	struct interval seven = interval_of(v, 7), eight = interval_of(v, 8);

	ck_assert(!interval_decided(&seven, 1));
	ck_assert(isinf(interval_width(&seven)));
	ck_assert(interval_above(&eight, 1));
	ck_assert(!interval_below(&eight, 1));
	ck_assert_double_eq(eight.low, 1.2);
	ck_assert_double_eq(eight.high, 1.31);
	ck_assert_double_eq_tol(eight.value, 1.26, 1e-9);
	ck_assert(interval_within(&eight, 1.2, 1.31));
	ck_assert(!interval_within(&eight, 1.21, 1.31));
}
END_TEST

/* b(100, 34) is 4.6e-4, b(100, 35) 8.6e-4; 0.05 / 101 is between */
START_TEST(interval_of_100_rounds_is_from_the_35th_to_the_66th)
{
	double v[100];
	struct interval interval;
	unsigned i;

	/* 1 to 100, now from below and now from above: uncorrelated */
	for (i = 0; i < 100; i++)
		v[i] = i % 2 ? 100 - i / 2 : 1 + i / 2;
	interval = interval_of(v, 100);
	ck_assert_double_eq(interval.low, 35);
	ck_assert_double_eq(interval.high, 66);
}
END_TEST

START_TEST(rounds_that_lean_alike_widen_the_interval)
{
	double mixed[64], alike[64];
	struct interval a, b;
	unsigned i;

	for (i = 0; i < 64; i++) {
		mixed[i] = i % 2 ? 164 - i / 2 : 101 + i / 2;
		alike[i] = 101 + i;
	}
	a = interval_of(mixed, 64);
	b = interval_of(alike, 64);
	ck_assert(interval_width(&b) > 1.5 * interval_width(&a));
}
END_TEST

/* One change of sides in all: no independent round is left */
START_TEST(rounds_of_two_levels_decide_nothing)
{
	double v[64];
	unsigned n, i;

	for (n = 2; n <= 64; n++) {
		struct interval interval;

		for (i = 0; i < n; i++)
			v[i] = i < n / 2 ? 2 : 3;
		interval = interval_of(v, n);
		ck_assert(isinf(interval.high));
		ck_assert(!interval_decided(&interval, 1));
	}
}
END_TEST

START_TEST(no_rounds_decide_nothing)
{
	struct sample none = {0}, one = {0};
	struct interval empty = statistics_ratio(&none, &none, 0.05), single;
	char text[32];

	ck_assert(!interval_decided(&empty, 1));
	ck_assert(!interval_within(&empty, 0, 2));
	interval_words(&empty, text, sizeof(text));
	ck_assert_str_eq(text, "-");
	ck_assert_int_eq(sample_add(&one, 3), 0);
	single = statistics_ratio(&one, &one, 0.05);
	ck_assert_double_eq(single.value, 1);
	ck_assert(!interval_decided(&single, 1));
	interval_words(&single, text, sizeof(text));
	ck_assert_str_eq(text, "~1.00 (?)");
	sample_free(&one);
}
END_TEST

/* A clock that stepped back, or a division by a time of 0 */
START_TEST(value_that_is_no_time_is_refused)
{
	struct sample a = {0}, b = {0};

	ck_assert_int_eq(sample_add(&a, -1), -EINVAL);
	ck_assert_int_eq(sample_add(&a, NAN), -EINVAL);
	ck_assert_int_eq(sample_add(&a, INFINITY), -EINVAL);
	ck_assert_int_eq(sample_add_pair(&a, 1, &b, -1), -EINVAL);
	ck_assert_int_eq(sample_add_pair(&a, -1, &b, 1), -EINVAL);
	ck_assert_uint_eq(a.n, 0);
	ck_assert_uint_eq(b.n, 0);
	sample_free(&a);
	sample_free(&b);
}
END_TEST

START_TEST(undecided_ratio_is_marked)
{
	struct interval i = { 1.25, 1.22, 1.281, 40 };
	struct interval inverse = interval_inverse(&i);
	char text[32];

	interval_words(&i, text, sizeof(text));
	ck_assert_str_eq(text, "1.25 (1.22-1.28)");
	ck_assert_double_eq_tol(inverse.low, 1 / 1.281, 1e-9);
	ck_assert_double_eq_tol(inverse.high, 1 / 1.22, 1e-9);
	i.low = 0.98;
	interval_words(&i, text, sizeof(text));
	ck_assert_str_eq(text, "~1.25 (0.98-1.28)");
	i.low = 0;
	i.high = INFINITY;
	inverse = interval_inverse(&i);
	ck_assert_double_eq(inverse.low, 0);
	ck_assert(isinf(inverse.high));
}
END_TEST

START_TEST(stopping_waits_for_rounds_then_for_width_or_time)
{
	const struct stopping s = {
		.width = 0.02, .ns = 1000, .start = 500, .least = 8,
	};
	struct interval i[] = { { 1, 0.99, 1.01, 8 }, { 1, 0.9, 1.1, 8 } };

	ck_assert(stopping_reached(&s, i, 1, 600));
	ck_assert(!stopping_reached(&s, i, 2, 1499));
	ck_assert(stopping_reached(&s, i, 2, 1500));
	i[1].n = 7;
	ck_assert(!stopping_reached(&s, i, 2, 9999));
	ck_assert(!stopping_reached(&s, i, 0, 600));
	ck_assert(stopping_reached(&s, i, 0, 1500));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("statistics");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, repeated_looks_wrong_in_under_5_of_100,
			    0, NR_NOISES * NR_LEVELS);
	tcase_add_loop_test(tc,
			    difference_of_5_percent_decided_in_95_of_100,
			    0, NR_NOISES);
	tcase_add_loop_test(tc, leaning_rounds_wrong_in_under_5_of_100,
			    0, NR_LEVELS);
	tcase_add_test(tc, interval_of_8_rounds_has_the_extremes_of_7_no_end);
	tcase_add_test(tc, interval_of_100_rounds_is_from_the_35th_to_the_66th);
	tcase_add_test(tc, rounds_that_lean_alike_widen_the_interval);
	tcase_add_loop_test(tc,
			    recorded_noise_is_told_from_a_difference,
			    0, sizeof(traces) / sizeof(traces[0]));
	tcase_add_test(tc, rounds_of_two_levels_decide_nothing);
	tcase_add_test(tc, no_rounds_decide_nothing);
	tcase_add_test(tc, value_that_is_no_time_is_refused);
	tcase_add_test(tc, undecided_ratio_is_marked);
	tcase_add_test(tc, stopping_waits_for_rounds_then_for_width_or_time);
	return run_tcase("statistics", tc);
}
