/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dispatch.c - the choice of a backend
 *
 * One relaxed-atomic pointer to constant data. Before the first call it points
 * at a backend whose functions choose and forward, so that there is no
 * initialisation call and no order of constructors to get wrong. Threads that
 * race all store the same value, and what it points to never changes, so
 * relaxed order suffices. An ifunc would save one load, and would break static
 * musl programs and sanitizers; a constructor can run after its first user.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "backend.h"

static void copy_undecided(void *dst, const void *src, size_t n);
static void fill_undecided(void *dst, const void *pattern, size_t size,
			   size_t count);

static const struct streamcpy_backend undecided = {
	.name = "undecided",
	.copy = copy_undecided,
	.fill = fill_undecided,
	.drain = streamcpy_arch_drain,
};

static _Atomic(const struct streamcpy_backend *) chosen = &undecided;

static bool usable(const struct streamcpy_impl *impl)
{
	return !(impl->needs & ~streamcpy_arch_features());
}

/* 0 and the backend in @found, or why not */
static int find(const char *name, const struct streamcpy_backend **found)
{
	const struct streamcpy_impl *const *impl;

	for (impl = streamcpy_impls; *impl; impl++) {
		if (strcmp((*impl)->api.name, name))
			continue;
		if (!usable(*impl))
			return -ENOTSUP;
		*found = &(*impl)->api;
		return 0;
	}
	return -ENOENT;
}

static const struct streamcpy_backend *preferred(void)
{
	const struct streamcpy_impl *const *impl;

	for (impl = streamcpy_impls; *impl; impl++)
		if ((*impl)->api.flags & STREAMCPY_NON_TEMPORAL &&
		    usable(*impl))
			return &(*impl)->api;
	return &streamcpy_generic.api;
}

/*
 * A select in another thread may come between the load of @undecided and our
 * store; it must win, hence the exchange.
 */
static const struct streamcpy_backend *choose(void)
{
	const struct streamcpy_backend *mine = NULL, *was = &undecided;
	const char *name = secure_getenv("STREAMCPY_BACKEND");

	if (!name || find(name, &mine))
		mine = preferred();
	if (atomic_compare_exchange_strong_explicit(&chosen, &was, mine,
						    memory_order_relaxed,
						    memory_order_relaxed))
		return mine;
	return was;
}

static inline const struct streamcpy_backend *in_use(void)
{
	return atomic_load_explicit(&chosen, memory_order_relaxed);
}

static void copy_undecided(void *dst, const void *src, size_t n)
{
	choose()->copy(dst, src, n);
}

static void fill_undecided(void *dst, const void *pattern, size_t size,
			   size_t count)
{
	choose()->fill(dst, pattern, size, count);
}

void (memcpy_streaming)(void *dst, const void *src, size_t n)
{
	if (n)
		in_use()->copy(dst, src, n);
}

int streamcpy_fill(void *dst, const void *pattern, size_t size, size_t count)
{
	if (size == 0 || size % 8 || size > STREAMCPY_PATTERN_MAX)
		return -EINVAL;
	if (count)
		in_use()->fill(dst, pattern, size, count);
	return 0;
}

const struct streamcpy_backend *streamcpy_backend(void)
{
	const struct streamcpy_backend *backend = in_use();

	return backend == &undecided ? choose() : backend;
}

int streamcpy_select(const char *name)
{
	const struct streamcpy_backend *found;
	int err = find(name, &found);

	if (!err)
		atomic_store_explicit(&chosen, found, memory_order_relaxed);
	return err;
}

/*
 * Fills an empty slot once. A thread that comes late finds every slot taken
 * and writes nothing, so that a list once returned is constant for TSan too.
 */
static void list_put(const struct streamcpy_backend **slot,
		     const struct streamcpy_backend *backend)
{
	const struct streamcpy_backend *empty = NULL;

	__atomic_compare_exchange_n(slot, &empty, backend, false,
				    __ATOMIC_RELEASE, __ATOMIC_ACQUIRE);
}

const struct streamcpy_backend *const *streamcpy_backends(void)
{
	static const struct streamcpy_backend *list[STREAMCPY_IMPLS_MAX + 1];
	const struct streamcpy_backend **slot = list;
	const struct streamcpy_impl *const *impl;

	for (impl = streamcpy_impls; *impl; impl++)
		if (usable(*impl))
			list_put(slot++, &(*impl)->api);
	return list;
}

const struct streamcpy_backend *const *streamcpy_known_backends(void)
{
	static const struct streamcpy_backend *list[STREAMCPY_IMPLS_MAX + 1];
	const struct streamcpy_backend **slot = list;
	const struct streamcpy_impl *const *impl;

	for (impl = streamcpy_impls; *impl; impl++)
		list_put(slot++, &(*impl)->api);
	return list;
}
