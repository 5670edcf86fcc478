/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_cpus.c - how many CPUs there are to use, and threads that use them
 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zonedev.h>
#include "auto/threads.h"
#include "common/machine.h"
#include "support/runner.h"
#include "system/affinity.h"
#include "system/cgroup.h"

static unsigned threads_left = 1000;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg)
{
	if (!threads_left)
		return EAGAIN;
	threads_left--;
	return __real_pthread_create(thread, attr, start, arg);
}

/* Of a machine with so many CPUs, every second of them may be used; 0: ours */
static size_t machine;
static int pinned;

int __real_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int __wrap_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int __wrap_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set);

int __wrap_sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	size_t cpu;

	if (!machine)
		return __real_sched_getaffinity(pid, size, set);
	if (size * CHAR_BIT < machine) {
		errno = EINVAL;
		return -1;
	}
	CPU_ZERO_S(size, set);
	for (cpu = 1; cpu < machine; cpu += 2)
		CPU_SET_S(cpu, size, set);
	return 0;
}

int __wrap_sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set)
{
	(void)pid;
	pinned = 0;
	while (!CPU_ISSET_S((size_t)pinned, size, set))
		pinned++;
	return CPU_COUNT_S(size, set) == 1 ? 0 : -1;
}

static char dir[] = "/tmp/check_cpus.XXXXXX";

static void put(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void make(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

/* With the file systems of both versions mounted, v1's for one controller */
static unsigned limit(const char *self)
{
	put("proc/self/cgroup", self);
	put("proc/self/mountinfo",
	    "30 24 0:26 / / rw - cgroup2 cgroup2 rw\n"
	    "31 24 0:27 / /cpu rw - cgroup cgroup rw,cpu,cpuacct\n");
	return zd_cgroup_cpus(dir);
}

static void forget(void)
{
	char command[300];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(quota_of_nested_cgroups_is_the_smallest)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	make("proc");
	make("proc/self");
	make("a");
	make("a/b");
	ck_assert_uint_eq(limit("0::/a/b\n"), UINT_MAX);
	put("a/b/cpu.max", "max 100000\n");
	ck_assert_uint_eq(limit("0::/a/b\n"), UINT_MAX);
	put("a/b/cpu.max", "350000 100000\n");
	ck_assert_uint_eq(limit("0::/a/b\n"), 4);
	put("a/cpu.max", "200000 100000\n");
	ck_assert_uint_eq(limit("0::/a/b\n"), 2);
	put("cpu.max", "50000 100000\n");
	ck_assert_uint_eq(limit("0::/a/b\n"), 1);
	ck_assert_uint_eq(limit("0::/\n"), 1);
	/* as a container sees its host's path, which it does not have */
	ck_assert_uint_eq(limit("0::/not/here\n"), 1);
	forget();
}
END_TEST

START_TEST(quota_of_cgroup_v1_is_read)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	make("proc");
	make("proc/self");
	make("cpu");
	make("cpu/x");
	put("cpu/x/cpu.cfs_quota_us", "-1\n");
	put("cpu/x/cpu.cfs_period_us", "100000\n");
	ck_assert_uint_eq(limit("4:cpu,cpuacct:/x\n"), UINT_MAX);
	put("cpu/x/cpu.cfs_quota_us", "300000\n");
	ck_assert_uint_eq(limit("4:cpu,cpuacct:/x\n"), 3);
	ck_assert_uint_eq(limit("4:cpuacct,cpu:/x\n"), 3);
	ck_assert_uint_eq(limit("3:cpuset:/x\n"), UINT_MAX);
	ck_assert_uint_eq(limit("nonsense\n:\n\n"), UINT_MAX);
	forget();
}
END_TEST

START_TEST(cpus_without_cgroup_files_are_1_or_more)
{
	ck_assert_uint_ge(zonedev_cpus(), 1);
	ck_assert_uint_eq(zd_cgroup_cpus("/nonexistent"), UINT_MAX);
}
END_TEST

static const size_t machines[] = { 2, 1024, 1026, 8192 };

/* Of more CPUs than a cpu_set_t has bits, too */
START_TEST(cpus_of_the_largest_machines_are_counted)
{
	unsigned quota = zd_cgroup_cpus(""), cpus;

	machine = machines[_i];
	cpus = (unsigned)machine / 2;
	ck_assert_uint_eq(zd_affinity_cpus(), cpus);
	ck_assert_int_eq(zd_affinity_last(), (int)machine - 1);
	ck_assert_uint_eq(zonedev_cpus(), quota < cpus ? quota : cpus);
	ck_assert_uint_eq(machine_cpus(), quota < cpus ? quota : cpus);
	ck_assert_int_eq(zd_affinity_pin(0, (int)machine - 1), 0);
	ck_assert_int_eq(pinned, (int)machine - 1);
	machine = 0;
}
END_TEST

START_TEST(no_thread_is_kept_to_a_cpu_that_cannot_be)
{
	errno = 0;
	ck_assert_int_eq(zd_affinity_pin(0, -1), -1);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_int_eq(zd_affinity_pin(0, INT_MAX), -1);
}
END_TEST

#define NR_WORKERS	8

static atomic_uint ran[NR_WORKERS];

static void count_run(void *arg)
{
	atomic_fetch_add((atomic_uint *)arg, 1);
}

/* As many as can be started, from the first on, and this one in any case */
START_TEST(workers_run_once_each_as_far_as_threads_start)
{
	unsigned expected = (unsigned)_i + 1 < NR_WORKERS ?
			    (unsigned)_i + 1 : NR_WORKERS, i;
	void *args[NR_WORKERS];

	for (i = 0; i < NR_WORKERS; i++)
		args[i] = &ran[i];
	memset(ran, 0, sizeof(ran));
	threads_left = (unsigned)_i;
	ck_assert_uint_eq(zd_threads_run(NR_WORKERS, count_run, args),
			  expected);
	threads_left = 1000;
	for (i = 0; i < NR_WORKERS; i++)
		ck_assert_uint_eq(ran[i], i < expected);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("cpus");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, quota_of_nested_cgroups_is_the_smallest);
	tcase_add_test(tc, quota_of_cgroup_v1_is_read);
	tcase_add_test(tc, cpus_without_cgroup_files_are_1_or_more);
	tcase_add_loop_test(tc, cpus_of_the_largest_machines_are_counted, 0,
			    (int)(sizeof(machines) / sizeof(machines[0])));
	tcase_add_test(tc, no_thread_is_kept_to_a_cpu_that_cannot_be);
	tcase_add_loop_test(tc, workers_run_once_each_as_far_as_threads_start,
			    0, NR_WORKERS + 2);
	return run_tcase("cpus", tc);
}
