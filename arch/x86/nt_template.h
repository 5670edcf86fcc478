/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nt_template.h - the parameters of line_template.h that all streaming backends
 * share
 */
#define FLAGS		(STREAMCPY_NON_TEMPORAL | STREAMCPY_WEAKLY_ORDERED)
#define DRAIN		x86_sfence
#define STREAMS_ALL	x86_streams_all
#define STREAM_SOME	x86_stream_words
#define SHORT		256
#define TOUCH_MASK	streamcpy_page_mask_
/*
 * Copies of 1 GiB on a Zen 4 VM, medians: 2048 ahead instead of 1024 takes
 * movnti from 18.0 to 20.2 GB/s and is within the spread for sse2 and avx;
 * none at all takes avx from 23.1 to 19.8. Two or four pages in turn instead
 * of one stream were 14 GB/s, and two lines a step changed nothing. On a busy
 * host (family 25 model 17, 25 November 2026, up to 101 rounds) 3072 to 5120
 * ahead gained 1 to 4 % and 8192 nothing, all within the spread, and the hint
 * T0 was no better than NTA; T1, and blocks of 4 KiB prefetched or read as a
 * whole before they are copied, lost up to a third.
 */
#define SOURCE_AHEAD	2048
#include "line_template.h"
