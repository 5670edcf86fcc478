/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.h - which way of working is the fastest here and now
 *
 * The ways are numbered; a tuner learns what a page costs by each of them from
 * the work itself. What was learnt is kept for the process, apart for each
 * regime, and shared by its threads.
 */
#ifndef TUNER_H
#define TUNER_H

#include <stdbool.h>
#include <stdint.h>

#define TUNER_WAYS	24

/*
 * Calls of at most so many bytes of descriptors may find them in a cache: one
 * pick is for the whole of such a call. Larger ones pick for each chunk.
 */
#define TUNER_IN_CACHE	(UINT64_C(64) << 20)

/* What a tuner decides */
enum tuner_question {
	TUNER_WAY,		/* the way to write a chunk */
	TUNER_CREW,		/* with how many threads: 2 to the power */
	TUNER_QUESTIONS
};

/* What changes which way is best; each combination is learnt on its own */
struct tuner_regime {
	enum tuner_question question;
	bool fresh;		/* pages are touched for the first time */
	bool compound;
	bool differing;		/* no two descriptors are equal */
	bool keep_caches;
	bool threads;		/* more than one core writes */
	uint64_t bytes;		/* of descriptors, in the whole call */
};

struct tuner;

struct tuner *zd_tuner_of(const struct tuner_regime *regime);

/*
 * What there is to choose from. The same at each call for a tuner, or a pick
 * may be of an earlier call's.
 */
struct tuner_field {
	uint32_t eligible;	/* bit set of ways, not empty */
	uint32_t streaming;	/* whose stores leave nothing in the caches */
	/*
	 * Way i need not be tried while way parent[i], of which it is a
	 * variant, is far from the best. NULL: there are no variants.
	 */
	const uint8_t *parent;
};

/* One of the eligible ways */
unsigned zd_tuner_pick(struct tuner *tuner, const struct tuner_field *field);

/* What a pick came to; 0 ns, as a coarse clock may tell, teach nothing */
void zd_tuner_learn(struct tuner *tuner, const struct tuner_field *field,
		    unsigned way, uint64_t pages, uint64_t ns);

#endif
