/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * through_cache.h - the parameters of line_template.h that backends with stores
 * through the cache share
 */
#define TARGET
#define LOAD_LINE	load_line
#define LEAVE()
#define STREAMS_ALL(d, n)	false
#define STREAM_SOME(d, s, n)
#define SHORT		512
#define SOURCE_AHEAD	1024
#define TOUCH_MASK	0
