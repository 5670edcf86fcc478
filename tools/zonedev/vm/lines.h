/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.h - a stream of a child process, line by line
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_MAX_BYTES	4096

struct lines {
	int fd;
	bool ended;
	size_t filled, taken;
	char bytes[LINE_MAX_BYTES];
	char line[LINE_MAX_BYTES];	/* the one that was taken last */
};

/* Reads what is there, once poll() says so; sets ended at the end. */
void lines_fill(struct lines *l);

/* Writes @text, all of it; false where nobody listens any more. */
bool lines_send(struct lines *l, const char *text);

/* The next whole line, without its end; NULL where there is none yet */
char *lines_next(struct lines *l);

#endif
