/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * backends.h - the table of backends, for tests that loop over it
 */
#ifndef BACKENDS_H
#define BACKENDS_H

#include <stdio.h>
#include "backend.h"

/* How many backends this build has */
static inline int nr_backends(void)
{
	int n = 0;

	while (streamcpy_impls[n])
		n++;
	return n;
}

/* Whether this CPU can run the @i-th */
static inline bool runs_here(int i)
{
	return !(streamcpy_impls[i]->features & ~streamcpy_arch_features());
}

/* The @i-th, or NULL and a line that says so where this CPU cannot run it */
static inline const struct streamcpy_backend *runnable(int i)
{
	const struct streamcpy_impl *impl = streamcpy_impls[i];

	if (runs_here(i))
		return &impl->api;
	printf("skipped: backend %s needs %s\n", impl->api.name,
	       impl->api.needs);
	return NULL;
}

#endif
