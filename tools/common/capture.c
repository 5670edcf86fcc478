/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture.c - what goes to standard output, as a text
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "capture.h"

static char *content(int fd)
{
	size_t n = (size_t)lseek(fd, 0, SEEK_END);
	char *text = calloc(1, n + 1);

	if (text && pread(fd, text, n, 0) != (ssize_t)n)
		text[0] = '\0';
	return text;
}

char *capture_output(void (*print)(const void *arg), const void *arg)
{
	FILE *to = tmpfile();
	int saved = dup(STDOUT_FILENO);
	char *text = NULL;

	if (to && saved >= 0) {
		fflush(stdout);
		dup2(fileno(to), STDOUT_FILENO);
		print(arg);
		fflush(stdout);
		dup2(saved, STDOUT_FILENO);
		text = content(fileno(to));
	}
	if (saved >= 0)
		close(saved);
	if (to)
		fclose(to);
	return text;
}
