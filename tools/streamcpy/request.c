/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of streamcpy bench
 */
#include <stddef.h>
#include <string.h>
#include "common/machine.h"
#include "libmem.h"
#include "request.h"

#define THREADS_MAX	1024

/* Two arenas of that size must fit the addresses. */
#define MOST_SIZE	(UINT64_C(512) << (sizeof(void *) > 4 ? 27 : 20))
#define DEFAULT_MOST	(UINT64_C(256) << 20)
#define QUICK_MOST	(UINT64_C(64) << 20)

#define DEFAULT_SECONDS	60
#define QUICK_SECONDS	10

/*
 * Of short and flush: the ends of a line more or less, where copies become
 * streaming ones (256), and what Linux, PMDK and messages have in between
 */
static const uint64_t short_sizes[] = {
	64, 128, 256, 300, 512, 1023, 1024, 2048, 4096, 16384, 65536,
};
static const uint64_t short_offsets[] = { 0, 1, 8, 63 };

#define LENGTH(array)	(sizeof(array) / sizeof((array)[0]))

static int add_size(const struct option_use *use, char *text)
{
	struct request *r = use->request;

	if (r->nr_sizes == SIZES_MAX)
		return option_refuse(use, text, "one more than the %d that fit a run",
				     SIZES_MAX);
	if (option_size(use, text))
		return STATUS_USAGE;
	r->size[r->nr_sizes++] = r->one;
	return 0;
}

static int add_threads(const struct option_use *use, char *text)
{
	struct request *r = use->request;

	if (r->nr_threads == COUNTS_MAX)
		return option_refuse(use, text, "one more than the %d that fit a run",
				     COUNTS_MAX);
	if (option_number(use, text))
		return STATUS_USAGE;
	r->threads[r->nr_threads++] = r->one;
	return 0;
}

static int add_offset(const struct option_use *use, char *text)
{
	struct request *r = use->request;

	if (r->nr_offsets == OFFSETS_MAX)
		return option_refuse(use, text, "one more than the %d that there are",
				     OFFSETS_MAX);
	if (option_number(use, text))
		return STATUS_USAGE;
	r->offset[r->nr_offsets++] = r->one;
	return 0;
}

static int take_libmem(const struct option_use *use, char *file)
{
	char why[128];

	if (libmem_open(file, why, sizeof(why)))
		return option_refuse(use, file, "%s", why);
	return 0;
}

static const char *const operations[] = {
	"copy", "fill", "reread", "call", "short", "flush", NULL,
};

static const char *operation_at(unsigned i)
{
	return operations[i];
}

static int add_op(const struct option_use *use, char *name)
{
	struct request *r = use->request;
	int op = names_find(use->row->names, name);

	if (op < 0)
		return option_refuse_name(use, name);
	r->want |= 1u << op;
	return 0;
}

static const char *method_at(unsigned i)
{
	struct method methods[METHODS_MAX];
	unsigned n = methods_list(methods);

	return i < n ? methods[i].name[OPERATION_COPY] : NULL;
}

/* A backend that this CPU lacks is no misspelling. */
static int refuse_method(const struct option_use *use, const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return option_refuse(use, name, "it needs %s, which this machine lacks; 'streamcpy info' lists what it has",
					     (*b)->needs);
	return option_refuse_name(use, name);
}

static int add_method(const struct option_use *use, char *name)
{
	struct request *r = use->request;

	if (names_find(use->row->names, name) < 0)
		return refuse_method(use, name);
	if (r->nr_methods < METHODS_MAX)
		r->method[r->nr_methods++] = name;
	return 0;
}

static void set_sizes(struct request *r)
{
	uint64_t size;

	if (r->nr_sizes) {
		memcpy(r->shorts, r->size, sizeof(r->shorts));
		r->nr_shorts = r->nr_sizes;
		return;
	}
	for (size = LEAST_SIZE; size <= r->most; size *= 4)
		r->size[r->nr_sizes++] = size;
	for (; r->nr_shorts < LENGTH(short_sizes) &&
	     short_sizes[r->nr_shorts] <= r->most; r->nr_shorts++)
		r->shorts[r->nr_shorts] = short_sizes[r->nr_shorts];
}

static void set_offsets(struct request *r)
{
	if (r->nr_offsets)
		return;
	memcpy(r->offset, short_offsets, sizeof(short_offsets));
	r->nr_offsets = LENGTH(short_offsets);
}

static void set_defaults(struct request *r)
{
	if (!r->most)
		r->most = r->quick ? QUICK_MOST : DEFAULT_MOST;
	if (r->most > MOST_SIZE)
		r->most = MOST_SIZE;
	if (!r->time)
		r->time = r->quick ? QUICK_SECONDS : DEFAULT_SECONDS;
	if (!r->want)
		r->want = WANT_COPY | WANT_FILL | WANT_REREAD | WANT_CALL;
	set_sizes(r);
	set_offsets(r);
	if (r->nr_threads)
		return;
	r->threads[r->nr_threads++] = 1;
	if (machine_cpus() > 1)
		r->threads[r->nr_threads++] = machine_cpus();
}

static const char *bench_format(unsigned i)
{
	return format_name(FORMATS_COMMON | 1u << FORMAT_MAIL, i);
}

#define IN_REQUEST(member)	.offset = offsetof(struct request, member)

static const struct option_row rows[] = {
	{ .name = "op", .value = "OP",
	  .help = "%s (default: the first four)",
	  .take = add_op, .names = { operation_at }, .list = true },
	{ .name = "size", .value = "SIZE", .list = true,
	  .help = "of the copies, as 4096 or 64M (default: 64 and by fours up to --max-size; of short and flush 11 up to 64K)",
	  .take = add_size, IN_REQUEST(one), .low = LEAST_SIZE,
	  .high = MOST_SIZE },
	{ .name = "max-size", .value = "SIZE",
	  .help = "of the default sizes (default: 256M, with --quick 64M)",
	  .take = option_size, IN_REQUEST(most), .low = LEAST_SIZE,
	  .high = MOST_SIZE },
	{ .name = "offset", .value = "N", .list = true,
	  .help = "of the destination in a line, for short and flush (default: 0,1,8,63)",
	  .take = add_offset, IN_REQUEST(one), .high = OFFSETS_MAX - 1 },
	{ .name = "method", .value = "NAME", .list = true,
	  .help = "besides memcpy: %s (default: all but variants)",
	  .take = add_method, .names = { method_at } },
	{ .name = "libmem", .value = "FILE",
	  .help = "one more: the memcpy() of that library, as libaocl-libmem.so",
	  .take = take_libmem },
	{ .name = "threads", .value = "N", .list = true,
	  .help = "(default: 1 and the CPUs that may be used)",
	  .take = add_threads, IN_REQUEST(one), .low = 1,
	  .high = THREADS_MAX },
	{ .name = "time", .value = "SECONDS",
	  .help = "for all, or until all intervals are +-2 % (default: 60, with --quick 10)",
	  .take = option_number, IN_REQUEST(time), .low = 1, .high = 86400 },
	{ .name = "rounds", .value = "N", .help = "of each case, instead of --time",
	  .take = option_number, IN_REQUEST(rounds), .low = 1, .high = 10000 },
	{ .name = "quick", .help = "a few seconds, less exact",
	  .take = option_flag, IN_REQUEST(quick) },
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_format, .names = { bench_format },
	  IN_REQUEST(format) },
	{ .name = "plot", .value = "FILE",
	  .help = "a picture too, .svg or .png; needs gnuplot",
	  .take = option_text, IN_REQUEST(plot) },
	{ .name = "report", .value = "DIR",
	  .help = "a page too, DIR/report.html, with text and raw data beside it",
	  .take = option_text, IN_REQUEST(report) },
	{ .name = NULL },
};

const struct option_group request_options[] = { { rows, 0 }, { NULL, 0 } };

int request_take(const struct command *command, struct request *r, int argc,
		 char **argv)
{
	int status;

	/* Before the options are taken apart */
	origin_take(&r->origin, command->name, argc - 1, argv + 1);
	status = options_take(command, r, argc, argv, 0, 0);
	if (!status && r->nr_sizes && r->most)
		return complain(command->name, "--size and --max-size are mutually exclusive: one replaces the default sizes, the other bounds them");
	if (!status)
		set_defaults(r);
	return status;
}
