/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * preload.c - makes the n-th call of one function fail (LD_PRELOAD)
 *
 * FAULT=malloc:3 fails the third call of malloc(), FAULT=malloc:3+ that and
 * all after it. With FAULT_SIGNAL=2 that call raises this signal instead, and
 * does what it is for. FAULT_LOG names a file that is made when a call has been
 * hit, so that a loop over n knows where to end. A program may also arm faults
 * itself and ask for what is still allocated: fault_arm() and the rest, by
 * dlsym(). FAULT_ROOT is a folder whose files are read in the place of those of
 * the same path at the root.
 *
 * stdio reads and writes inside of libc, where nothing can be put in between:
 * fopen() and stdout are made to go through read() and write() of this file.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* libc's own, which the names below hide */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

void fault_arm(const char *call, unsigned long nth, bool onwards);
bool fault_hit(void);
long fault_blocks(void);
long fault_mapped(void);

static char armed[32];
static bool all_after;
static int signal_instead;
static const char *root;
static atomic_ulong left;
static atomic_bool hit;
static atomic_long blocks, mapped;

/* @nth 0: none, and whether one has failed is remembered */
void fault_arm(const char *call, unsigned long nth, bool onwards)
{
	snprintf(armed, sizeof(armed), "%s", call);
	all_after = onwards;
	if (nth)
		atomic_store(&hit, false);
	atomic_store(&left, nth);
}

bool fault_hit(void)
{
	return atomic_load(&hit);
}

/* Heap blocks and bytes of mappings that were asked for and not given back */
long fault_blocks(void)
{
	return atomic_load(&blocks);
}

long fault_mapped(void)
{
	return atomic_load(&mapped);
}

static void tell(void)
{
	const char *log = getenv("FAULT_LOG");
	long fd;

	if (atomic_exchange(&hit, true) || !log)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY, 0600);
	syscall(SYS_close, fd);
}

static bool fails(const char *call, int error)
{
	unsigned long n;

	if (!atomic_load(&left) || strcmp(call, armed))
		return false;
	n = atomic_fetch_sub(&left, 1);
	if (n == 0 || n > 1) {
		if (n == 0)
			atomic_store(&left, 0);
		return false;
	}
	if (all_after)
		atomic_store(&left, 1);
	tell();
	if (signal_instead)
		raise(signal_instead);
	else
		errno = error;
	return !signal_instead;
}

void *malloc(size_t size)
{
	void *block = fails("malloc", ENOMEM) ? NULL : __libc_malloc(size);

	blocks += block != NULL;
	return block;
}

void *calloc(size_t n, size_t size)
{
	void *block = fails("calloc", ENOMEM) ? NULL : __libc_calloc(n, size);

	blocks += block != NULL;
	return block;
}

void *realloc(void *old, size_t size)
{
	void *block = fails("realloc", ENOMEM) ? NULL :
		      __libc_realloc(old, size);

	blocks += block && !old;
	return block;
}

void free(void *block)
{
	blocks -= block != NULL;
	__libc_free(block);
}

void *mmap(void *at, size_t size, int prot, int flags, int fd, off_t offset)
{
	void *got = MAP_FAILED;

	if (!fails("mmap", ENOMEM))
		got = (void *)syscall(SYS_mmap, at, size, prot, flags, fd,
				      offset);
	if (got != MAP_FAILED)
		mapped += (long)size;
	return got;
}

int munmap(void *at, size_t size)
{
	if (fails("munmap", ENOMEM))
		return -1;
	mapped -= (long)size;
	return (int)syscall(SYS_munmap, at, size);
}

int madvise(void *at, size_t size, int advice)
{
	return fails("madvise", ENOMEM) ? -1 :
	       (int)syscall(SYS_madvise, at, size, advice);
}

int pthread_create(pthread_t *restrict thread,
		   const pthread_attr_t *restrict attributes,
		   void *(*start)(void *), void *restrict arg)
{
	static int (*real)(pthread_t *, const pthread_attr_t *,
			   void *(*)(void *), void *);

	if (fails("pthread_create", EAGAIN))
		return EAGAIN;
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
	return real(thread, attributes, start, arg);
}

int clock_gettime(clockid_t clock, struct timespec *ts)
{
	return fails("clock_gettime", EINVAL) ? -1 :
	       (int)syscall(SYS_clock_gettime, clock, ts);
}

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	long n;

	if (fails("sched_getaffinity", EINVAL))
		return -1;
	memset(set, 0, size);
	n = syscall(SYS_sched_getaffinity, pid, size, set);
	return n < 0 ? -1 : 0;
}

ssize_t read(int fd, void *to, size_t size)
{
	return fails("read", EIO) ? -1 : syscall(SYS_read, fd, to, size);
}

ssize_t write(int fd, const void *from, size_t size)
{
	return fails("write", ENOSPC) ? -1 :
	       syscall(SYS_write, fd, from, size);
}

/* The file below FAULT_ROOT, or -1 where it has none of that path */
static int open_instead(const char *path, int flags)
{
	char instead[4096];

	if (!root || *path != '/' ||
	    snprintf(instead, sizeof(instead), "%s%s", root, path) >=
	    (int)sizeof(instead))
		return -1;
	return (int)syscall(SYS_openat, AT_FDCWD, instead, flags, 0);
}

int open(const char *path, int flags, ...)
{
	va_list more;
	int mode, fd;

	va_start(more, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0;
	va_end(more);
	if (fails("open", EMFILE))
		return -1;
	fd = flags & O_CREAT ? -1 : open_instead(path, flags);
	return fd >= 0 ? fd :
	       (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static ssize_t stream_read(void *fd, char *to, size_t size)
{
	return read((int)(long)fd, to, size);
}

/* 0 is how such a stream is told of an error */
static ssize_t stream_write(void *fd, const char *from, size_t size)
{
	ssize_t n = write((int)(long)fd, from, size);

	return n < 0 ? 0 : n;
}

static int stream_close(void *fd)
{
	return close((int)(long)fd);
}

static FILE *stream(int fd, const char *mode)
{
	static const cookie_io_functions_t calls = {
		.read = stream_read, .write = stream_write,
		.close = stream_close,
	};

	return fopencookie((void *)(long)fd, mode, calls);
}

FILE *fopen(const char *restrict path, const char *restrict mode)
{
	FILE *file;
	int fd = open(path, *mode == 'r' ? O_RDONLY :
			    O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0)
		return NULL;
	file = stream(fd, mode);
	if (!file)
		close(fd);
	return file;
}

/* "call:n" or "call:n+" */
__attribute__((constructor))
static void arm_from_environment(void)
{
	const char *text = getenv("FAULT"), *number = getenv("FAULT_SIGNAL");
	const char *colon;
	char call[32];

	root = getenv("FAULT_ROOT");
	if (!text)
		return;
	colon = strchr(text, ':');
	if (!colon || colon - text >= (int)sizeof(call))
		abort();
	if (number) {
		signal_instead = atoi(number);
		/* A shell's background job comes with SIGINT ignored. */
		signal(signal_instead, SIG_DFL);
	}
	stdout = stream(STDOUT_FILENO, "w");
	snprintf(call, sizeof(call), "%.*s", (int)(colon - text), text);
	fault_arm(call, strtoul(colon + 1, NULL, 10), strchr(colon, '+'));
}
