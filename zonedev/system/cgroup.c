/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cgroup.c - the limits of the control groups that this process is in
 *
 * cgroups(7): /proc/self/cgroup has lines "NUMBER:CONTROLLERS:PATH", without
 * controllers for version 2. PATH is below the mount's root, which
 * /proc/self/mountinfo tells; in a container it may lie outside, and what is
 * visible then is at the mount itself.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "cgroup.h"

#define PATH_LENGTH	(CGROUP_DIR / 2)

/* Whether @name is one of @list, which has commas between its names */
static bool lists(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (; list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
		if (!strncmp(list, name, length) &&
		    strchr(",\n", list[length]))
			return true;
	return false;
}

static FILE *open_in(const char *dir, const char *name)
{
	char path[3 * PATH_LENGTH];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return fopen(path, "r");
}

/* The path of one's own group, as the kernel tells it */
static bool own_path(const char *root, bool version2, const char *controller,
		     char path[PATH_LENGTH])
{
	FILE *file = open_in(root, "proc/self/cgroup");
	char line[PATH_LENGTH + 256], *names, *at;
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		names = strchr(line, ':');
		at = names ? strchr(names + 1, ':') : NULL;
		if (!at)
			continue;
		*at = '\0';
		found = version2 ? !names[1] : lists(names + 1, controller);
		snprintf(path, PATH_LENGTH, "%.*s", PATH_LENGTH - 1, at + 1);
	}
	if (file)
		fclose(file);
	return found;
}

/* "ID PARENT DEVICE ROOT MOUNT OPTIONS ... - TYPE SOURCE OPTIONS" */
static bool is_mount_of(char *line, bool version2, const char *controller,
			char **mount_root, char **mount)
{
	char *end = strstr(line, " - "), *at = line, type[32], options[512];
	int i;

	if (!end || sscanf(end, " - %31s %*s %511s", type, options) != 2 ||
	    strcmp(type, version2 ? "cgroup2" : "cgroup") ||
	    (!version2 && !lists(options, controller)))
		return false;
	for (i = 0; i < 3; i++)
		strsep(&at, " ");
	*mount_root = strsep(&at, " ");
	*mount = strsep(&at, " ");
	return *mount;
}

/* What @path is below @mount_root; "" for what is outside of it, or "/" */
static const char *below(const char *path, const char *mount_root)
{
	size_t length = strcmp(mount_root, "/") ? strlen(mount_root) : 0;

	if (strncmp(path, mount_root, length) ||
	    (path[length] && path[length] != '/') || !strcmp(path, "/"))
		return "";
	return path + length;
}

static bool find_group(const char *root, bool version2, const char *controller,
		       struct cgroup *group)
{
	char line[2 * PATH_LENGTH], path[PATH_LENGTH], *mount_root, *mount;
	bool found = false;
	FILE *file;
	int n = 0;

	if (!own_path(root, version2, controller, path))
		return false;
	file = open_in(root, "proc/self/mountinfo");
	while (file && !found && fgets(line, sizeof(line), file))
		found = is_mount_of(line, version2, controller, &mount_root,
				    &mount);
	if (file)
		fclose(file);
	if (!found)
		return false;
	group->version2 = version2;
	group->mount_length = strlen(root) + strlen(mount);
	n = snprintf(group->dir, sizeof(group->dir), "%s%s%s", root, mount,
		     below(path, mount_root));
	return n > 0 && (size_t)n < sizeof(group->dir);
}

bool zd_cgroup_number(const struct cgroup *group, const char *file_name,
		      const char *key, uint64_t *number)
{
	FILE *file = open_in(group->dir, file_name);
	size_t length = strlen(key);
	bool found = false;
	char line[128];

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, key, length) &&
			sscanf(line + length, "%" SCNu64, number) == 1;
	if (file)
		fclose(file);
	return found;
}

/* Version 1 has -1 for no quota, which reads as a number above INT64_MAX. */
static uint64_t cpus(const struct cgroup *g)
{
	uint64_t quota = 0, period = 0;
	FILE *file;
	int got = 0;

	if (g->version2) {
		file = open_in(g->dir, "cpu.max");
		if (file) {
			got = fscanf(file, "%" SCNu64 " %" SCNu64, &quota,
				     &period);
			fclose(file);
		}
	} else if (zd_cgroup_number(g, "cpu.cfs_quota_us", "", &quota) &&
		   zd_cgroup_number(g, "cpu.cfs_period_us", "", &period)) {
		got = 2;
	}
	if (got != 2 || !quota || !period || quota > INT64_MAX)
		return UINT64_MAX;
	return (quota + period - 1) / period;
}

static uint64_t least_upwards(struct cgroup *group,
			      uint64_t (*limit)(const struct cgroup *group))
{
	uint64_t least = UINT64_MAX, here;
	char *slash;

	for (;;) {
		here = limit(group);
		if (here < least)
			least = here;
		slash = strrchr(group->dir, '/');
		if (!slash || slash < group->dir + group->mount_length)
			return least;
		*slash = '\0';
	}
}

/* Controllers may be split between the two versions. */
uint64_t zd_cgroup_least(const char *root, const char *controller,
			 uint64_t (*limit)(const struct cgroup *group))
{
	uint64_t least = UINT64_MAX, of_one;
	struct cgroup group;
	int version;

	for (version = 1; version <= 2; version++) {
		if (!find_group(root, version == 2, controller, &group))
			continue;
		of_one = least_upwards(&group, limit);
		if (of_one < least)
			least = of_one;
	}
	return least;
}

unsigned zd_cgroup_cpus(const char *root)
{
	uint64_t n = zd_cgroup_least(root, "cpu", cpus);

	return n < UINT_MAX ? (unsigned)n : UINT_MAX;
}
