/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clock.h - nanoseconds since some start
 */
#ifndef COMMON_CLOCK_H
#define COMMON_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds from some start; never steps back */
static inline uint64_t clock_ns(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/*
 * Nanoseconds from @start to now; 0, which is no time and counts nowhere, if
 * the clock stepped back all the same
 */
static inline uint64_t clock_since(uint64_t start)
{
	uint64_t now = clock_ns();

	return now > start ? now - start : 0;
}

#endif
