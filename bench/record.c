/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record.c - what chunks of a memmap cost by each strategy, for the simulator
 *
 * Usage: bench/record quiet|hog|bursts [ROUNDS]. Writes a trace: its format is
 * told in tests/zonedev/simulator.h. In a round each strategy writes a block of
 * chunks after a block by the first of the other kind, cached or non-temporal,
 * so that the first samples show the carry-over and the last ones the settled
 * cost.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <streamcpy.h>
#include <string.h>
#include <time.h>
#include <zonedev.h>
#include "common/machine.h"

#define CHUNK_PAGES	(UINT64_C(1) << 15)	/* 2 MiB of descriptors */
#define CHUNKS		512
#define START_PFN	(UINT64_C(1) << 22)
#define LEAD		128
#define COUNTED		16
#define STRATEGIES_MAX	32

#define HOG_BYTES	((size_t)64 << 20)
#define BURST_NS	250000000

struct recorder {
	struct zonedev *machine;
	struct zonedev_namespace *ns;
	uint64_t chunk;
	const char *name[2][STRATEGIES_MAX];	/* cached, non-temporal */
	unsigned n[2];
};

static atomic_bool stop;

static void *hog(void *arg)
{
	char *memory = malloc(2 * HOG_BYTES);
	bool bursts = *(bool *)arg;
	struct timespec now, rest = { .tv_nsec = BURST_NS };
	uint64_t ns;

	while (memory && !atomic_load(&stop)) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
		if (bursts && ns / BURST_NS % 2)
			nanosleep(&rest, NULL);
		memcpy(memory, memory + HOG_BYTES, HOG_BYTES);
	}
	free(memory);
	return NULL;
}

static void add(struct recorder *r, const char *name, bool non_temporal)
{
	if (r->n[non_temporal] < STRATEGIES_MAX)
		r->name[non_temporal][r->n[non_temporal]++] = name;
}

static int open_recorder(struct recorder *r)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct zonedev_config config = {
		.type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_MEM,
		.start_pfn = START_PFN, .align = 4096,
		.size = CHUNKS * CHUNK_PAGES * 4096,
	};

	add(r, "base", false);
	for (; *b; b++)
		add(r, (*b)->name, (*b)->flags & STREAMCPY_NON_TEMPORAL);
	r->machine = zonedev_new(zonedev_model("x86_64"));
	return r->machine ? zonedev_bind(r->machine, &config, NULL, &r->ns,
					 NULL) : -1;
}

static uint64_t write_chunk(struct recorder *r, const char *name)
{
	struct zonedev_options options = {
		.path = ZONEDEV_AUTO, .threads = 1, .strategy = name,
	};
	struct zonedev_report report;

	if (zonedev_memmap_init(zonedev_namespace_zone(r->ns),
				START_PFN + r->chunk * CHUNK_PAGES, CHUNK_PAGES,
				zonedev_namespace_pgmap(r->ns), &options,
				&report)) {
		fprintf(stderr, "record: %s cannot write a chunk\n", name);
		exit(1);
	}
	r->chunk = (r->chunk + 1) % CHUNKS;
	return report.ns;
}

static void block(struct recorder *r, const char *name, bool print)
{
	uint64_t ns[LEAD + COUNTED];
	unsigned i;

	for (i = 0; i < LEAD + COUNTED; i++)
		ns[i] = write_chunk(r, name);
	for (i = 0; print && i < LEAD + COUNTED; i++)
		printf("%s%" PRIu64, i ? " " : "", (ns[i] + 50) / 100);
	if (print)
		printf("\n");
}

/* What each follows is the first of the other kind: base, or the preferred. */
static void print_round(struct recorder *r)
{
	unsigned most = r->n[0] > r->n[1] ? r->n[0] : r->n[1], i, kind;

	for (i = 0; i < most; i++)
		for (kind = 0; kind < 2; kind++)
			if (i < r->n[kind]) {
				block(r, r->name[!kind][0], false);
				block(r, r->name[kind][i], true);
			}
}

static void print_head(struct recorder *r, const char *state, unsigned rounds)
{
	unsigned most = r->n[0] > r->n[1] ? r->n[0] : r->n[1], i, kind;
	time_t now = time(NULL);
	char date[16], cpu[128];

	strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&now));
	machine_describe(cpu, sizeof(cpu));
	printf("# SPDX-License-Identifier: BSD-2-Clause\n");
	printf("# %s; %s; bench/record %s %u\n", cpu, date, state, rounds);
	printf("# 100 ns for a chunk of 2 MiB of descriptors, a line a block\n");
	printf("lead %d counted %d rounds %u\n", LEAD, COUNTED, rounds);
	for (i = 0; i < most; i++)
		for (kind = 0; kind < 2; kind++)
			if (i < r->n[kind])
				printf("%s %u ", r->name[kind][i], kind);
	printf("\n");
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;
	unsigned round;
	bool quiet = argc > 1 && !strcmp(argv[1], "quiet");
	bool bursts = argc > 1 && !strcmp(argv[1], "bursts");
	struct recorder r = {0};
	pthread_t thread;

	if (argc < 2 || open_recorder(&r)) {
		fprintf(stderr, "usage: bench/record quiet|hog|bursts [ROUNDS]; 2 GiB of memory\n");
		return 2;
	}
	if (!quiet && pthread_create(&thread, NULL, hog, &bursts))
		return 1;
	print_head(&r, argv[1], (unsigned)rounds);
	for (round = 0; round < rounds; round++)
		print_round(&r);
	atomic_store(&stop, true);
	if (!quiet)
		pthread_join(thread, NULL);
	zonedev_free(r.machine);
	return 0;
}
