/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cgroup.h - what the control groups of this process leave it
 *
 * Of versions 1 and 2, and of all groups from its own up to the mount: each
 * limit holds for what is below it. @root is "", or in tests a directory that
 * stands for /.
 */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdint.h>

/*
 * Bytes until the nearest memory limit, file pages in the page cache counted
 * as free, since they are given up first; UINT64_MAX without a limit
 */
uint64_t cgroup_memory_left(const char *root);

/* CPUs that the quota comes to, rounded up; UINT_MAX without a quota */
unsigned cgroup_cpus(const char *root);

#endif
