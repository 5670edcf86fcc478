/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.h - threads that take pieces of work until none is left
 */
#ifndef WORKERS_H
#define WORKERS_H

/* The CPUs that this thread may use: its affinity mask, its cgroup's quota */
unsigned zd_workers_cpus(void);

/*
 * Calls @work(@args[i]) for i = 0 in this thread and for the others in threads
 * of their own; returns when all have. The number that ran: fewer than @n
 * where threads could not be created, 1 at least.
 */
unsigned zd_workers_run(unsigned n, void (*work)(void *arg), void *const *args);

#endif
