/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_workers.c - how work is shared out: CPUs, nodes, chunks
 *
 * The NUMA nodes are made up by the linker (--wrap), so that machines with one
 * are no excuse.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "auto/cpus.h"
#include "auto/nodes.h"
#include "auto/queue.h"
#include "support/runner.h"

static unsigned nodes = 1;
static int here, node_of_first = 1;

unsigned __wrap_zd_nodes(void);
int __wrap_zd_node_here(void);
void __wrap_zd_nodes_of(void **address, uint64_t n, int *node);

unsigned __wrap_zd_nodes(void)
{
	return nodes;
}

int __wrap_zd_node_here(void)
{
	return here;
}

/* Addresses are chunk numbers here: the even ones' memory is on one node. */
void __wrap_zd_nodes_of(void **address, uint64_t n, int *node)
{
	uint64_t i;

	for (i = 0; i < n; i++)
		node[i] = (uintptr_t)address[i] % 2 ? 0 : node_of_first;
}

static void *address_of(const void *arg, uint64_t pfn)
{
	const struct queue *q = arg;

	return (void *)(uintptr_t)(pfn / q->chunk - q->pfn / q->chunk);
}

/* Each pfn once, whatever the order */
static void assert_covers(struct queue *q, uint64_t chunks)
{
	unsigned char seen[4096] = {0};
	uint64_t pfn, end, taken = 0, p;

	ck_assert_uint_le(q->end, sizeof(seen));
	while (zd_queue_take(q, &pfn, &end)) {
		ck_assert_uint_lt(pfn, end);
		ck_assert_uint_eq(pfn / q->chunk, (end - 1) / q->chunk);
		for (p = pfn; p < end; p++)
			ck_assert_uint_eq(seen[p]++, 0);
		taken++;
	}
	ck_assert_uint_eq(taken, chunks);
	for (p = 0; p < sizeof(seen); p++)
		ck_assert_uint_eq(seen[p], p >= q->pfn && p < q->end);
}

START_TEST(chunks_cover_a_range_once)
{
	static const uint64_t ranges[][3] = {
		{ 0, 1024, 8 }, { 3, 1024, 128 }, { 130, 1021, 4 },
		{ 512, 1024, 1 }, { 3, 509, 1 }, { 511, 513, 2 },
		{ 5, 6, 1 }, { 512, 513, 1 }, { 1, 4096, 8 },
	};
	const uint64_t *r = ranges[_i];
	struct queue q;

	zd_queue_init(&q, r[0], r[1], r[2]);
	nodes = 1;
	ck_assert_uint_eq(zd_queue_chunks(&q),
			  (r[1] - 1) / q.chunk - r[0] / q.chunk + 1);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_init(&q, r[0], r[1], 16);
	nodes = 2;
	zd_queue_by_node(&q, address_of, &q);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_free(&q);
}
END_TEST

START_TEST(memory_of_the_own_node_comes_first)
{
	uint64_t pfn, end;
	struct queue q;
	unsigned i;

	nodes = 2;
	zd_queue_init(&q, 0, 160, 16);
	zd_queue_by_node(&q, address_of, &q);
	here = 1;
	for (i = 0; i < 5; i++) {
		ck_assert(zd_queue_take(&q, &pfn, &end));
		ck_assert_uint_eq(pfn / 16 % 2, 0);
	}
	/* Nothing left there: it helps the others. */
	ck_assert(zd_queue_take(&q, &pfn, &end));
	ck_assert_uint_eq(pfn / 16 % 2, 1);
	here = 0;
	for (i = 0; i < 4; i++) {
		ck_assert(zd_queue_take(&q, &pfn, &end));
		ck_assert_uint_eq(pfn / 16 % 2, 1);
	}
	ck_assert(!zd_queue_take(&q, &pfn, &end));
	zd_queue_free(&q);
}
END_TEST

/* Memory that is not there yet (-1), and more nodes than there are lists */
START_TEST(no_node_and_high_nodes_are_taken_too)
{
	static const int strange[] = { -1, 64, 1000, -2 };
	struct queue q;

	nodes = 2;
	node_of_first = strange[_i];
	here = _i % 2 ? 64 : -1;
	zd_queue_init(&q, 7, 333, 16);
	zd_queue_by_node(&q, address_of, &q);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_free(&q);
}
END_TEST

static char dir[] = "/tmp/check_workers.XXXXXX";

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

static unsigned limit(const char *self)
{
	char path[256];

	put("self", self);
	snprintf(path, sizeof(path), "%s/self", dir);
	return zd_cpus_of_cgroup(path, dir);
}

static void forget(void)
{
	char command[300];

	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(the_smallest_quota_on_the_way_up_holds)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	make("a");
	make("a/b");
	ck_assert_uint_eq(limit("0::/a/b\n"), 0);
	put("a/b/cpu.max", "max 100000\n");
	ck_assert_uint_eq(limit("0::/a/b\n"), 0);
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

START_TEST(quotas_of_version_1_are_read)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	make("cpu");
	make("cpu/x");
	put("cpu/x/cpu.cfs_quota_us", "-1\n");
	put("cpu/x/cpu.cfs_period_us", "100000\n");
	ck_assert_uint_eq(limit("4:cpu,cpuacct:/x\n"), 0);
	put("cpu/x/cpu.cfs_quota_us", "300000\n");
	ck_assert_uint_eq(limit("4:cpu,cpuacct:/x\n"), 3);
	ck_assert_uint_eq(limit("4:cpuacct,cpu:/x\n"), 3);
	ck_assert_uint_eq(limit("3:cpuset:/x\n"), 0);
	ck_assert_uint_eq(limit("nonsense\n:\n\n"), 0);
	forget();
}
END_TEST

START_TEST(there_is_always_a_cpu)
{
	ck_assert_uint_ge(zd_cpus(), 1);
	ck_assert_uint_eq(zd_cpus_of_cgroup("/nonexistent", "/nonexistent"),
			  0);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("workers");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, chunks_cover_a_range_once, 0, 9);
	tcase_add_test(tc, memory_of_the_own_node_comes_first);
	tcase_add_loop_test(tc, no_node_and_high_nodes_are_taken_too, 0, 4);
	tcase_add_test(tc, the_smallest_quota_on_the_way_up_holds);
	tcase_add_test(tc, quotas_of_version_1_are_read);
	tcase_add_test(tc, there_is_always_a_cpu);
	return run_tcase("workers", tc);
}
