/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_queue.c - each chunk is taken once, that of the own node first
 *
 * The NUMA nodes are made up, so that machines with one are no excuse; calloc()
 * is caught by the linker (--wrap) and can fail.
 */
#include <pthread.h>
#include <stdatomic.h>
#include "auto/queue.h"
#include "support/runner.h"

static unsigned nodes = 1;
static int here, node_of_first = 1;
static unsigned callocs_left = 1000;	/* that succeed; then one fails */

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);

void *__wrap_calloc(size_t n, size_t size)
{
	if (callocs_left--)
		return __real_calloc(n, size);
	callocs_left = 1000;
	return NULL;
}

static unsigned count_nodes(void)
{
	return nodes;
}

static int node_here(void)
{
	return here;
}

/* Addresses are chunk numbers here: the even ones' memory is on one node. */
static void nodes_of(void **address, uint64_t n, int *node)
{
	uint64_t i;

	for (i = 0; i < n; i++)
		node[i] = (uintptr_t)address[i] % 2 ? 0 : node_of_first;
}

static const struct topology made_up = {
	.nodes = count_nodes, .node_here = node_here, .nodes_of = nodes_of,
};

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

START_TEST(chunks_of_any_range_are_taken_once)
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
	zd_queue_by_node(&q, &made_up, address_of, &q);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_free(&q);
}
END_TEST

START_TEST(own_nodes_chunks_are_taken_first)
{
	uint64_t pfn, end;
	struct queue q;
	unsigned i;

	nodes = 2;
	zd_queue_init(&q, 0, 160, 16);
	zd_queue_by_node(&q, &made_up, address_of, &q);
	here = 1;
	for (i = 0; i < 5; i++) {
		ck_assert(zd_queue_take(&q, &pfn, &end));
		ck_assert_uint_eq(pfn / 16 % 2, 0);
	}
	/* None is left there: it takes the others'. */
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
START_TEST(chunks_on_unknown_nodes_are_taken_once)
{
	static const int strange[] = { -1, 64, 1000, -2 };
	struct queue q;

	nodes = 2;
	node_of_first = strange[_i];
	here = _i % 2 ? 64 : -1;
	zd_queue_init(&q, 7, 333, 16);
	zd_queue_by_node(&q, &made_up, address_of, &q);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_free(&q);
}
END_TEST

/* Any of the three allocations fails: the queue stays a list of all. */
START_TEST(queue_without_memory_for_nodes_has_all_chunks)
{
	struct queue q;

	nodes = 2;
	zd_queue_init(&q, 3, 1021, 16);
	callocs_left = (unsigned)_i;
	zd_queue_by_node(&q, &made_up, address_of, &q);
	callocs_left = 1000;
	ck_assert_uint_eq(q.lists, 1);
	assert_covers(&q, zd_queue_chunks(&q));
	zd_queue_free(&q);
}
END_TEST

#define NR_TAKERS	4
#define NR_TAKEN	100000

static struct queue shared;
static atomic_uint taken[NR_TAKEN];

static void *take_all(void *arg)
{
	uint64_t pfn, end;

	(void)arg;
	while (zd_queue_take(&shared, &pfn, &end)) {
		if (pfn >= NR_TAKEN || end != pfn + 1)
			return "a chunk beyond the end";
		atomic_fetch_add(&taken[pfn], 1);
	}
	return NULL;
}

START_TEST(chunks_taken_by_threads_are_taken_once)
{
	pthread_t thread[NR_TAKERS];
	void *wrong;
	unsigned i;

	zd_queue_init(&shared, 0, NR_TAKEN, 1);
	for (i = 0; i < NR_TAKERS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, take_all,
						NULL), 0);
	for (i = 0; i < NR_TAKERS; i++) {
		ck_assert_int_eq(pthread_join(thread[i], &wrong), 0);
		ck_assert_msg(!wrong, "%s", (char *)wrong);
	}
	for (i = 0; i < NR_TAKEN; i++)
		ck_assert_uint_eq(taken[i], 1);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("queue");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, chunks_of_any_range_are_taken_once, 0, 9);
	tcase_add_test(tc, own_nodes_chunks_are_taken_first);
	tcase_add_loop_test(tc, chunks_on_unknown_nodes_are_taken_once, 0, 4);
	tcase_add_loop_test(tc, queue_without_memory_for_nodes_has_all_chunks,
			    0, 3);
	tcase_add_test(tc, chunks_taken_by_threads_are_taken_once);
	return run_tcase("queue", tc);
}
