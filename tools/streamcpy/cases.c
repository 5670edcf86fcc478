/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cases.c - which situations streamcpy bench measures, and their words
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/size.h"
#include "bench.h"

/* Less than that per thread is over before the other threads run. */
#define THREAD_LEAST	((size_t)512 << 10)

static struct bench_case *add_case(struct bench *bench,
				   enum quantity quantity,
				   enum operation operation)
{
	struct bench_case *c = &bench->cases[bench->nr_cases++];

	c->quantity = quantity;
	c->operation = operation;
	c->threads = 1;
	return c;
}

static void add_methods(const struct bench *bench, struct bench_case *c)
{
	unsigned i;

	for (i = 0; i < bench->nr_methods; i++) {
		if (!bench->method[i].name[c->operation])
			continue;
		c->method[c->nr] = &bench->method[i];
		c->name[c->nr++] = bench->method[i].name[c->operation];
	}
}

/* Warm is a destination that fits the caches; by one thread, as a rule is. */
static bool makes_sense(const struct bench *bench, uint64_t size,
			uint64_t threads, bool warm)
{
	if (warm)
		return threads == 1 && size <= bench->cold / 4;
	return threads == 1 || size / threads >= THREAD_LEAST;
}

static void add_rates(struct bench *bench, enum operation operation,
		      uint64_t threads, bool warm)
{
	const struct request *r = bench->request;
	struct bench_case *c;
	unsigned i;

	for (i = 0; i < r->nr_sizes; i++) {
		if (!makes_sense(bench, r->size[i], threads, warm))
			continue;
		c = add_case(bench, RATE, operation);
		c->size = r->size[i];
		c->threads = (unsigned)threads;
		c->warm = warm;
		add_methods(bench, c);
	}
}

static void add_operation(struct bench *bench, enum operation operation)
{
	const struct request *r = bench->request;
	unsigned i;

	for (i = 0; i < r->nr_threads; i++) {
		add_rates(bench, operation, r->threads[i], false);
		if (r->threads[i] == 1)
			add_rates(bench, operation, 1, true);
	}
}

static void add_reread(struct bench *bench, enum operation operation)
{
	struct bench_case *c = add_case(bench, REREAD, operation);

	c->size = SWEEP;
	add_methods(bench, c);
}

static void add_call(struct bench *bench, bool warm)
{
	struct bench_case *c = add_case(bench, CALL, OPERATION_COPY);

	c->size = LEAST_SIZE;
	c->warm = warm;
	c->nr = call_names(c->name);
}

static void add_peers(struct bench_case *c)
{
	unsigned i;

	c->nr = peers_list(c->operation, c->method);
	for (i = 0; i < c->nr; i++)
		c->name[i] = c->method[i]->name[c->operation];
}

static void add_short(struct bench *bench, enum operation operation,
		      bool warm, bool cold_source)
{
	const struct request *r = bench->request;
	struct bench_case *c;
	unsigned i, o;

	for (i = 0; i < r->nr_shorts; i++)
		for (o = 0; o < r->nr_offsets; o++) {
			c = add_case(bench, SHORT, operation);
			c->size = r->shorts[i];
			c->offset = r->offset[o];
			c->warm = warm;
			c->cold_source = cold_source;
			add_peers(c);
		}
}

/*
 * A warm destination behind a cold source says nothing more: the source is
 * what takes the time.
 */
static void add_shorts(struct bench *bench, enum operation operation)
{
	add_short(bench, operation, false, false);
	add_short(bench, operation, false, true);
	add_short(bench, operation, true, false);
}

int cases_set(struct bench *bench)
{
	const struct request *r = bench->request;
	size_t most = (size_t)r->nr_sizes * 2 * (r->nr_threads + 1) + 4 +
		      (size_t)r->nr_shorts * r->nr_offsets * 6;

	bench->cases = calloc(most, sizeof(*bench->cases));
	if (!bench->cases)
		return -ENOMEM;
	if (r->want & WANT_COPY)
		add_operation(bench, OPERATION_COPY);
	if (r->want & WANT_FILL)
		add_operation(bench, OPERATION_FILL);
	if (r->want & WANT_REREAD) {
		add_reread(bench, OPERATION_FILL);
		add_reread(bench, OPERATION_COPY);
	}
	if (r->want & WANT_CALL) {
		add_call(bench, false);
		add_call(bench, true);
	}
	if (r->want & WANT_SHORT)
		add_shorts(bench, OPERATION_COPY);
	if (r->want & WANT_FLUSH)
		add_shorts(bench, OPERATION_FLUSH);
	return 0;
}

void cases_free(struct bench *bench)
{
	unsigned i, c;

	for (c = 0; c < bench->nr_cases; c++)
		for (i = 0; i < bench->cases[c].nr; i++)
			sample_free(&bench->cases[c].value[i]);
	free(bench->cases);
}

static void at_least(uint64_t *size, uint64_t need)
{
	if (*size < need)
		*size = need;
}

void cases_need(const struct bench *bench, uint64_t *dst, uint64_t *src)
{
	const struct bench_case *c;

	*dst = bench->cold;
	*src = LEAST_SIZE;
	for (c = bench->cases; c < bench->cases + bench->nr_cases; c++) {
		at_least(dst, c->size + c->offset);
		if (c->operation != OPERATION_FILL)
			at_least(src, c->size);
		if (c->cold_source)
			at_least(src, bench->cold);
	}
}

static bool same_group(const struct bench_case *a, const struct bench_case *b)
{
	return a->quantity == b->quantity && a->operation == b->operation &&
	       a->warm == b->warm && a->cold_source == b->cold_source &&
	       a->threads == b->threads;
}

struct bench_group case_group(const struct bench *bench, unsigned first)
{
	struct bench_group group = { &bench->cases[first], 1 };

	while (first + group.n < bench->nr_cases &&
	       same_group(group.first, group.first + group.n))
		group.n++;
	return group;
}

const char *case_quantity(const struct bench_case *c)
{
	static const char *const names[] = {
		[RATE] = "rate", [REREAD] = "reread", [CALL] = "call",
		[SHORT] = "short",
	};

	return names[c->quantity];
}

const char *case_unit(const struct bench_case *c)
{
	return c->quantity == RATE ? "GB/s" :
	       c->quantity == REREAD ? "times undisturbed" : "ns";
}

const char *case_operation(const struct bench_case *c)
{
	static const char *const names[OPERATIONS] = { "copy", "fill", "flush" };

	return names[c->operation];
}

void case_describe(const struct bench_case *c, char *text, size_t size)
{
	const char *what = case_operation(c);
	const char *warm = c->warm ? "warm" : "cold";
	char bytes[24];

	size_words(c->size, bytes);
	if (c->quantity == REREAD)
		snprintf(text, size, "re-read of a resident 512 KiB set after a %s %s, undisturbed = 1",
			 bytes, what);
	else if (c->quantity == CALL)
		snprintf(text, size, "one copy of 64 bytes, ns, %s destination",
			 warm);
	else if (c->quantity == SHORT)
		snprintf(text, size, "%s, ns, %s destination, %s source",
			 c->name[0], warm, c->cold_source ? "cold" : "warm");
	else
		snprintf(text, size, "%s, %s destination, %u thread%s", what,
			 warm, c->threads, c->threads == 1 ? "" : "s");
}

unsigned case_find(const struct bench_case *c, const char *name)
{
	unsigned i;

	for (i = c->nr - 1; i > 0; i--)
		if (!strcmp(c->name[i], name))
			break;
	return i;
}
