/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * progress.h - a bar on the terminal while something long runs
 */
#ifndef PROGRESS_H
#define PROGRESS_H

/* On standard error, and only if that is a terminal */
void progress_show(const char *what, unsigned done, unsigned all);
void progress_clear(void);

#endif
