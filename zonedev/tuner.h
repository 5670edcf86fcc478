/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.h - which way of writing is the fastest here and now
 *
 * The ways are numbered; a tuner learns what a page costs by each of them from
 * the work itself. What was learnt is kept for the process, apart for each
 * regime, and shared by its threads.
 */
#ifndef TUNER_H
#define TUNER_H

#include <stdbool.h>
#include <stdint.h>

#define TUNER_WAYS	16

/* What changes which way is best; each combination is learnt on its own */
struct tuner_regime {
	bool fresh;		/* pages are touched for the first time */
	bool compound;
	bool threads;		/* more than one core writes */
	uint64_t bytes;		/* of descriptors, in the whole call */
};

struct tuner;

struct tuner *zd_tuner_of(const struct tuner_regime *regime);

/* One of the ways of the bit set @eligible, which is not empty */
unsigned zd_tuner_pick(struct tuner *tuner, uint32_t eligible);
void zd_tuner_learn(struct tuner *tuner, unsigned way, uint64_t pages,
		    uint64_t ns);

#endif
