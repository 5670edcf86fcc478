/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw.c - 32 lines ahead, as on x86-64 for want of a measurement
 */
#define NAME		prefetchw
#define AHEAD_LINES	32
#include "prefetchw.h"
