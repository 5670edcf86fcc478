/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scripts.h - the scripts of this folder, as text in the program
 *
 * The build makes scripts.c out of them, a string for each line.
 */
#ifndef SCRIPTS_H
#define SCRIPTS_H

#include <string.h>

/* What the guest runs first, and what fetches a kernel; NULL at the end */
extern const char *const guest_init[];
extern const char *const fetch_debian[];

#define SCRIPT_BYTES	16384

/* All lines in one; a script is far shorter, and is cut otherwise. */
static inline void script_text(const char *const *lines,
			       char text[SCRIPT_BYTES])
{
	size_t length = 0, n;

	for (; *lines; lines++) {
		n = strlen(*lines);
		if (length + n >= SCRIPT_BYTES)
			break;
		memcpy(text + length, *lines, n);
		length += n;
	}
	text[length] = '\0';
}

#endif
