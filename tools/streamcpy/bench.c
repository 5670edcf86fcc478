/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.c - streamcpy bench: which copy is the fastest here
 *
 * All that the user asked for is checked before the first byte is mapped.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "common/machine.h"
#include "common/size.h"
#include "bench.h"
#include "commands.h"
#include "request.h"

#define NAME		"streamcpy bench"

/* Less than that per thread is over before the other threads run. */
#define THREAD_LEAST	((size_t)512 << 10)

/* Beside the arenas: the program, its stacks, and what others may want */
#define SPARE_MEMORY	(UINT64_C(64) << 20)

static bool chosen(const struct request *r, const struct method *method)
{
	unsigned i;

	for (i = 0; i < r->nr_methods; i++)
		if (!strcmp(r->method[i], method->name[OPERATION_COPY]))
			return true;
	return !r->nr_methods;
}

/* memcpy stays in any case: it is what the others are compared with. */
static void set_methods(const struct request *r, struct bench *bench)
{
	struct method all[METHODS_MAX];
	unsigned i, n = methods_list(all);

	for (i = 0; i < n; i++)
		if (i == 0 || chosen(r, &all[i]))
			bench->method[bench->nr_methods++] = all[i];
}

static struct bench_case *add_case(struct bench *bench,
				   enum quantity quantity,
				   enum operation operation)
{
	struct bench_case *c = &bench->cases[bench->nr_cases++];
	unsigned i;

	c->quantity = quantity;
	c->operation = operation;
	c->threads = 1;
	c->nr = bench->nr_methods;
	for (i = 0; i < c->nr; i++)
		c->name[i] = bench->method[i].name[operation];
	return c;
}

/* Warm is a destination that fits the caches; by one thread, as a rule is. */
static bool makes_sense(const struct bench *bench, uint64_t size,
			uint64_t threads, bool warm)
{
	if (warm)
		return threads == 1 && size <= bench->cold / 4;
	return threads == 1 || size / threads >= THREAD_LEAST;
}

static void add_rates(const struct request *r, struct bench *bench,
		      enum operation operation, uint64_t threads, bool warm)
{
	struct bench_case *c;
	unsigned i;

	for (i = 0; i < r->nr_sizes; i++) {
		if (!makes_sense(bench, r->size[i], threads, warm))
			continue;
		c = add_case(bench, RATE, operation);
		c->size = r->size[i];
		c->threads = (unsigned)threads;
		c->warm = warm;
	}
}

static void add_operation(const struct request *r, struct bench *bench,
			  enum operation operation)
{
	unsigned i;

	for (i = 0; i < r->nr_threads; i++) {
		add_rates(r, bench, operation, r->threads[i], false);
		if (r->threads[i] == 1)
			add_rates(r, bench, operation, 1, true);
	}
}

static void add_call(struct bench *bench, bool warm)
{
	struct bench_case *c = add_case(bench, CALL, OPERATION_COPY);

	c->size = LEAST_SIZE;
	c->warm = warm;
	c->nr = call_names(c->name);
}

/* 0 or -1; what is asked for may come to no case at all */
static int set_cases(const struct request *r, struct bench *bench)
{
	size_t most = (size_t)r->nr_sizes * 2 * (r->nr_threads + 1) + 4;

	bench->cases = calloc(most, sizeof(*bench->cases));
	if (!bench->cases)
		return -1;
	if (r->want & WANT_COPY)
		add_operation(r, bench, OPERATION_COPY);
	if (r->want & WANT_FILL)
		add_operation(r, bench, OPERATION_FILL);
	if (r->want & WANT_REREAD) {
		add_case(bench, REREAD, OPERATION_FILL)->size = SWEEP;
		add_case(bench, REREAD, OPERATION_COPY)->size = SWEEP;
	}
	if (r->want & WANT_CALL) {
		add_call(bench, false);
		add_call(bench, true);
	}
	return 0;
}

/* The arenas that the cases need, in bytes */
static void needed(const struct bench *bench, uint64_t *dst, uint64_t *src)
{
	const struct bench_case *c;

	*dst = bench->cold;
	*src = LEAST_SIZE;
	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++) {
		if (c->size > *dst)
			*dst = c->size;
		if (c->operation == OPERATION_COPY && c->size > *src)
			*src = c->size;
	}
}

/* What to ask for instead, for @have bytes of memory */
static int complain_memory(uint64_t need, uint64_t have)
{
	uint64_t fits = LEAST_SIZE, room;
	char need_words[24], have_words[24], size[24];

	room = have > SPARE_MEMORY ? (have - SPARE_MEMORY) / 2 : 0;
	while (fits * 2 <= room)
		fits *= 2;
	size_words(need, need_words);
	size_words(have, have_words);
	size_short(fits, size);
	return complain(NAME, "this needs %s of memory and %s are available; sizes up to %s would fit",
			need_words, have_words, size);
}

static int check_memory(const struct bench *bench)
{
	uint64_t dst, src, have = machine_memory();

	needed(bench, &dst, &src);
	if (dst + src + SPARE_MEMORY <= have)
		return 0;
	return complain_memory(dst + src + SPARE_MEMORY, have);
}

static int set_up(const struct request *r, struct bench *bench)
{
	struct caches caches;
	int status;

	caches_read(&caches, NULL);
	bench->cold = caches_cold_size(&caches);
	bench->rounds = (unsigned)r->rounds;
	set_methods(r, bench);
	if (set_cases(r, bench))
		return failed(NAME, "out of memory");
	if (!bench->nr_cases)
		return complain(NAME, "--threads: copies of so few bytes are over before the threads run; --size 64M would do");
	status = check_memory(bench);
	if (!status && r->plot)
		status = plot_check(bench, r->plot);
	return status;
}

static int map_and_run(struct bench *bench)
{
	uint64_t dst, src;
	int err;

	needed(bench, &dst, &src);
	err = arena_map(&bench->dst, dst);
	if (!err)
		err = arena_map(&bench->src, src);
	if (!err)
		err = bench_run(bench);
	arena_unmap(&bench->src);
	arena_unmap(&bench->dst);
	return err ? failed(NAME, "run aborted: %s", strerror(-err)) :
		     0;
}

static void free_cases(struct bench *bench)
{
	unsigned i, c;

	for (c = 0; c < bench->nr_cases; c++)
		for (i = 0; i < bench->cases[c].nr; i++)
			sample_free(&bench->cases[c].value[i]);
	free(bench->cases);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct request request = {0};
	struct bench bench = {0};
	int status = request_take(command, &request, argc, argv);

	if (status == -1)
		return 0;
	if (!status)
		status = set_up(&request, &bench);
	if (!status)
		status = map_and_run(&bench);
	if (!status) {
		bench_print(&bench, request.format);
		if (request.plot)
			status = plot_write(&bench, request.plot);
	}
	free_cases(&bench);
	return status;
}

const struct command streamcpy_bench = {
	.name = NAME, .what = "measure the backends beside memcpy",
	.about =
"Measures every backend beside memcpy, rep movsb and, where it was built in,\n"
"libpmem: GB/s by size, what a large copy leaves of a working set in the\n"
"caches, and what one short copy costs.\n",
	.groups = request_options, .run = run,
};
