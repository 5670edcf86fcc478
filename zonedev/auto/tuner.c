/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tuner.c - one tuner for each regime, for as long as the process lives
 */
#include "tuner_state.h"

/*
 * By the room the descriptors take, a step of four each from 16 KiB on: which
 * way is best depends on the cache that they fit in, and their bounds need not
 * be known if the classes are narrower than the steps between caches. What is
 * over 64 MiB has chunks enough to learn on, and is the last.
 */
#define SIZE_CLASSES	8
#define FIRST_CLASS	(UINT64_C(16) << 10)

static unsigned size_class(uint64_t bytes)
{
	uint64_t most = FIRST_CLASS;
	unsigned class = 0;

	for (; class < SIZE_CLASSES - 1 && bytes > most; class++)
		most *= 4;
	return class;
}

struct tuner *zd_tuner_of(const struct tuner_regime *r)
{
	static struct tuner tuners[TUNER_QUESTIONS][SIZE_CLASSES][1 << 5];
	unsigned class = size_class(r->bytes);
	unsigned flags = r->fresh | r->compound << 1 | r->differing << 2 |
			 r->keep_caches << 3 | r->threads << 4;
	struct tuner *tuner = &tuners[r->question][class][flags];

	SET(tuner->few, class + 1 < SIZE_CLASSES);
	SET(tuner->in_cache, GET(tuner->few) && !r->fresh);
	return tuner;
}
