/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simulator.c - replays what chunks cost, in whatever order they are written
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "simulator.h"

static bool read_candidates(struct machine *m, FILE *file)
{
	static const char blank[] = " \n";
	char *name, *kind, *rest = NULL;

	m->names = malloc(1024);
	if (!m->names || !fgets(m->names, 1024, file))
		return false;
	name = strtok_r(m->names, blank, &rest);
	for (; name && m->n < TUNER_CANDIDATES;
	     name = strtok_r(NULL, blank, &rest)) {
		kind = strtok_r(NULL, blank, &rest);
		m->kind |= (uint32_t)(kind && *kind == '1') << m->n;
		m->candidate[m->n++] = name;
	}
	return m->n > 0;
}

/*
 * 0.1 us: what takes longer was interrupted by another process, for tens of ms,
 * and would be held against one candidate of a round.
 */
#define COST_MOST	4000

static bool read_costs(struct machine *m, FILE *file)
{
	size_t n = (size_t)m->rounds * m->n * (m->lead + m->counted), i;

	m->cost = calloc(n, sizeof(*m->cost));
	for (i = 0; m->cost && i < n; i++) {
		if (fscanf(file, "%" SCNu32, &m->cost[i]) != 1)
			return false;
		if (m->cost[i] > COST_MOST)
			m->cost[i] = COST_MOST;
	}
	return m->cost && n;
}

bool machine_read(struct machine *m, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[256];
	bool good = false;

	*m = (struct machine){ .name = path };
	while (file && fgets(line, sizeof(line), file) && *line == '#')
		;
	if (file && sscanf(line, "lead %u counted %u rounds %u", &m->lead,
			   &m->counted, &m->rounds) == 3)
		good = read_candidates(m, file) && read_costs(m, file);
	if (file)
		fclose(file);
	return good;
}

void machine_free(struct machine *m)
{
	free(m->cost);
	free(m->names);
}

void machine_reset(struct machine *m)
{
	m->unit = 0;
	m->age = MACHINE_LEAD;
	m->running_kind = m->kind & 1;
}

/* The blocks of a round stand for the same time, that of one block. */
static double recorded(const struct machine *m, unsigned candidate,
		       unsigned age, uint64_t unit)
{
	unsigned block = m->lead + m->counted;
	uint64_t round = unit / block % m->rounds;
	unsigned at = age < m->lead ? age : m->lead +
		      (unsigned)(unit % m->counted);

	return m->cost[(round * m->n + candidate) * block + at];
}

double machine_run(struct machine *m, unsigned candidate)
{
	unsigned kind = m->kind >> candidate & 1;

	m->age = kind == m->running_kind ? m->age + 1 : 0;
	m->running_kind = kind;
	return (m->make ? m->make : recorded)(m, candidate, m->age, m->unit++);
}

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) of the arguments */
double machine_noise(uint64_t unit, unsigned candidate, unsigned use)
{
	uint64_t z = unit * 64 + candidate + use * UINT64_C(0x51ed27f0a3);

	z = (z + 1) * UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

struct outcome machine_always(struct machine *m, unsigned candidate,
			      unsigned calls, unsigned units)
{
	struct outcome o = { .champion = candidate };
	uint64_t i;

	machine_reset(m);
	for (i = 0; i < (uint64_t)calls * units; i++)
		o.total += machine_run(m, candidate);
	return o;
}

struct outcome machine_commit(struct machine *m, unsigned units_each,
			      unsigned calls, unsigned units)
{
	struct outcome o = {0};
	double cost, least = INFINITY;
	unsigned candidate, j;
	uint64_t i;

	machine_reset(m);
	for (candidate = 0; candidate < m->n; candidate++) {
		for (cost = 0, j = 0; j < units_each; j++)
			cost += machine_run(m, candidate);
		o.total += cost;
		if (cost < least) {
			least = cost;
			o.champion = candidate;
		}
	}
	for (i = units_each * m->n; i < (uint64_t)calls * units; i++)
		o.total += machine_run(m, o.champion);
	return o;
}

/*
 * What the baseline alone takes for the units from @unit on, and two standard
 * errors of it: what one call differs from another by chance
 */
static double baseline_call(struct machine *m, uint64_t unit, unsigned units,
			    double *noise)
{
	struct machine copy = *m;
	double total = 0, squares = 0, cost;
	unsigned i;

	machine_reset(&copy);
	copy.unit = unit;
	for (i = 0; i < units; i++) {
		cost = machine_run(&copy, 0);
		total += cost;
		squares += cost * cost;
	}
	*noise = 2 * sqrt(squares - total * total / units);
	return total;
}

static void tuned_call(struct machine *m, struct tuner *tuner,
		       const struct tuner_policy *policy,
		       const struct tuner_candidates *set, unsigned units,
		       bool late, struct outcome *o)
{
	uint64_t start = m->unit;
	double time = 0, cost, base, worse, noise;
	unsigned i, now, champion;

	zd_tuner_begin(tuner, policy, set, units * 1000.0);
	for (i = 0; i < units; i++) {
		now = tuner_current(tuner);
		champion = tuner_champion(tuner, set);
		o->switches += champion != o->champion;
		o->champion = champion;
		cost = machine_run(m, now);
		zd_tuner_learn(tuner, 1000, (uint64_t)(cost * 100));
		time += cost;
		if (late && now != champion)
			o->explored_late += cost;
	}
	zd_tuner_end(tuner);
	o->total += time;
	base = baseline_call(m, start, units, &noise);
	worse = (time - noise) / base;
	if (worse > o->worst_call)
		o->worst_call = worse;
}

struct outcome machine_tuned(struct machine *m, struct tuner *tuner,
			     const struct tuner_policy *policy, unsigned calls,
			     unsigned units)
{
	struct tuner_candidates set = {
		.eligible = (uint32_t)((UINT64_C(1) << m->n) - 1),
		.kind = m->kind,
	};
	struct outcome o = {0};
	double early = 0;
	unsigned i;

	machine_reset(m);
	for (i = 0; i < calls; i++) {
		if (i == 10)
			early = o.total;
		tuned_call(m, tuner, policy, &set, units, i >= 10, &o);
	}
	o.explored_late /= o.total - early;
	return o;
}
