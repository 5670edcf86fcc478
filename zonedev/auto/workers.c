/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * workers.c - threads that take pieces of work until none is left
 */
#include <pthread.h>
#include "workers.h"

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
