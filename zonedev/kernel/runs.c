/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runs.c - the hot loops, once for each size that a descriptor can have
 */
#include <streamcpy.h>
#include "kernel/runs.h"

#define SIZE		56
#define NAME(x)		x##_56
#include "kernel/runs_template.h"
#define SIZE		64
#define NAME(x)		x##_64
#include "kernel/runs_template.h"
#define SIZE		72
#define NAME(x)		x##_72
#include "kernel/runs_template.h"
#define SIZE		80
#define NAME(x)		x##_80
#include "kernel/runs_template.h"
#define SIZE		88
#define NAME(x)		x##_88
#include "kernel/runs_template.h"
#define SIZE		96
#define NAME(x)		x##_96
#include "kernel/runs_template.h"

const struct runs *zd_runs_of_size(unsigned size)
{
	static const struct runs *const by_words[] = {
		[56 / 8] = &runs_56, [64 / 8] = &runs_64, [72 / 8] = &runs_72,
		[80 / 8] = &runs_80, [88 / 8] = &runs_88, [96 / 8] = &runs_96,
	};

	_Static_assert(sizeof(by_words) / sizeof(by_words[0]) ==
		       ZONEDEV_PAGE_SIZE_MAX / 8 + 1,
		       "no loops for the largest descriptor");
	return size % 8 || size > ZONEDEV_PAGE_SIZE_MAX ? NULL :
	       by_words[size / 8];
}
