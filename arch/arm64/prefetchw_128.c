/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw_128.c - 128 lines ahead, for memory that answers late
 */
#define NAME		prefetchw_128
#define VARIANT_OF	"prefetchw"
#define AHEAD_LINES	128
#include "prefetchw.h"
