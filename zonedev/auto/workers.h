/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.h - threads that take pieces of work until none is left
 */
#ifndef WORKERS_H
#define WORKERS_H

/* More than any machine we know has; they are kept on the caller's stack. */
#define WORKERS_MAX	1024

/*
 * Calls @work(@args[i]) for i = 0 in this thread and for the others in threads
 * of their own; returns when all have. The number that ran: fewer than @n
 * where threads could not be created, 1 at least.
 */
unsigned zd_workers_run(unsigned n, void (*work)(void *arg), void *const *args);

#endif
