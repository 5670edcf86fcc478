/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nt.h - the parameters of line_template.h that all streaming backends share
 */
#define FLAGS		STREAMCPY_NON_TEMPORAL
#define DRAIN		x86_sfence
#define store_ends	x86_stream_words
#define SHORT		256
#define copy_short	x86_stream_short
#define SOURCE_AHEAD	1024
#include "line_template.h"
