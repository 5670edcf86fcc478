/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * load.c - other cores kept busy with memory
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "common/arena.h"
#include "load.h"

#define HOG_BYTES	((size_t)64 << 20)

struct hog {
	pthread_t thread;
	struct arena from, to;
};

static struct hog *hogs;
static unsigned nr_hogs;
static atomic_bool stop;

static void *run(void *arg)
{
	struct hog *hog = arg;

	while (!atomic_load_explicit(&stop, memory_order_relaxed))
		memcpy(hog->to.at, hog->from.at, HOG_BYTES);
	return NULL;
}

static int start_one(struct hog *hog)
{
	int err = arena_map(&hog->from, HOG_BYTES);

	if (!err)
		err = arena_map(&hog->to, HOG_BYTES);
	if (!err)
		err = -pthread_create(&hog->thread, NULL, run, hog);
	if (err) {
		arena_unmap(&hog->to);
		arena_unmap(&hog->from);
	}
	return err;
}

int load_start(unsigned threads)
{
	int err = 0;

	hogs = calloc(threads, sizeof(*hogs));
	if (!hogs)
		return threads ? -ENOMEM : 0;
	atomic_store(&stop, false);
	for (nr_hogs = 0; !err && nr_hogs < threads; nr_hogs += !err)
		err = start_one(&hogs[nr_hogs]);
	if (err)
		load_stop();
	return err;
}

void load_stop(void)
{
	unsigned i;

	atomic_store(&stop, true);
	for (i = 0; i < nr_hogs; i++) {
		pthread_join(hogs[i].thread, NULL);
		arena_unmap(&hogs[i].to);
		arena_unmap(&hogs[i].from);
	}
	free(hogs);
	hogs = NULL;
	nr_hogs = 0;
}
