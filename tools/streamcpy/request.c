/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of streamcpy bench
 */
#include <sched.h>
#include <string.h>
#include "common/choice.h"
#include "common/complain.h"
#include "common/options.h"
#include "common/size.h"
#include "request.h"

#define NAME		"streamcpy bench"

#define THREADS_MAX	1024

/* Two arenas of that size must fit the addresses. */
#define MOST_SIZE	(UINT64_C(512) << (sizeof(void *) > 4 ? 27 : 20))
#define DEFAULT_MOST	(UINT64_C(1) << 30)
#define QUICK_MOST	(UINT64_C(64) << 20)

#define DEFAULT_ROUNDS	7
#define QUICK_ROUNDS	3

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

static int add_size(void *request, const char *text)
{
	struct request *r = request;
	uint64_t size;

	if (options_size(NAME, "--size", text, &size))
		return 2;
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
	if (options_size(NAME, "--max-size", text, &r->most))
		return 2;
	if (r->most < LEAST_SIZE || r->most > MOST_SIZE)
		return complain_bounds("--max-size", text);
	return 0;
}

static int add_threads(void *request, const char *text)
{
	struct request *r = request;

	if (r->nr_threads == COUNTS_MAX)
		return complain(NAME, "--threads: '%s' is one more than the %d numbers that fit a run",
				text, COUNTS_MAX);
	return options_number(NAME, "--threads", text, 1, THREADS_MAX,
			      &r->threads[r->nr_threads++]);
}

static int add_op(void *request, const char *name)
{
	static const char *const names[] = {
		"copy", "fill", "reread", "call", NULL,
	};
	struct request *r = request;
	int op = choose(NAME, "operation", names, name);

	if (op < 0)
		return 2;
	r->want |= 1u << op;
	return 0;
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

static int add_method(void *request, const char *name)
{
	struct request *r = request;
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

enum { OP = OPTION_FIRST, SIZE, MAX_SIZE, METHOD, THREADS, ROUNDS, QUICK,
       FORMAT, PLOT };

static int take_option(void *request, int option, char *arg)
{
	struct request *r = request;

	switch (option) {
	case OP:
		return options_each(r, arg, add_op);
	case SIZE:
		return options_each(r, arg, add_size);
	case MAX_SIZE:
		return set_most(r, arg);
	case METHOD:
		return options_each(r, arg, add_method);
	case THREADS:
		return options_each(r, arg, add_threads);
	case ROUNDS:
		return options_number(NAME, "--rounds", arg, 1, 10000,
				      &r->rounds);
	case QUICK:
		r->quick = true;
		return 0;
	case FORMAT:
		return format_take(NAME, arg, &r->format);
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

static const struct option option_rows[] = {
	{ "op", required_argument, NULL, OP },
	{ "size", required_argument, NULL, SIZE },
	{ "max-size", required_argument, NULL, MAX_SIZE },
	{ "method", required_argument, NULL, METHOD },
	{ "threads", required_argument, NULL, THREADS },
	{ "rounds", required_argument, NULL, ROUNDS },
	{ "quick", no_argument, NULL, QUICK },
	{ "format", required_argument, NULL, FORMAT },
	{ "plot", required_argument, NULL, PLOT },
	OPTION_HELP_ROW,
	{ 0 },
};

static const struct command command = {
	.name = NAME, .help = help, .options = option_rows, .take = take_option,
};

int request_take(struct request *r, int argc, char **argv)
{
	int status = options_take(&command, r, argc, argv);

	if (!status && r->nr_sizes && r->most)
		return complain(NAME, "--max-size bounds the default sizes and --size replaces them; leave one of them out");
	if (!status)
		set_defaults(r);
	return status;
}
