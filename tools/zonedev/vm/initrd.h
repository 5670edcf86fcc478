/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * initrd.h - the guest's first file system, as a cpio archive in memory
 */
#ifndef INITRD_H
#define INITRD_H

#include <stddef.h>
#include <stdio.h>

/* "newc", the form that kernels unpack at boot */
void initrd_directory(FILE *to, const char *path);
void initrd_file(FILE *to, const char *path, const void *bytes, size_t size);
void initrd_end(FILE *to);

#endif
