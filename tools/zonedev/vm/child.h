/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * child.h - other programs, run to their end
 */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>

/*
 * Runs argv[0], found in PATH, and returns its standard output, with a zero
 * byte behind it, to be freed; or NULL and in @why one line: what did not run
 * or failed, with its own last words.
 */
unsigned char *child_output(const char *const argv[], size_t *bytes,
			    char *why, size_t size);

#endif
