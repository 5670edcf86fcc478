/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mixed_5.c - 5 lines of 16 through the cache, most past it
 */
#define NAME		mixed_5
#define VARIANT_OF	"mixed"
#define CACHED_LINES	5
#include "mixed.h"
