/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads.c - how many CPUs there are to use, and threads that use them
 */
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "auto/threads.h"
#include "zonedev.h"

#define PATH_LENGTH	4096

static unsigned affinity_cpus(void)
{
	cpu_set_t set;
	long online;

	if (!sched_getaffinity(0, sizeof(set), &set) && CPU_COUNT(&set) > 0)
		return (unsigned)CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (unsigned)online : 1;
}

/* How many of the two numbers are in the file */
static int read_numbers(const char *dir, const char *name, unsigned long *first,
			unsigned long *second)
{
	char path[PATH_LENGTH + 32];
	FILE *file;
	int got;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "r");
	if (!file)
		return 0;
	got = fscanf(file, "%lu %lu", first, second);
	fclose(file);
	return got;
}

/*
 * Version 2 has "quota period" in one file, with "max" for no quota; version 1
 * has two files, with -1 for none, which reads as a number above LONG_MAX.
 */
static unsigned cgroup_cpus(const char *dir)
{
	unsigned long quota, period, none;

	if (read_numbers(dir, "cpu.max", &quota, &period) != 2 &&
	    (read_numbers(dir, "cpu.cfs_quota_us", &quota, &none) != 1 ||
	     read_numbers(dir, "cpu.cfs_period_us", &period, &none) != 1))
		return 0;
	if (!quota || !period || quota > LONG_MAX)
		return 0;
	return (unsigned)((quota + period - 1) / period);
}

static unsigned smaller(unsigned a, unsigned b)
{
	return !a || (b && b < a) ? b : a;
}

/* A group's quota holds for all below it, so each on the way up counts. */
static unsigned least_upwards(char *dir, size_t root)
{
	unsigned least = 0;
	char *slash;

	for (;;) {
		least = smaller(least, cgroup_cpus(dir));
		slash = strrchr(dir, '/');
		if (!slash || (size_t)(slash - dir) < root)
			return least;
		*slash = '\0';
	}
}

/* "cpu" among names with commas between them, not as a part of "cpuset" */
static bool names_cpu(const char *controllers)
{
	size_t length;

	for (;; controllers += length + 1) {
		length = strcspn(controllers, ",");
		if (length == 3 && !strncmp(controllers, "cpu", 3))
			return true;
		if (!controllers[length])
			return false;
	}
}

/*
 * A line is "number:controllers:path"; version 2 names no controllers. A
 * container may see a path of its host's, which is not there; what it does see
 * then lies at the mount itself.
 */
static unsigned cpus_of_line(char *line, const char *mount)
{
	char dir[PATH_LENGTH], *controllers, *path;
	int n;

	line[strcspn(line, "\n")] = '\0';
	controllers = strchr(line, ':');
	path = controllers ? strchr(controllers + 1, ':') : NULL;
	if (!path)
		return 0;
	*path++ = '\0';
	controllers++;
	if (*controllers && !names_cpu(controllers))
		return 0;
	n = snprintf(dir, sizeof(dir), "%s%s%s", mount,
		     *controllers ? "/cpu" : "", strcmp(path, "/") ? path : "");
	if (n < 0 || (size_t)n >= sizeof(dir))
		return 0;
	return least_upwards(dir, strlen(mount));
}

unsigned zd_cpus_of_cgroup(const char *self, const char *mount)
{
	char line[PATH_LENGTH];
	unsigned least = 0;
	FILE *file = fopen(self, "r");

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		least = smaller(least, cpus_of_line(line, mount));
	fclose(file);
	return least;
}

static unsigned quota;

static void read_quota(void)
{
	quota = zd_cpus_of_cgroup("/proc/self/cgroup", "/sys/fs/cgroup");
}

/* Quotas are read once: that takes as long as filling 1 GiB's descriptors. */
unsigned zonedev_cpus(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, read_quota);
	return smaller(affinity_cpus(), quota);
}

struct worker {
	pthread_t thread;
	void (*work)(void *arg);
	void *arg;
};

static void *worker_main(void *arg)
{
	struct worker *worker = arg;

	worker->work(worker->arg);
	return NULL;
}

unsigned zd_threads_run(unsigned n, void (*work)(void *arg), void *const *args)
{
	struct worker workers[THREADS_MAX];
	unsigned started = 1, i;

	if (n > THREADS_MAX)
		n = THREADS_MAX;
	for (; started < n; started++) {
		struct worker *worker = &workers[started];

		worker->work = work;
		worker->arg = args[started];
		if (pthread_create(&worker->thread, NULL, worker_main, worker))
			break;
	}
	work(args[0]);
	for (i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	return started;
}
