/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads.c - how many CPUs there are to use, and threads that use them
 */
#include <pthread.h>
#include <unistd.h>
#include "auto/threads.h"
#include "system/affinity.h"
#include "system/cgroup.h"
#include "zonedev.h"

static unsigned affinity_cpus(void)
{
	unsigned cpus = zd_affinity_cpus();
	long online;

	if (cpus)
		return cpus;
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (unsigned)online : 1;
}

static unsigned quota;

static void read_quota(void)
{
	quota = zd_cgroup_cpus("");
}

/* Quotas are read once: that takes as long as filling 1 GiB's descriptors. */
unsigned zonedev_cpus(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	unsigned cpus = affinity_cpus();

	pthread_once(&once, read_quota);
	return quota < cpus ? quota : cpus;
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
