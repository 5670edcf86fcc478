/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cgroup.h - the limits of the control groups that this process is in
 *
 * Of versions 1 and 2, and of all groups from its own up to the mount: each
 * limit holds for what is below it. @root is "", or in tests a directory that
 * stands for /. The tools are built with this file too: it knows nothing of the
 * library.
 */
#ifndef CGROUP_H
#define CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CGROUP_DIR	8192

/* A group of a controller */
struct cgroup {
	bool version2;
	char dir[CGROUP_DIR];
	size_t mount_length;	/* of dir: above it there is nothing */
};

/* The least of @limit() of all groups; it is UINT64_MAX without a limit. */
uint64_t zd_cgroup_least(const char *root, const char *controller,
			 uint64_t (*limit)(const struct cgroup *group));

/* The number behind @key in @file, or the first; "max" is none: false */
bool zd_cgroup_number(const struct cgroup *group, const char *file,
		      const char *key, uint64_t *number);

/* CPUs that the quota comes to, rounded up; UINT_MAX without a quota */
unsigned zd_cgroup_cpus(const char *root);

#endif
