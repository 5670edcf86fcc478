/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.h - a bar on the terminal while something long runs
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>

/*
 * @done of @all parts of @what, with the time that is left at the pace so far.
 * On standard error, and only if that is a terminal.
 */
void progress_show(const char *what, unsigned done, unsigned all);
void progress_clear(void);

/* No bar from now on, and the question whether remarks are wanted */
void progress_silence(void);
bool progress_silent(void);

#endif
