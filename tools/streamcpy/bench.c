/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.c - streamcpy bench: which copy is the fastest here
 *
 * All that the user asked for is checked before the first byte is mapped.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "common/interrupt.h"
#include "common/machine.h"
#include "common/report.h"
#include "common/size.h"
#include "bench.h"
#include "commands.h"

#define NAME		"streamcpy bench"

/* Beside the arenas: the program, its stacks, and what others may want */
#define SPARE_MEMORY	(UINT64_C(64) << 20)

/* Variants only by their names, as memcpy_streaming() takes them */
static bool chosen(const struct request *r, const struct method *method)
{
	unsigned i;

	for (i = 0; i < r->nr_methods; i++)
		if (!strcmp(r->method[i], method->name[OPERATION_COPY]))
			return true;
	return !r->nr_methods &&
	       !(method->backend && method->backend->variant_of);
}

/* memcpy stays in any case: it is what the others are compared with. */
static void set_methods(const struct request *r, struct bench *bench)
{
	struct method all[METHODS_MAX];
	const struct method *libmem = libmem_method();
	unsigned i, n = methods_list(all);

	for (i = 0; i < n; i++)
		if (i == 0 || chosen(r, &all[i]))
			bench->method[bench->nr_methods++] = all[i];
	if (libmem && bench->nr_methods < METHODS_MAX)
		bench->method[bench->nr_methods++] = *libmem;
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

	cases_need(bench, &dst, &src);
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
	bench->request = r;
	set_methods(r, bench);
	if (cases_set(bench))
		return failed(NAME, "out of memory");
	if (!bench->nr_cases)
		return complain(NAME, "--threads: copies of so few bytes are over before the threads run; --size 64M would do");
	status = check_memory(bench);
	if (!status && r->plot)
		status = plot_check(bench, r->plot);
	if (!status && r->report)
		status = report_make_dir(NAME, r->report);
	return status;
}

static const struct reporter *const reporters[FORMATS] = {
	[FORMAT_TABLE] = &bench_table,
	[FORMAT_CSV] = &bench_csv,
	[FORMAT_JSON] = &bench_json,
	[FORMAT_MAIL] = &bench_mail,
};

/* A signal ends it: what there is by then is printed all the same. */
static int measure(struct bench *bench)
{
	const struct request *r = bench->request;
	const struct reporter *reporter = reporters[r->format];
	int err = bench_run(bench, reporter), status;

	if (err)
		return failed(NAME, "run aborted: %s", strerror(-err));
	if (!bench->nr_done)
		return 0;
	status = reporter->end ? reporter->end(bench) : 0;
	if (!status && r->plot)
		status = bench_plot.end(bench);
	if (!status && r->report)
		status = bench_report.end(bench);
	return status;
}

static int map_and_run(struct bench *bench)
{
	uint64_t dst, src;
	int err, status;

	interrupt_catch();
	cases_need(bench, &dst, &src);
	err = arena_map(&bench->dst, dst);
	if (!err)
		err = arena_map(&bench->src, src);
	status = err ? failed(NAME, "run aborted: %s", strerror(-err)) :
		       measure(bench);
	arena_unmap(&bench->src);
	arena_unmap(&bench->dst);
	return interrupt_status(status);
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
	cases_free(&bench);
	return status;
}

const struct command streamcpy_bench = {
	.name = NAME, .what = "measure the backends beside memcpy",
	.about =
"Measures the backends beside memcpy, rep movsb and, where it was built in,\n"
"libpmem: GB/s by size, what a large copy leaves of a working set in the\n"
"caches, and what one copy of 64 bytes costs. --op short,flush: ns of our\n"
"copies of 64 bytes to 64 KiB over those of other libraries, by offset and by\n"
"what is cached. Ratios have their 95 % interval.\n",
	.groups = request_options, .run = run,
};
