/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpus.h - how many CPUs this thread may use
 */
#ifndef CPUS_H
#define CPUS_H

/* Those of the affinity mask, less what the cgroups' quota forbids; never 0 */
unsigned zd_cpus(void);

/*
 * The smallest quota of the cgroups that @self (/proc/self/cgroup) names and
 * of those above them, below @mount (/sys/fs/cgroup), in whole CPUs rounded up;
 * 0: no limit
 */
unsigned zd_cpus_of_cgroup(const char *self, const char *mount);

#endif
