/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.c - a stream of a child process, line by line
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "lines.h"

void lines_fill(struct lines *l)
{
	ssize_t got;

	memmove(l->bytes, l->bytes + l->taken, l->filled - l->taken);
	l->filled -= l->taken;
	l->taken = 0;
	got = read(l->fd, l->bytes + l->filled, sizeof(l->bytes) - l->filled);
	if (got <= 0)
		l->ended = true;
	else
		l->filled += (size_t)got;
}

/* A line that does not fit is cut; the rest is the next one. */
char *lines_next(struct lines *l)
{
	char *at = l->bytes + l->taken;
	size_t left = l->filled - l->taken, length;
	char *end = memchr(at, '\n', left);

	if (!end && left < sizeof(l->bytes) - 1 && !(l->ended && left))
		return NULL;
	length = end ? (size_t)(end - at) : left;
	l->taken += length + !!end;
	while (length && at[length - 1] == '\r')
		length--;
	memcpy(l->line, at, length);
	l->line[length] = '\0';
	return l->line;
}

bool lines_send(struct lines *l, const char *text)
{
	size_t left = strlen(text);
	ssize_t sent;

	for (; left; left -= (size_t)sent, text += sent) {
		sent = send(l->fd, text, left, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
	}
	return true;
}
