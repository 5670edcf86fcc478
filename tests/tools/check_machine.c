/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_machine.c - what control groups leave, read from made-up trees
 */
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "common/machine.h"
#include "support/runner.h"
#include "system/cgroup.h"

#define MIB	(UINT64_C(1) << 20)

#define V2_MOUNT	"30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
#define V1_MOUNTS							\
	"31 24 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n" \
	"32 24 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"

static char root[] = "/tmp/check_machine-XXXXXX";

static void set_up(void)
{
	strcpy(root, "/tmp/check_machine-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
}

static void tear_down(void)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", root);
	ck_assert_int_eq(system(command), 0);
}

/* Writes @text to @path below the root, whose folders it makes. */
static void put(const char *path, const char *text)
{
	char whole[256], *slash;
	FILE *file;

	snprintf(whole, sizeof(whole), "%s/%s", root, path);
	for (slash = whole + strlen(root) + 1; (slash = strchr(slash, '/'));
	     slash++) {
		*slash = '\0';
		mkdir(whole, 0777);
		*slash = '/';
	}
	file = fopen(whole, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static void put_memory(const char *group, const char *max, const char *current)
{
	char path[128];

	snprintf(path, sizeof(path), "sys/fs/cgroup%s/memory.max", group);
	put(path, max);
	snprintf(path, sizeof(path), "sys/fs/cgroup%s/memory.current", group);
	put(path, current);
}

START_TEST(without_cgroups_nothing_is_limited)
{
	ck_assert_uint_eq(machine_cgroup_memory(root), UINT64_MAX);
	ck_assert_uint_eq(zd_cgroup_cpus(root), UINT_MAX);
}
END_TEST

START_TEST(memory_of_own_group_v2_is_the_limit)
{
	put("proc/self/cgroup", "0::/user/build\n");
	put("proc/self/mountinfo", V2_MOUNT);
	put_memory("/user", "max\n", "0\n");
	put_memory("/user/build", "104857600\n", "41943040\n");
	ck_assert_uint_eq(machine_cgroup_memory(root), 60 * MIB);
}
END_TEST

START_TEST(memory_of_parent_group_v2_is_the_limit_if_less)
{
	put("proc/self/cgroup", "0::/user/build\n");
	put("proc/self/mountinfo", V2_MOUNT);
	put_memory("/user", "62914560\n", "41943040\n");
	put_memory("/user/build", "104857600\n", "0\n");
	ck_assert_uint_eq(machine_cgroup_memory(root), 20 * MIB);
}
END_TEST

START_TEST(page_cache_of_a_group_counts_as_free)
{
	put("proc/self/cgroup", "0::/a\n");
	put("proc/self/mountinfo", V2_MOUNT);
	put_memory("/a", "104857600\n", "104857600\n");
	put("sys/fs/cgroup/a/memory.stat",
	    "anon 1\nactive_file 10485760\ninactive_file 20971520\n");
	ck_assert_uint_eq(machine_cgroup_memory(root), 30 * MIB);
}
END_TEST

/* A path of the host's, and the group itself at the mount */
START_TEST(group_of_a_container_is_at_the_mount)
{
	put("proc/self/cgroup", "0::/docker/0123\n");
	put("proc/self/mountinfo",
	    "30 24 0:26 /docker/0123 /sys/fs/cgroup rw - cgroup2 cgroup rw\n");
	put_memory("", "52428800\n", "0\n");
	put("sys/fs/cgroup/cpu.max", "150000 100000\n");
	ck_assert_uint_eq(machine_cgroup_memory(root), 50 * MIB);
	ck_assert_uint_eq(zd_cgroup_cpus(root), 2);
}
END_TEST

START_TEST(memory_and_cpus_of_v1_are_limits)
{
	put("proc/self/cgroup",
	    "5:cpuset:/x\n4:cpu,cpuacct:/a\n3:memory:/b\n");
	put("proc/self/mountinfo", V1_MOUNTS);
	put("sys/fs/cgroup/memory/b/memory.limit_in_bytes", "104857600\n");
	put("sys/fs/cgroup/memory/b/memory.usage_in_bytes", "4194304\n");
	put("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "50000\n");
	put("sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000\n");
	ck_assert_uint_eq(machine_cgroup_memory(root), 96 * MIB);
	ck_assert_uint_eq(zd_cgroup_cpus(root), 1);
	put("sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "-1\n");
	ck_assert_uint_eq(zd_cgroup_cpus(root), UINT_MAX);
}
END_TEST

START_TEST(cpus_of_this_process_are_at_least_one)
{
	ck_assert_uint_ge(machine_cpus(), 1);
	ck_assert_uint_gt(machine_memory(), 0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("machine");

	tcase_set_timeout(tc, 0);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, without_cgroups_nothing_is_limited);
	tcase_add_test(tc, memory_of_own_group_v2_is_the_limit);
	tcase_add_test(tc, memory_of_parent_group_v2_is_the_limit_if_less);
	tcase_add_test(tc, page_cache_of_a_group_counts_as_free);
	tcase_add_test(tc, group_of_a_container_is_at_the_mount);
	tcase_add_test(tc, memory_and_cpus_of_v1_are_limits);
	tcase_add_test(tc, cpus_of_this_process_are_at_least_one);
	return run_tcase("machine", tc);
}
