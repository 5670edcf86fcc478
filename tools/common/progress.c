/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.c - a bar on the terminal while something long runs
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "clock.h"
#include "progress.h"

#define BAR	"########################################"
#define WIDTH	((unsigned)sizeof(BAR) - 1)

static bool silent;

/* What the bar on the terminal is of, and when its first part was done */
static struct {
	char what[32];
	uint64_t start;
	unsigned first;
} shown;

void progress_silence(void)
{
	silent = true;
}

bool progress_silent(void)
{
	return silent;
}

/* Seconds that the other parts take, if they take as long as those so far */
static double seconds_left(const char *what, unsigned done, unsigned all)
{
	uint64_t now = clock_ns();

	if (strncmp(shown.what, what, sizeof(shown.what) - 1) ||
	    done <= shown.first) {
		snprintf(shown.what, sizeof(shown.what), "%s", what);
		shown.start = now;
		shown.first = done;
		return 0;
	}
	return (double)(now - shown.start) * 1e-9 * (all - done) /
	       (done - shown.first);
}

void progress_show(const char *what, unsigned done, unsigned all)
{
	unsigned filled = all && done < all ?
			  (unsigned)((uint64_t)done * WIDTH / all) : WIDTH;
	double left;

	if (silent || !isatty(STDERR_FILENO))
		return;
	left = seconds_left(what, done, all);
	fprintf(stderr, "\r%-10s [%-*.*s] %u/%u", what, (int)WIDTH,
		(int)filled, BAR, done, all);
	if (left >= 1)
		fprintf(stderr, ", %.0f s left", left);
	fputs("\033[K", stderr);
}

void progress_clear(void)
{
	if (!silent && isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K");
}
