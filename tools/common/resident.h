/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resident.h - what something leaves of a working set in the caches
 */
#ifndef RESIDENT_H
#define RESIDENT_H

#include <stddef.h>

#define RESIDENT_BYTES	((size_t)512 << 10)

/*
 * The time to read a set of that size after @disturb, in times of what it took
 * before; 0 where memory for it is not to be had. One walk takes 50 us and is
 * easily disturbed by others too: take the median of several.
 */
double resident_reread(void (*disturb)(void *arg), void *arg);

#endif
