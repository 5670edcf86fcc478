/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prefetchw_template.h - stores through the cache, lines asked for ahead of
 * them by three distances
 *
 * Before it stand NEEDS, NEEDS_TEXT, DRAIN of line_template.h and
 * store_line(p, l, ahead), which asks for the line that is @ahead lines behind
 * @p and stores one at @p. The name is that of the instruction of x86-64.
 */
#include "through_cache.h"
#define FLAGS		0

/*
 * For Cascade Lake, where 32 lines ahead are the best of 8 to 64; on arm64 not
 * measured
 */
#define NAME		prefetchw
#define STORE_LINE(p, l)	store_line(p, l, 32)
#include "line_template.h"

/* For CPUs whose queue of requests is short */
#define NAME		prefetchw_8
#define VARIANT_OF	"prefetchw"
#define STORE_LINE(p, l)	store_line(p, l, 8)
#include "line_template.h"

/* For memory that answers late */
#define NAME		prefetchw_128
#define VARIANT_OF	"prefetchw"
#define STORE_LINE(p, l)	store_line(p, l, 128)
#include "line_template.h"
