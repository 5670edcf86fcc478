/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nt.h - the parameters of line_template.h that all streaming backends share
 */
#define FLAGS		(STREAMCPY_NON_TEMPORAL | STREAMCPY_WEAKLY_ORDERED)
#define DRAIN		x86_sfence
#define store_ends	x86_stream_words
#define SHORT		256
#define copy_short	x86_stream_short
/*
 * Copies of 1 GiB on a Zen 4 VM, medians: 2048 ahead instead of 1024 takes
 * movnti from 18.0 to 20.2 GB/s and is within the spread for sse2 and avx;
 * none at all takes avx from 23.1 to 19.8. Two or four pages in turn instead
 * of one stream were 14 GB/s, and two lines a step changed nothing.
 */
#define SOURCE_AHEAD	2048
#include "line_template.h"
