/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dispatch.c - which backend is in use, which there are, and choosing another
 *
 * A relaxed-atomic pointer to constant data: the backend in use. Before the
 * first call it points at a backend whose functions choose and forward, so that
 * there is no initialisation call and no order of constructors to get wrong.
 * Threads that race all store the same value, and what it points to never
 * changes, so relaxed order suffices. An ifunc would save one load, and would
 * break static musl programs and sanitizers; a constructor can run after its
 * first user.
 */
#include <errno.h>
#include <pthread.h>
#include "backend.h"

#define TEXT_(x)	#x
#define TEXT(x)		TEXT_(x)

static void copy_undecided(void *dst, const void *src, size_t n);
static void fill_undecided(void *dst, const void *pattern, size_t size,
			   size_t count);

static const struct streamcpy_backend undecided = {
	.name = "undecided",
	.copy = copy_undecided,
	.fill = fill_undecided,
	.drain = streamcpy_arch_drain,
};

_Atomic(const struct streamcpy_backend *) streamcpy_chosen = &undecided;

/* The architecture clears bits of them when it has looked: see streamcpy.h */
uintptr_t streamcpy_line_mask_ = UINTPTR_MAX;
uintptr_t streamcpy_page_mask_ = UINTPTR_MAX;

static bool usable(const struct streamcpy_impl *impl)
{
	return !(impl->features & ~streamcpy_arch_features());
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

const struct streamcpy_backend *streamcpy_first_streaming(void)
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
	const char *name = streamcpy_environment("STREAMCPY_BACKEND");

	if (!name || find(name, &mine))
		mine = streamcpy_first_streaming();
	if (atomic_compare_exchange_strong_explicit(&streamcpy_chosen, &was,
						    mine,
						    memory_order_relaxed,
						    memory_order_relaxed))
		return mine;
	return was;
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

const struct streamcpy_backend *streamcpy_backend(void)
{
	const struct streamcpy_backend *backend = streamcpy_in_use();

	return backend == &undecided ? choose() : backend;
}

int streamcpy_select(const char *name)
{
	const struct streamcpy_backend *found;
	int err = find(name, &found);

	if (!err)
		atomic_store_explicit(&streamcpy_chosen, found,
				      memory_order_relaxed);
	return err;
}

/*
 * The lists are made by the first call and never change after it. Not part of
 * a copy, so a lock is no harm here.
 */
static const struct streamcpy_backend *usable_list[STREAMCPY_IMPLS_MAX + 1];
static const struct streamcpy_backend *known_list[STREAMCPY_IMPLS_MAX + 1];
static pthread_once_t lists_once = PTHREAD_ONCE_INIT;

static void make_lists(void)
{
	const struct streamcpy_impl *const *impl;
	unsigned known = 0, used = 0;

	for (impl = streamcpy_impls; *impl; impl++) {
		known_list[known++] = &(*impl)->api;
		if (usable(*impl))
			usable_list[used++] = &(*impl)->api;
	}
}

const struct streamcpy_backend *const *streamcpy_backends(void)
{
	pthread_once(&lists_once, make_lists);
	return usable_list;
}

const struct streamcpy_backend *const *streamcpy_known_backends(void)
{
	pthread_once(&lists_once, make_lists);
	return known_list;
}

const char *streamcpy_version(void)
{
	return TEXT(STREAMCPY_VERSION_MAJOR) "." TEXT(STREAMCPY_VERSION_MINOR)
		"." TEXT(STREAMCPY_VERSION_PATCH);
}
