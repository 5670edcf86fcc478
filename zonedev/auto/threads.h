/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads.h - how many CPUs there are to use, and threads that use them
 */
#ifndef ZONEDEV_THREADS_H
#define ZONEDEV_THREADS_H

/* More than any machine we know has; they are kept on the caller's stack. */
#define THREADS_MAX	1024

/*
 * Calls @work(@args[i]) for i = 0 in this thread and for the others in threads
 * of their own; returns when all have. The number that ran: fewer than @n
 * where threads could not be created, 1 at least.
 */
unsigned zd_threads_run(unsigned n, void (*work)(void *arg), void *const *args);

#endif
