/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.c - threads, and how many of them make sense
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>
#include "workers.h"

/* More than any machine we know has; the threads are on the caller's stack. */
#define WORKERS_MAX	1024

static unsigned affinity_cpus(void)
{
	cpu_set_t set;
	long online;

	if (!sched_getaffinity(0, sizeof(set), &set) && CPU_COUNT(&set) > 0)
		return (unsigned)CPU_COUNT(&set);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (unsigned)online : 1;
}

/* "quota period" in us, of cgroup v2 as a container sees it; 0: no limit */
static unsigned cgroup_cpus(void)
{
	FILE *file = fopen("/sys/fs/cgroup/cpu.max", "r");
	unsigned long quota, period;
	int got;

	if (!file)
		return 0;
	got = fscanf(file, "%lu %lu", &quota, &period);
	fclose(file);
	if (got != 2 || !period || !quota)
		return 0;
	return (unsigned)((quota + period - 1) / period);
}

unsigned zd_workers_cpus(void)
{
	unsigned cpus = affinity_cpus(), limit = cgroup_cpus();

	return limit && limit < cpus ? limit : cpus;
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

unsigned zd_workers_run(unsigned n, void (*work)(void *arg), void *const *args)
{
	struct worker workers[WORKERS_MAX];
	unsigned started = 1, i;

	if (n > WORKERS_MAX)
		n = WORKERS_MAX;
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
