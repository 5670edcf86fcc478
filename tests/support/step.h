/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * step.h - runs a function an instruction at a time and notes what matters
 *
 * What a copy leaves in memory does not tell by which stores it went there,
 * whether a line was written back or a fence was passed; the instructions do.
 * x86-64 only.
 */
#ifndef STEP_H
#define STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum step_kind {
	STEP_STREAM,		/* a non-temporal store */
	STEP_STREAM_LOAD,
	STEP_CLWB,
	STEP_CLFLUSHOPT,
	STEP_CLFLUSH,
	STEP_FENCE,		/* SFENCE or MFENCE */
	STEP_PREFETCH,		/* into all levels of the caches */
};

/* @line: for a write-back, what the line held when it was asked for */
struct step_event {
	enum step_kind kind;
	uintptr_t at;
	size_t n;
	unsigned char line[64];
};

#define STEP_EVENTS	4096

/* What the last step_run() saw, in order */
extern struct step_event step_events[STEP_EVENTS];
extern size_t step_nr;

/* False under what does not single-step, as valgrind; says so */
bool step_works(void);

void step_run(void (*function)(void *), void *arg);

#endif
