/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.c - a bar on the terminal while something long runs
 */
#include <stdio.h>
#include <unistd.h>
#include "progress.h"

#define WIDTH	40

void progress_show(const char *what, unsigned done, unsigned all)
{
	char bar[WIDTH + 1];
	unsigned i, filled = all ? done * WIDTH / all : WIDTH;

	if (!isatty(STDERR_FILENO))
		return;
	for (i = 0; i < WIDTH; i++)
		bar[i] = i < filled ? '#' : '.';
	bar[WIDTH] = '\0';
	fprintf(stderr, "\r%-10s [%s] %u/%u\033[K", what, bar, done, all);
}

void progress_clear(void)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K");
}
