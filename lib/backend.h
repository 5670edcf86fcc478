/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * backend.h - what lib/ asks of an architecture
 *
 * Each architecture's directory answers with one file, arch.c, and lists its
 * backends there. Nothing else in lib/ knows which architecture it runs on.
 */
#ifndef BACKEND_H
#define BACKEND_H

#include <stdatomic.h>
#include <stdbool.h>
#include "streamcpy.h"

#define STREAMCPY_HIDDEN	__attribute__((visibility("hidden")))

#define LINE		64	/* bytes */

/* From @p to the next multiple of LINE */
static inline size_t to_line(const void *p)
{
	return -(uintptr_t)p % LINE;
}

/* A backend and the CPU features that it needs, as bits of its architecture */
struct streamcpy_impl {
	struct streamcpy_backend api;
	unsigned features;
};

/*
 * Every backend of this build, preferred first, NULL at the end. The last one
 * is streamcpy_generic, which needs nothing.
 */
extern STREAMCPY_HIDDEN const struct streamcpy_impl *const streamcpy_impls[];
extern STREAMCPY_HIDDEN const struct streamcpy_impl streamcpy_generic;

/* What lists of backends have room for; behind each table */
#define STREAMCPY_IMPLS_MAX	32
#define STREAMCPY_TABLE_FITS						\
	_Static_assert(sizeof(streamcpy_impls) /			\
		       sizeof(streamcpy_impls[0]) <= STREAMCPY_IMPLS_MAX + 1, \
		       "STREAMCPY_IMPLS_MAX is too small for the table")

/* The backend in use; before the first call, one that chooses and forwards */
extern STREAMCPY_HIDDEN _Atomic(const struct streamcpy_backend *)
	streamcpy_chosen;

static inline const struct streamcpy_backend *streamcpy_in_use(void)
{
	return atomic_load_explicit(&streamcpy_chosen, memory_order_relaxed);
}

/* The first of the table that is non-temporal and usable, else generic */
STREAMCPY_HIDDEN const struct streamcpy_backend *
streamcpy_first_streaming(void);

/*
 * The value of variable @name in the environment that the program was started
 * with, or NULL; NULL too in a set-user-ID program. Async-signal-safe.
 */
STREAMCPY_HIDDEN const char *streamcpy_environment(const char *name);

/* The features of the CPU we run on, as far as the OS lets us use them */
STREAMCPY_HIDDEN unsigned streamcpy_arch_features(void);

/* Orders any streaming store of this architecture, whichever backend's */
STREAMCPY_HIDDEN void streamcpy_arch_drain(void);

STREAMCPY_HIDDEN bool streamcpy_arch_can_flush(void);
STREAMCPY_HIDDEN void streamcpy_arch_flushcache(void *dst, const void *src,
						size_t n);
STREAMCPY_HIDDEN void streamcpy_arch_from_wc(void *dst, const void *src,
					     size_t n);

#endif
