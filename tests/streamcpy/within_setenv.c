/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * within_setenv.c - each function as a process's first call, in a handler that
 * interrupts setenv() while it moves the environment
 *
 * Run by setenv.sh with STREAMCPY_BACKEND and without. The allocator here
 * takes the place of libc's, so that the signal always comes at the same
 * point: the array is moved, environ still points to the old one, and that
 * is filled with what is no pointer, as allocators do to find uses of freed
 * memory. glibc since 2.41 allocates a new array and frees none: there the
 * signal comes in that malloc(), and reading environ has no consequence.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "backend.h"
#include "support/aligned.h"

#define LENGTH	5000
#define EXPORT	__attribute__((visibility("default")))

static unsigned char dst[LENGTH + 128], src[LENGTH];

static void call_copy(void)
{
	memcpy_streaming(dst + 1, src, LENGTH);
}

static void call_move(void)
{
	memmove_streaming(dst + 1, src, LENGTH);
}

static void call_set(void)
{
	memset_streaming(dst + 1, src[0], LENGTH);
}

static void call_flushcache(void)
{
	memcpy_flushcache(dst + 1, src, LENGTH);
}

static void call_from_wc(void)
{
	memcpy_from_wc(dst + 1, src, LENGTH);
}

static void call_fill(void)
{
	streamcpy_fill(dst + 1, src, 8, LENGTH / 8);
}

/* What @run writes repeats the first @period bytes of the source. */
static const struct call {
	const char *name;
	void (*run)(void);
	size_t period;
} calls[] = {
	{ "memcpy_streaming", call_copy, LENGTH },
	{ "memmove_streaming", call_move, LENGTH },
	{ "memset_streaming", call_set, 1 },
	{ "memcpy_flushcache", call_flushcache, LENGTH },
	{ "memcpy_from_wc", call_from_wc, LENGTH },
	{ "streamcpy_fill", call_fill, 8 },
};

#define NR_CALLS	(sizeof(calls) / sizeof(calls[0]))

static const struct call *call;
static volatile sig_atomic_t handled, in_handler, allocates;
/* Bytes from which on a request is for the array, or 0 */
static size_t array_size;

ALIGNED static void handle(int number)
{
	(void)number;
	in_handler = 1;
	call->run();
	in_handler = 0;
	handled = 1;
}

#if !STREAMCPY_SANITIZED
/* Each block is behind its size. None is ever used again. */
struct block {
	_Alignas(16) size_t size;
	_Alignas(16) unsigned char bytes[];
};

static void *new_block(size_t size)
{
	static _Alignas(16) unsigned char arena[1 << 24];
	static size_t used;
	struct block *block = (struct block *)(arena + used);

	allocates |= in_handler;
	if (size > sizeof(arena) - sizeof(*block) - 16 - used)
		return NULL;
	used += sizeof(*block) + (size + 15) / 16 * 16;
	block->size = size;
	return block->bytes;
}

static void interrupt(size_t size)
{
	if (!array_size || size < array_size)
		return;
	array_size = 0;
	raise(SIGUSR1);
}

EXPORT void *malloc(size_t size)
{
	void *got = new_block(size);

	interrupt(size);
	return got;
}

EXPORT void *calloc(size_t n, size_t size)
{
	return size && n > SIZE_MAX / size ? NULL : malloc(n * size);
}

EXPORT void *realloc(void *old, size_t size)
{
	unsigned char *bytes = old, *got = new_block(size);
	size_t had;

	if (got && old) {
		had = ((struct block *)(bytes -
					offsetof(struct block, bytes)))->size;
		memcpy(got, old, had < size ? had : size);
		memset(old, 0xa5, had);
	}
	interrupt(size);
	return got;
}

EXPORT void free(void *block)
{
	(void)block;
}
#endif

static bool right_bytes(void)
{
	size_t i;

	for (i = 0; i < LENGTH; i++)
		if (dst[i + 1] != src[i % call->period])
			return false;
	return !dst[0] && !dst[LENGTH + 1];
}

/* @name, if it can be used here */
static bool right_backend(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; name && *b; b++)
		if (!strcmp((*b)->name, name))
			return streamcpy_backend() == *b;
	return true;
}

static int wrong(const char *what)
{
	fprintf(stderr, "%s: %s\n", call->name, what);
	return 1;
}

/*
 * Adds variables until one of them has made the array move. By the first 32
 * the array is libc's own and larger than all else that setenv() allocates.
 */
static int interrupt_setenv(const char *backend)
{
	char name[32];
	size_t n = 0;
	int i;

	signal(SIGUSR1, handle);
	for (i = 0; !handled && i < 1000; i++) {
		snprintf(name, sizeof(name), "WITHIN_SETENV_%d", i);
		for (n = 0; environ[n]; n++)
			;
		if (i >= 32)
			array_size = (n + 2) * sizeof(environ[0]);
		if (setenv(name, "value", 1))
			return wrong("setenv() fails");
	}
	if (!handled)
		return 77;
	if (strncmp(environ[n], name, strlen(name)) || environ[n + 1])
		return wrong("what setenv() has set is not there");
	if (allocates)
		return wrong("allocates");
	if (!right_bytes())
		return wrong("wrong bytes");
	return right_backend(backend) ? 0 : wrong("not by that backend");
}

/* In a process of its own */
static int first_call(const char *backend)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(interrupt_setenv(backend));
	if (child < 0 || waitpid(child, &status, 0) != child)
		return wrong("no process");
	if (WIFSIGNALED(status))
		return wrong("dies of a signal");
	return WEXITSTATUS(status);
}

static int list_backends(void)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; *b; b++)
		puts((*b)->name);
	return 0;
}

/* With any argument: the backends that can be used here, one a line */
int main(int argc, char **argv)
{
	int status = 0, result;
	size_t i;

	(void)argv;
	if (argc > 1)
		return list_backends();
	for (i = 0; i < LENGTH; i++)
		src[i] = (unsigned char)(i * 7 + i / 256 + 1);
	for (i = 0; i < NR_CALLS; i++) {
		call = &calls[i];
		result = first_call(getenv("STREAMCPY_BACKEND"));
		if (result == 77) {
			puts("skipped: setenv() does not use the allocator of the program");
			return 77;
		}
		status |= result;
	}
	return status;
}
