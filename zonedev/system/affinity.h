/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * affinity.h - the CPUs that a thread may use, of however many
 *
 * Like cgroup.h it knows nothing of the library.
 */
#ifndef AFFINITY_H
#define AFFINITY_H

#include <sys/types.h>

/* How many the calling thread may use; 0 if that cannot be told */
unsigned zd_affinity_cpus(void);

/* The highest number among them, or -1 */
int zd_affinity_last(void);

/* Keeps thread @thread to CPU @cpu; 0 or -1 and errno */
int zd_affinity_pin(pid_t thread, int cpu);

#endif
