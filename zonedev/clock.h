/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.h - the time that reports and the tuner go by
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds from some start; never steps back */
static inline uint64_t clock_ns(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Nanoseconds from @start to now; 0 if the clock stepped back all the same */
static inline uint64_t clock_since(uint64_t start)
{
	uint64_t now = clock_ns();

	return now > start ? now - start : 0;
}

/* A chunk takes about 100 us; of such a clock its time would be a guess. */
#define CLOCK_COARSE_NS	UINT64_C(10000)

static inline uint64_t clock_resolution_ns(void)
{
	struct timespec t = {0};

	clock_getres(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

#endif
