/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.h - which kernel a guest boots, and where its modules are
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>

#define KERNEL_PATH	1024

struct kernel {
	const char *name;		/* as it was asked for */
	char image[KERNEL_PATH];
	char modules[KERNEL_PATH];	/* folder, or "" where all is built in */
};

/* Into @path, of @size bytes: where fetched kernels are kept */
void kernel_cache(char *path, size_t size);

/*
 * "IMAGE[,MODULES]" or "debian:VERSION", which is fetched where it is not in
 * the cache; NULL: the kernel that runs here. 0; or STATUS_USAGE, where it
 * fails to be fetched STATUS_FAILED, and in @why one line that says what would
 * do.
 */
int kernel_find(struct kernel *kernel, const char *text, char *why,
		size_t size);

#endif
