/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * methods.c - the ways to copy and to fill that the bench compares
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <stdio.h>
#include <string.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#ifdef HAVE_LIBPMEM
#include <libpmem.h>
#endif
#include "libmem.h"
#include "methods.h"

/* Every fill writes this byte, so that memset() does the same work. */
#define BYTE		0xa5
#define WORD		UINT64_C(0xa5a5a5a5a5a5a5a5)

static void copy_memcpy(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

static void fill_memset(void *dst, size_t n)
{
	memset(dst, BYTE, n);
}

static const struct method method_memcpy = {
	.name = { "memcpy", "memset", NULL },
	.copy = copy_memcpy, .fill = fill_memset,
};

#if defined(__x86_64__) || defined(__i386__)
static void copy_rep(void *dst, const void *src, size_t n)
{
	__asm__ __volatile__("rep movsb"
			     : "+D"(dst), "+S"(src), "+c"(n) : : "memory");
}

static void fill_rep(void *dst, size_t n)
{
	__asm__ __volatile__("rep stosb"
			     : "+D"(dst), "+c"(n) : "a"(BYTE) : "memory");
}

static const struct method method_rep = {
	.name = { "rep movsb", "rep stosb", NULL },
	.copy = copy_rep, .fill = fill_rep,
};
#endif

#ifdef HAVE_LIBPMEM
#define PMEM_FLAGS	(PMEM_F_MEM_NONTEMPORAL | PMEM_F_MEM_NODRAIN)

static void copy_pmem(void *dst, const void *src, size_t n)
{
	pmem_memcpy(dst, src, n, PMEM_FLAGS);
}

static void fill_pmem(void *dst, size_t n)
{
	pmem_memset(dst, BYTE, n, PMEM_FLAGS);
}

/* Its copies write back each line that they do not stream. */
static const struct method method_pmem = {
	.name = { "libpmem", "libpmem", "libpmem" },
	.copy = copy_pmem, .fill = fill_pmem, .flush = copy_pmem,
	.drain = pmem_drain, .non_temporal = true,
};
#endif

/* Kept here: a copy of 64 bytes takes no longer than to ask for it. */
static void *(*libmem_copy)(void *dst, const void *src, size_t n);

static void copy_libmem(void *dst, const void *src, size_t n)
{
	libmem_copy(dst, src, n);
}

static const struct method method_libmem = {
	.name = { "libmem", NULL, NULL }, .copy = copy_libmem,
};

const struct method *libmem_method(void)
{
	if (!libmem_loaded())
		return NULL;
	libmem_copy = libmem_loaded()->copy;
	return &method_libmem;
}

/* As a program calls them, whichever backend is in use */
static void copy_ours(void *dst, const void *src, size_t n)
{
	memcpy_streaming(dst, src, n);
}

static void flush_ours(void *dst, const void *src, size_t n)
{
	memcpy_flushcache(dst, src, n);
}

static const struct method method_ours = {
	.name = { "memcpy_streaming", NULL, "memcpy_flushcache" },
	.copy = copy_ours, .flush = flush_ours,
	.drain = memcpy_streaming_drain, .non_temporal = true,
};

static struct method method_of(const struct streamcpy_backend *backend)
{
	return (struct method){
		.name = { backend->name, backend->name, NULL },
		.backend = backend,
		.drain = backend->drain,
		.non_temporal = backend->flags & STREAMCPY_NON_TEMPORAL,
	};
}

unsigned methods_list(struct method methods[METHODS_MAX])
{
	const struct streamcpy_backend *const *backend = streamcpy_backends();
	unsigned n = 0;

	methods[n++] = method_memcpy;
#if defined(__x86_64__) || defined(__i386__)
	methods[n++] = method_rep;
#endif
#ifdef HAVE_LIBPMEM
	methods[n++] = method_pmem;
#endif
	for (; *backend && n < METHODS_MAX; backend++)
		methods[n++] = method_of(*backend);
	return n;
}

unsigned peers_list(enum operation operation,
		    const struct method *method[METHODS_MAX])
{
	const struct method *const all[] = {
		&method_ours, &method_memcpy,
#ifdef HAVE_LIBPMEM
		&method_pmem,
#endif
		libmem_method(),
	};
	unsigned i, n = 0;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] && all[i]->name[operation])
			method[n++] = all[i];
	return n;
}

void methods_versions(char *text, size_t size)
{
	const char *libc = "libc", *version = "";
	const char *pmem = "", *libmem = "", *comma = "";

#ifdef __GLIBC__
	libc = "glibc ";
	version = gnu_get_libc_version();
#endif
#ifdef HAVE_LIBPMEM
	pmem = ", libpmem " LIBPMEM_VERSION;
#endif
	if (libmem_loaded()) {
		libmem = libmem_loaded()->version;
		comma = ", ";
	}
	snprintf(text, size, "%s%s%s%s%s", libc, version, pmem, comma, libmem);
}

void method_copy(const struct method *method, void *dst, const void *src,
		 size_t n)
{
	if (method->backend)
		method->backend->copy(dst, src, n);
	else
		method->copy(dst, src, n);
}

/* What is left of @n beyond whole patterns is too little to matter. */
static void fill_backend(const struct streamcpy_backend *backend, void *dst,
			 size_t n)
{
	static const uint64_t pattern[8] = {
		WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD,
	};
	size_t whole = n / sizeof(pattern), rest = n % sizeof(pattern);

	if (whole)
		backend->fill(dst, pattern, sizeof(pattern), whole);
	if (rest)
		memset((char *)dst + n - rest, BYTE, rest);
}

void method_fill(const struct method *method, void *dst, size_t n)
{
	if (method->backend)
		fill_backend(method->backend, dst, n);
	else
		method->fill(dst, n);
}

void method_drain(const struct method *method)
{
	if (method->drain)
		method->drain();
}
