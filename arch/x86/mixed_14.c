/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mixed_14.c - 14 lines of 16 through the cache: on Zen 4 half as fast again
 * as 11
 */
#define NAME		mixed_14
#define VARIANT_OF	"mixed"
#define CACHED_LINES	14
#include "mixed.h"
