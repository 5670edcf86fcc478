/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records.c - each bind that was timed, and what is printed of them
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include "common/json.h"
#include "common/size.h"
#include "common/statistics.h"
#include "records.h"

bool records_add(struct records *r, const struct record *record)
{
	void *room = r->at;

	if (!(r->n & (r->n - 1)))
		room = realloc(r->at, (r->n ? 2 * r->n : 1) * sizeof(*r->at));
	if (!room)
		return false;
	r->at = room;
	r->at[r->n++] = *record;
	return true;
}

uint64_t records_size(const struct records *r, unsigned experiment)
{
	uint64_t size = r->request->experiments[experiment]->size;

	return size ? size : r->request->size;
}

#define ALL_BOOTS	UINT_MAX

/* Milliseconds of the first binds, or of the rebinds, of one boot or all */
static void choose(const struct records *r, unsigned kernel,
		   unsigned experiment, unsigned boot, bool first,
		   struct sample *sample)
{
	const struct record *record = r->at;

	*sample = (struct sample){ .n = 0 };
	for (; record < r->at + r->n; record++)
		if (record->kernel == kernel &&
		    record->experiment == experiment &&
		    (boot == ALL_BOOTS || record->boot == boot) &&
		    !record->bind == first)
			sample_add(sample, record->us / 1000);
}

/*
 * How much faster @kernel rebinds than kernel A: of each boot the medians of
 * both, since binds of one boot share its memory. Only where it was measured.
 */
static bool ratio_to_first(const struct records *r, unsigned kernel,
			   unsigned experiment, struct interval *ratio)
{
	struct sample a = { .n = 0 }, b = { .n = 0 }, of_a, of_b;
	unsigned boot;

	if (!r->request->kvm || !kernel)
		return false;
	for (boot = 0; boot < r->request->boots; boot++) {
		choose(r, 0, experiment, boot, false, &of_a);
		choose(r, kernel, experiment, boot, false, &of_b);
		if (of_a.n && of_b.n)
			sample_add_pair(&a, sample_median(&of_a), &b,
					sample_median(&of_b));
		sample_free(&of_a);
		sample_free(&of_b);
	}
	*ratio = statistics_ratio(&a, &b, STATISTICS_ERROR);
	sample_free(&a);
	sample_free(&b);
	return ratio->n;
}

static const char *accelerator(const struct records *r)
{
	return r->request->kvm ? "kvm" : "emulated";
}

/* ---- Table ---- */

static bool was_run(const struct records *r, unsigned experiment)
{
	const struct record *at = r->at;

	while (at < r->at + r->n && at->experiment != experiment)
		at++;
	return at < r->at + r->n;
}

static void table_sizes(const struct records *r)
{
	char size[24];
	unsigned e;

	size_words(r->request->size, size);
	printf("memmap_init_zone_device() of %s", size);
	for (e = 0; e < r->request->nr_experiments; e++)
		if (r->request->experiments[e]->size && was_run(r, e)) {
			size_words(records_size(r, e), size);
			printf(", in %s of %s",
			       r->request->experiments[e]->name, size);
		}
	printf(", %" PRIu64 " boot%s of each kernel\n", r->request->boots,
	       r->request->boots > 1 ? "s" : "");
}

static void table_head(const struct records *r)
{
	unsigned k;

	for (k = 0; k < r->request->nr_kernels; k++)
		printf("kernel %c  %s (%s)%s\n", 'A' + (int)k, r->release[k],
		       r->names[k], r->debug_clock[k] ?
		       "; it has no function_graph tracer: times in steps of 4 ms" :
		       "");
	table_sizes(r);
	printf("host      %s\n", r->host);
	printf("run       %s, %s\n", r->request->origin.date,
	       r->request->origin.command);
	if (!r->request->kvm)
		printf("EMULATED, without KVM: no figure here is a measurement\n");
	printf("\n%-10s %-6s %12s %12s %12s %12s %5s%s\n", "scenario",
	       "kernel", "first ms", "rebind ms", "least", "most", "n",
	       r->request->kvm && r->request->nr_kernels > 1 ?
	       "  times as fast as A" : "");
}

static void table_row(const struct records *r, unsigned experiment,
		      unsigned kernel)
{
	struct sample first, rebinds;
	struct interval ratio;
	char words[64] = "";

	if (!r->request->kvm)
		snprintf(words, sizeof(words), "emulated");
	else if (ratio_to_first(r, kernel, experiment, &ratio))
		interval_words(&ratio, words, sizeof(words));
	choose(r, kernel, experiment, ALL_BOOTS, true, &first);
	choose(r, kernel, experiment, ALL_BOOTS, false, &rebinds);
	if (first.n)
		printf("%-10s %c      %12.3f %12.3f %12.3f %12.3f %5zu  %s\n",
		       r->request->experiments[experiment]->name,
		       'A' + (int)kernel, sample_median(&first),
		       sample_median(&rebinds), sample_min(&rebinds),
		       sample_max(&rebinds), rebinds.n, words);
	sample_free(&first);
	sample_free(&rebinds);
}

static void print_table(const struct records *r)
{
	unsigned e, k;

	table_head(r);
	for (e = 0; e < r->request->nr_experiments; e++)
		for (k = 0; k < r->request->nr_kernels; k++)
			table_row(r, e, k);
}

/* ---- CSV and JSON: a record for each bind ---- */

static void print_csv(const struct records *r)
{
	const struct record *at = r->at;

	printf("scenario,size,kernel,release,machine,clock,boot,bind,us,host\n");
	for (; at < r->at + r->n; at++)
		printf("%s,%" PRIu64 ",\"%s\",%s,%s,%s,%u,%u,%.3f,\"%s\"\n",
		       r->request->experiments[at->experiment]->name,
		       records_size(r, at->experiment), r->names[at->kernel],
		       r->release[at->kernel], accelerator(r),
		       r->debug_clock[at->kernel] ? "debug" : "function_graph",
		       at->boot + 1, at->bind, at->us, r->host);
}

static void json_record(struct json *json, const struct records *r,
			const struct record *at)
{
	json_begin(json, NULL, '{');
	json_string(json, "scenario",
		    r->request->experiments[at->experiment]->name);
	json_uint(json, "size", records_size(r, at->experiment));
	json_string(json, "kernel", r->names[at->kernel]);
	json_string(json, "release", r->release[at->kernel]);
	json_bool(json, "emulated", !r->request->kvm);
	json_string(json, "clock", r->debug_clock[at->kernel] ? "debug" :
		    "function_graph");
	json_uint(json, "boot", at->boot + 1);
	json_uint(json, "bind", at->bind);
	json_real(json, "us", at->us);
	json_end(json, '{');
}

/* Of measurements alone: there is none of an emulated run. */
static void json_ratios(struct json *json, const struct records *r)
{
	struct interval ratio;
	unsigned e, k;

	json_begin(json, "ratios", '[');
	for (e = 0; e < r->request->nr_experiments; e++)
		for (k = 1; k < r->request->nr_kernels; k++) {
			if (!ratio_to_first(r, k, e, &ratio))
				continue;
			json_begin(json, NULL, '{');
			json_string(json, "scenario",
				    r->request->experiments[e]->name);
			json_string(json, "kernel", r->names[k]);
			json_real(json, "times_as_fast", ratio.value);
			json_real(json, "low", ratio.low);
			json_real(json, "high", ratio.high);
			json_end(json, '{');
		}
	json_end(json, '[');
}

static void print_json(const struct records *r)
{
	struct json json = { .to = stdout };
	const struct record *at = r->at;

	json_begin(&json, NULL, '{');
	json_string(&json, "machine", accelerator(r));
	json_string(&json, "host", r->host);
	json_string(&json, "command", r->request->origin.command);
	json_string(&json, "date", r->request->origin.date);
	json_uint(&json, "size", r->request->size);
	json_begin(&json, "binds", '[');
	for (; at < r->at + r->n; at++)
		json_record(&json, r, at);
	json_end(&json, '[');
	if (r->request->kvm)
		json_ratios(&json, r);
	json_end(&json, '{');
}

void records_print(const struct records *r)
{
	if (r->request->format == FORMAT_CSV)
		print_csv(r);
	else if (r->request->format == FORMAT_JSON)
		print_json(r);
	else
		print_table(r);
}
