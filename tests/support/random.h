/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * random.h - random numbers that SEED repeats; CHECK_QUICK
 */
#ifndef TEST_RANDOM_H
#define TEST_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* The seed of this run: SEED in the environment, or one from the clock; told */
uint64_t random_seed(void);
uint64_t random_next(uint64_t *state);

/* Nonzero when the environment asks for a shorter run (CHECK_QUICK) */
bool quick(void);

#endif
