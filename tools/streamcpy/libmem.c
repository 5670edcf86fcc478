/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libmem.c - the memcpy() of a library that the user names, as AOCL-LibMem's
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "libmem.h"

static struct libmem libmem;
static char path[PATH_MAX];

/* A library without one has that of libc, on which it depends. */
static bool defined_in(void *symbol, const char *file)
{
	char real[PATH_MAX];
	Dl_info info;

	return symbol && dladdr(symbol, &info) && info.dli_fname &&
	       realpath(info.dli_fname, real) && !strcmp(real, file);
}

static int refuse(char *why, size_t size, const char *reason)
{
	snprintf(why, size, "%s", reason);
	return -1;
}

int libmem_open(const char *file, char *why, size_t size)
{
	void *library, *symbol;

	if (!realpath(file, path))
		return refuse(why, size, "there is no such file");
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return refuse(why, size, "it is no library that can be loaded here");
	symbol = dlsym(library, "memcpy");
	if (!defined_in(symbol, path))
		return refuse(why, size, "it has no memcpy() of its own");
	libmem.version = strrchr(path, '/') + 1;
	/* POSIX lets a pointer to an object be one to a function. */
	memcpy(&libmem.copy, &symbol, sizeof(symbol));
	return 0;
}

const struct libmem *libmem_loaded(void)
{
	return libmem.copy ? &libmem : NULL;
}
