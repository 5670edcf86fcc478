/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * streamcpy_bench.c - streamcpy bench: which copy is the fastest here
 *
 * All that the user asked for is checked before the first byte is mapped.
 */
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "available.h"
#include "complain.h"
#include "size.h"
#include "streamcpy_bench.h"
#include "streamcpy_commands.h"

#define NAME		"streamcpy bench"

#define SIZES_MAX	64
#define THREADS_MAX	1024
#define COUNTS_MAX	16	/* of threads */

#define LEAST_SIZE	UINT64_C(64)
/* Two arenas of that size must fit the addresses. */
#define MOST_SIZE	(UINT64_C(512) << (sizeof(void *) > 4 ? 27 : 20))
#define DEFAULT_MOST	(UINT64_C(1) << 30)
#define QUICK_MOST	(UINT64_C(64) << 20)

#define DEFAULT_ROUNDS	7
#define QUICK_ROUNDS	3

/* Less than that per thread is over before the other threads run. */
#define THREAD_LEAST	((size_t)512 << 10)

/* Beside the arenas: the program, its stacks, and what others may want */
#define SPARE_MEMORY	(UINT64_C(64) << 20)

/* What can be asked for with --op */
enum { WANT_COPY = 1, WANT_FILL = 2, WANT_REREAD = 4, WANT_CALL = 8,
       WANT_ALL = 15 };

struct request {
	uint64_t size[SIZES_MAX];
	unsigned nr_sizes;
	uint64_t most;		/* 0: the default */
	uint64_t threads[COUNTS_MAX];
	unsigned nr_threads;
	const char *method[METHODS_MAX];
	unsigned nr_methods;
	unsigned want;
	uint64_t rounds;	/* 0: the default */
	bool quick;
	enum format format;
	const char *plot;
};

static const char help[] =
"usage: streamcpy bench [OPTION...]\n"
"\n"
"Measures every backend beside memcpy, rep movsb and, where it was built in,\n"
"libpmem: GB/s by size, what a large copy leaves of a working set in the\n"
"caches, and what one short copy costs.\n"
"\n"
"  --op OP[,OP]          copy, fill, reread, call (default: all)\n"
"  --size SIZE[,SIZE]    of the copies, as 4096 or 64M (default: 64 and by\n"
"                        fours up to --max-size)\n"
"  --max-size SIZE       of the default sizes (default: 1G, with --quick 64M)\n"
"  --method NAME[,NAME]  besides memcpy; a backend's name, rep movsb, libpmem\n"
"                        (default: all)\n"
"  --threads N[,N]       (default: 1 and the CPUs that we may run on)\n"
"  --rounds N            (default: 7, with --quick 3)\n"
"  --quick               a few seconds, less exact\n"
"  --format FORMAT       table, csv or json\n"
"  --plot FILE           a picture too, .svg or .png; needs gnuplot\n"
"  --help\n";

static int complain_bounds(const char *option, const char *text)
{
	char most[24];

	size_words(MOST_SIZE, most);
	return complain(NAME, "%s: '%s' is not from 64 B to %s; 64M would do",
			option, text, most);
}

static int add_size(struct request *r, const char *text)
{
	char why[256];
	uint64_t size;

	if (parse_size(text, &size, why, sizeof(why)))
		return complain(NAME, "--size: %s", why);
	if (size < LEAST_SIZE || size > MOST_SIZE)
		return complain_bounds("--size", text);
	if (r->nr_sizes == SIZES_MAX)
		return complain(NAME, "--size: '%s' is one more than the %d sizes that fit a run",
				text, SIZES_MAX);
	r->size[r->nr_sizes++] = size;
	return 0;
}

static int set_most(struct request *r, const char *text)
{
	char why[256];

	if (parse_size(text, &r->most, why, sizeof(why)))
		return complain(NAME, "--max-size: %s", why);
	if (r->most < LEAST_SIZE || r->most > MOST_SIZE)
		return complain_bounds("--max-size", text);
	return 0;
}

static int set_number(uint64_t *number, const char *option, const char *text,
		      uint64_t high)
{
	char why[256];

	if (parse_number(text, 1, high, number, why, sizeof(why)))
		return complain(NAME, "%s: %s", option, why);
	return 0;
}

static int add_threads(struct request *r, const char *text)
{
	if (r->nr_threads == COUNTS_MAX)
		return complain(NAME, "--threads: '%s' is one more than the %d numbers that fit a run",
				text, COUNTS_MAX);
	return set_number(&r->threads[r->nr_threads++], "--threads", text,
			  THREADS_MAX);
}

static int add_op(struct request *r, const char *name)
{
	static const char *const names[] = { "copy", "fill", "reread", "call" };
	unsigned i;

	for (i = 0; i < 4; i++) {
		if (strcmp(names[i], name))
			continue;
		r->want |= 1u << i;
		return 0;
	}
	return complain(NAME, "--op: there is no '%s'; copy, fill, reread and call are",
			name);
}

static int set_format(struct request *r, const char *name)
{
	static const char *const names[] = { "table", "csv", "json" };
	unsigned i;

	for (i = 0; i < 3; i++) {
		if (strcmp(names[i], name))
			continue;
		r->format = (enum format)i;
		return 0;
	}
	return complain(NAME, "--format: there is no '%s'; table, csv and json are",
			name);
}

/* Why a method of that name is not in the list */
static int complain_method(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return complain(NAME, "--method: '%s' needs %s, which is not here; 'streamcpy info' lists what is",
					name, (*b)->needs);
	return complain(NAME, "--method: there is no '%s'; 'streamcpy info' lists the backends",
			name);
}

static int add_method(struct request *r, const char *name)
{
	struct method methods[METHODS_MAX];
	unsigned i, n = methods_list(methods);

	for (i = 0; i < n; i++)
		if (!strcmp(methods[i].name[OPERATION_COPY], name))
			break;
	if (i == n)
		return complain_method(name);
	if (r->nr_methods < METHODS_MAX)
		r->method[r->nr_methods++] = name;
	return 0;
}

/* Calls @add for each part of a list with commas. */
static int each(struct request *r, char *list,
		int (*add)(struct request *r, const char *name))
{
	char *name;
	int status = 0;

	while (!status && (name = strsep(&list, ",")))
		status = add(r, name);
	return status;
}

enum { OP = 1, SIZE, MAX_SIZE, METHOD, THREADS, ROUNDS, QUICK, FORMAT, PLOT,
       HELP };

static int take_option(struct request *r, int option, char *arg)
{
	switch (option) {
	case OP:
		return each(r, arg, add_op);
	case SIZE:
		return each(r, arg, add_size);
	case MAX_SIZE:
		return set_most(r, arg);
	case METHOD:
		return each(r, arg, add_method);
	case THREADS:
		return each(r, arg, add_threads);
	case ROUNDS:
		return set_number(&r->rounds, "--rounds", arg, 10000);
	case QUICK:
		r->quick = true;
		return 0;
	case FORMAT:
		return set_format(r, arg);
	}
	r->plot = arg;
	return 0;
}

static unsigned our_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return (unsigned)CPU_COUNT(&set);
}

static void set_defaults(struct request *r)
{
	uint64_t size;

	if (!r->most)
		r->most = r->quick ? QUICK_MOST : DEFAULT_MOST;
	if (r->most > MOST_SIZE)
		r->most = MOST_SIZE;
	if (!r->rounds)
		r->rounds = r->quick ? QUICK_ROUNDS : DEFAULT_ROUNDS;
	if (!r->want)
		r->want = WANT_ALL;
	if (!r->nr_sizes)
		for (size = LEAST_SIZE; size <= r->most; size *= 4)
			r->size[r->nr_sizes++] = size;
	if (r->nr_threads)
		return;
	r->threads[r->nr_threads++] = 1;
	if (our_cpus() > 1)
		r->threads[r->nr_threads++] = our_cpus();
}

/* 0, 2 for bad usage, or -1 when the help was asked for */
static int take_options(struct request *r, int argc, char **argv)
{
	static const struct option options[] = {
		{ "op", required_argument, NULL, OP },
		{ "size", required_argument, NULL, SIZE },
		{ "max-size", required_argument, NULL, MAX_SIZE },
		{ "method", required_argument, NULL, METHOD },
		{ "threads", required_argument, NULL, THREADS },
		{ "rounds", required_argument, NULL, ROUNDS },
		{ "quick", no_argument, NULL, QUICK },
		{ "format", required_argument, NULL, FORMAT },
		{ "plot", required_argument, NULL, PLOT },
		{ "help", no_argument, NULL, HELP },
		{ 0 },
	};
	int option, status = 0;

	opterr = 0;
	while (!status && (option = getopt_long(argc, argv, ":", options,
						NULL)) != -1) {
		if (option == HELP)
			return -1;
		if (option == ':' || option == '?')
			return complain_option(NAME, option, argv);
		status = take_option(r, option, optarg);
	}
	if (!status && optind < argc)
		return complain(NAME, "'%s' is no option; '" NAME " --help' tells them",
				argv[optind]);
	if (!status && r->nr_sizes && r->most)
		return complain(NAME, "--max-size bounds the default sizes and --size replaces them; leave one of them out");
	if (!status)
		set_defaults(r);
	return status;
}

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
	uint64_t dst, src, have = available_memory();

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
		return complain(NAME, "no memory"), 1;
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
	if (err)
		complain(NAME, "the run was given up: %s", strerror(-err));
	return err ? 1 : 0;
}

static void free_cases(struct bench *bench)
{
	unsigned i, c;

	for (c = 0; c < bench->nr_cases; c++)
		for (i = 0; i < bench->cases[c].nr; i++)
			sample_free(&bench->cases[c].value[i]);
	free(bench->cases);
}

int streamcpy_cmd_bench(int argc, char **argv)
{
	struct request request = {0};
	struct bench bench = {0};
	int status = take_options(&request, argc, argv);

	if (status == -1) {
		fputs(help, stdout);
		return 0;
	}
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
