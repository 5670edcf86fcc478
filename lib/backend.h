/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * backend.h - what lib/ asks of an architecture
 *
 * Each architecture's directory answers with one file, arch.c, and lists its
 * backends there. Nothing else in lib/ knows which architecture it runs on.
 */
#ifndef BACKEND_H
#define BACKEND_H

#include <stdbool.h>
#include "streamcpy.h"

#define STREAMCPY_HIDDEN	__attribute__((visibility("hidden")))

/* A backend and the CPU features, as bits of its architecture, it needs */
struct streamcpy_impl {
	struct streamcpy_backend api;
	unsigned needs;
};

/*
 * Every backend of this build, preferred first, NULL at the end. The last one
 * is streamcpy_generic, which needs nothing.
 */
extern STREAMCPY_HIDDEN const struct streamcpy_impl *const streamcpy_impls[];
extern STREAMCPY_HIDDEN const struct streamcpy_impl streamcpy_generic;

#define STREAMCPY_IMPLS_MAX	16

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
