/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure.h - rounds of binds and rebinds of a namespace until they suffice
 */
#ifndef MEASURE_H
#define MEASURE_H

#include "measurement.h"

/*
 * Fills the samples. 0, or -errno with the reason in @why; nothing of what
 * was bound is left in either case. A signal (interrupt.h) ends it after the
 * run at hand, with the rounds that were complete; so does the time, soon after
 * it is over, unless numbers of rounds are given.
 */
int measure(struct measurement *m, char *why, size_t size);

#endif
