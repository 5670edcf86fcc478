/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw_8.c - 8 lines ahead, for a CPU whose queue of requests is short
 */
#define NAME		prefetchw_8
#define VARIANT_OF	"prefetchw"
#define AHEAD_LINES	8
#include "prefetchw.h"
