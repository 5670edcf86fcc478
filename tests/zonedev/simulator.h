/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * simulator.h - a machine on which a chunk costs what was recorded, or made up
 *
 * A trace is text. Lines that begin with # are comments. Then a line "lead L
 * counted C rounds R", a line of candidates, each a name and its kind (0:
 * stores that stay in the caches, 1: non-temporal), and for each round and
 * candidate a line of L + C costs: of a block that follows one of the other
 * kind. The first L show what that one left in the caches, the last C what the
 * candidate costs in the long run.
 */
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include <stdbool.h>
#include <stdint.h>
#include "auto/tuner.h"

#define MACHINE_LEAD	128

struct machine {
	const char *name;
	unsigned n;			/* candidates; 0 is the baseline */
	const char *candidate[TUNER_CANDIDATES];
	uint32_t kind;
	/* Recorded: costs, round by round */
	unsigned lead, counted, rounds;
	uint32_t *cost;
	char *names;
	/* Made up: the cost of unit @unit, which is @age units after a change
	 * of kind; else NULL */
	double (*make)(const struct machine *m, unsigned candidate,
		       unsigned age, uint64_t unit);
	/* Where it stands */
	uint64_t unit;
	unsigned running_kind, age;
};

/* false: there is no such file, or it is no trace */
bool machine_read(struct machine *m, const char *path);
void machine_free(struct machine *m);

/* To the start of time */
void machine_reset(struct machine *m);

/* The cost of the next unit, by @candidate */
double machine_run(struct machine *m, unsigned candidate);

/* 0 to 1, the same for the same arguments */
double machine_noise(uint64_t unit, unsigned candidate, unsigned use);

/* What a policy did in so many calls of so many units each */
struct outcome {
	double total;
	double worst_call;	/* its time to the baseline's of the same */
	double explored_late;	/* part of the time by others than the champion,
				 * after the tenth call */
	unsigned champion;	/* in the end */
	uint64_t switches;
};

struct outcome machine_always(struct machine *m, unsigned candidate,
			      unsigned calls, unsigned units);
/* Each candidate @units_each times at first, then the cheapest of them */
struct outcome machine_commit(struct machine *m, unsigned units_each,
			      unsigned calls, unsigned units);
struct outcome machine_tuned(struct machine *m, struct tuner *tuner,
			     const struct tuner_policy *policy, unsigned calls,
			     unsigned units);
#endif
