/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * contexts.h - a tuner for each kind of call: what changes which one is best
 */
#ifndef ZONEDEV_CONTEXTS_H
#define ZONEDEV_CONTEXTS_H

#include <zonedev.h>
#include "auto/tuner.h"

/*
 * Calls of at most so many bytes of descriptors find them in a cache if they
 * were written before. Above it the start of threads cannot be felt.
 */
#define CACHED_MOST	(UINT64_C(64) << 20)

/* Of choosing a strategy, chunk by chunk */
struct context {
	bool fresh;		/* pages are touched for the first time */
	bool compound;
	bool differing;		/* no two descriptors are equal */
	bool keep_caches;
	bool parallel;		/* more than one thread writes */
};

/*
 * What @handle, or for NULL the process, knows of such calls. A chunk of 2 MiB
 * is a unit. *@policy is set to the numbers for it.
 */
struct tuner *zd_context_strategy(struct zonedev_tuner *handle,
				  const struct context *context,
				  const struct tuner_policy **policy);

/*
 * The same of the number of threads for a call of at most CACHED_MOST @bytes; a
 * whole call is a unit. Candidate i is 2 to the power of i threads.
 */
struct thread_context {
	struct tuner tuner;
	atomic_uint cpus;	/* when they were asked for last; 0: never */
	atomic_uint calls;	/* that went by it since */
};

struct thread_context *zd_context_threads(struct zonedev_tuner *handle,
					  bool fresh, uint64_t bytes,
					  const struct tuner_policy **policy);

/*
 * zonedev_cpus(), or what it said last: to ask is a system call, behind which
 * the TLB may be empty (page-table isolation without PCID), and 2 MiB of
 * descriptors then took 98 us instead of 82 (AMD EPYC, family 26 model 2). So
 * it is asked when more than one thread is due, and now and then.
 */
unsigned zd_context_cpus(struct thread_context *context);

#endif
