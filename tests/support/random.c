/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * random.c - random numbers that SEED repeats; CHECK_QUICK
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "random.h"

uint64_t random_seed(void)
{
	const char *given = getenv("SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) :
			(uint64_t)time(NULL);

	printf("SEED=%" PRIu64 "\n", seed);
	fflush(stdout);
	return seed;
}

/* SplitMix64: any seed will do, 0 too. */
uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

bool quick(void)
{
	const char *asked = getenv("CHECK_QUICK");

	return asked && *asked && strcmp(asked, "0");
}
