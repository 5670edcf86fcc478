/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * methods.c - the ways to copy and to fill that the bench compares
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <string.h>
#ifdef HAVE_LIBPMEM
#include <libpmem.h>
#endif
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
	.name = { "memcpy", "memset" },
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
	.name = { "rep movsb", "rep stosb" },
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

static const struct method method_pmem = {
	.name = { "libpmem", "libpmem" },
	.copy = copy_pmem, .fill = fill_pmem, .drain = pmem_drain,
	.non_temporal = true,
};
#endif

static struct method method_of(const struct streamcpy_backend *backend)
{
	return (struct method){
		.name = { backend->name, backend->name },
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
