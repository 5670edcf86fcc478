/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * initrd.c - the guest's first file system, as a cpio archive in memory
 *
 * "newc": a header of 13 numbers of 8 hex digits behind "070701", the name
 * with its zero byte, and the contents, each filled up to 4 bytes.
 */
#include <string.h>
#include "initrd.h"

#define DIRECTORY	0040755u
#define EXECUTABLE	0100755u

/* The header has 110 bytes, so that name and header are filled up together. */
static void fill_up(FILE *to, size_t written)
{
	while (written++ % 4)
		fputc(0, to);
}

static void entry(FILE *to, const char *path, unsigned mode,
		  const void *bytes, size_t size)
{
	size_t name = strlen(path) + 1;

	fprintf(to, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x",
		0, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, name, 0);
	fwrite(path, 1, name, to);
	fill_up(to, 110 + name);
	fwrite(bytes, 1, size, to);
	fill_up(to, size);
}

void initrd_directory(FILE *to, const char *path)
{
	entry(to, path, DIRECTORY, "", 0);
}

void initrd_file(FILE *to, const char *path, const void *bytes, size_t size)
{
	entry(to, path, EXECUTABLE, bytes, size);
}

void initrd_end(FILE *to)
{
	entry(to, "TRAILER!!!", 0, "", 0);
}
