/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.c - 32 lines ahead, the best of 8 to 64 on Cascade Lake
 */
#define NAME		prefetchw
#define AHEAD_LINES	32
#include "prefetchw.h"
