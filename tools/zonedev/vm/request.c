/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what zonedev vm was asked for
 */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include "common/gnuplot.h"
#include "namespace_options.h"
#include "kvm.h"
#include "request.h"

#define GIB	(UINT64_C(1) << 30)
#define SECTION	(UINT64_C(128) << 20)

/* qemu's emulated CPU has 40 bits of address. */
#define SIZE_LEAST	(2 * SECTION)
#define SIZE_MOST	(512 * GIB)

static int add_kernel(const struct option_use *use, char *name)
{
	struct vm_request *r = use->request;

	if (r->nr_kernels == VM_KERNELS)
		return option_refuse(use, name, "more than %d kernels",
				     VM_KERNELS);
	r->kernels[r->nr_kernels++] = name;
	return 0;
}

/* Those of @whether, which NULL has all of */
static void add_experiments(struct vm_request *r,
			    bool (*whether)(const struct experiment *e))
{
	const struct experiment *e;
	unsigned i;

	r->nr_experiments = 0;
	for (i = 0; (e = experiment_at(i)); i++)
		if (!whether || whether(e))
			r->experiments[r->nr_experiments++] = e;
}

static bool published(const struct experiment *e)
{
	return e->published;
}

/* All of them, and "all" */
static const char *experiment_name_at(unsigned i)
{
	const struct experiment *e = experiment_at(i);

	if (e)
		return e->name;
	return i && experiment_at(i - 1) ? "all" : NULL;
}

static int add_experiment(const struct option_use *use, char *name)
{
	struct vm_request *r = use->request;
	int found = names_find(use->row->names, name);
	const struct experiment *e;

	if (found < 0)
		return option_refuse_name(use, name);
	e = experiment_at((unsigned)found);
	if (!e)
		add_experiments(r, NULL);
	else if (r->nr_experiments < EXPERIMENTS_MAX)
		r->experiments[r->nr_experiments++] = e;
	return 0;
}

static int take_vm_size(const struct option_use *use, char *text)
{
	struct vm_request *r = use->request;
	int status = option_size(use, text);

	if (!status && r->size % SECTION)
		return option_refuse(use, text, "it must be a multiple of 128M");
	return status;
}

static int take_its_model(const struct option_use *use, char *arg)
{
	struct vm_request *r = use->request;

	r->has_model = true;
	return take_model(use, arg);
}

#define IN_REQUEST(member)	.offset = offsetof(struct vm_request, member)

static const struct option_row rows[] = {
	{ .name = "kernel", .value = "KERNEL",
	  .help = "IMAGE[,MODULES], a bzImage and a folder as /lib/modules/VERSION; or debian:VERSION, as debian:7.3, fetched by apt once and not installed (default: the kernel that runs here); up to four are booted in turn",
	  .take = add_kernel },
	{ .name = "scenario", .value = "NAME", .list = true,
	  .help = "%s (default: nd_pmem,dax_pmem; with --compare: all)",
	  .take = add_experiment, .names = { experiment_name_at } },
	{ .name = "size", .value = "SIZE",
	  .help = "of the namespace (default: 100G, emulated: 2G)",
	  .take = take_vm_size, IN_REQUEST(size), .low = SIZE_LEAST,
	  .high = SIZE_MOST },
	{ .name = "rebinds", .value = "N",
	  .help = "after the first bind (default: 30, emulated: 3)",
	  .take = option_number, IN_REQUEST(rebinds), .low = 1, .high = 1000 },
	{ .name = "boots", .value = "N",
	  .help = "of each kernel (default: 1; 16 where several are measured)",
	  .take = option_number, IN_REQUEST(boots), .low = 1, .high = 100 },
	{ .name = "emulate", .help = "without KVM, where there is one too",
	  .take = option_flag, IN_REQUEST(emulate) },
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_format, .names = { format_common },
	  IN_REQUEST(format) },
	{ .name = "plot", .value = "FILE",
	  .help = "a picture too, .svg or .png; needs gnuplot",
	  .take = option_text, IN_REQUEST(plot) },
	{ .name = "compare",
	  .help = "read all descriptors and pageblocks out while they are bound, and compare them with ours by every path",
	  .take = option_flag, IN_REQUEST(compare) },
	{ .name = "bench",
	  .help = "run 'zonedev bench' in the guest too; emulated: 'zonedev verify'",
	  .take = option_flag, IN_REQUEST(bench) },
	{ .name = "model", .value = "NAME|FILE",
	  .help = "to compare with: %s, or a model file; otherwise the preset that fits",
	  .take = take_its_model, IN_REQUEST(model),
	  .names = { model_name_at } },
	{ .name = "save", .value = "FILE",
	  .help = "write the descriptors of one kernel and scenario as a file for zonedev compare",
	  .take = option_text, IN_REQUEST(save) },
	{ .name = NULL },
};

const struct option_group vm_request_options[] = { { rows, 0 }, { NULL, 0 } };

/*
 * Pairs of boots that a ratio is made of. Each is a round, whose neighbours may
 * be like it: of made-up boots with 1 % of noise, one run of 10 in three had no
 * interval, and none of 14 and 16.
 */
#define PAIRS	16

/* What was not said depends on what was, and on the machine. */
static void settle(struct vm_request *r)
{
	bool measured = r->kvm && !r->compare;

	if (!r->nr_experiments)
		add_experiments(r, r->compare ? experiment_compares :
				published);
	if (!r->size)
		r->size = r->kvm ? 100 * GIB : 2 * GIB;
	if (!r->rebinds)
		r->rebinds = measured ? 30 : 3;
	if (!r->boots)
		r->boots = measured && r->nr_kernels > 1 ? PAIRS : 1;
	if (!r->nr_kernels)
		r->nr_kernels = 1;
}

static bool reads_descriptors(const struct vm_request *r)
{
	return r->compare || r->save;
}

/* Of "all" the others are left. */
static int leave_incomparable_out(struct vm_request *r)
{
	const struct experiment *e;
	unsigned i, n = 0;

	if (!reads_descriptors(r))
		return 0;
	for (i = 0; i < r->nr_experiments; i++) {
		e = r->experiments[i];
		if (experiment_compares(e))
			r->experiments[n++] = e;
		else
			fprintf(stderr, VM_NAME ": %s left out: %s chains free pages through their descriptors, which cannot be compared\n",
				e->name, e->module);
	}
	r->nr_experiments = n;
	return n ? 0 : STATUS_USAGE;
}

/* The least size of all that was asked for: a range of two compounds */
static uint64_t least_size(const struct vm_request *r)
{
	uint64_t least = UINT64_MAX;
	unsigned i;

	for (i = 0; i < r->nr_experiments; i++)
		if (2 * r->experiments[i]->align < least)
			least = 2 * r->experiments[i]->align;
	return least;
}

static int check_uses(const struct vm_request *r)
{
	if (reads_descriptors(r) && r->format >= 0)
		return complain(VM_NAME, "--format is of figures, and --compare and --save print none");
	if (reads_descriptors(r) && r->plot)
		return complain(VM_NAME, "--plot is of figures, and --compare and --save print none");
	if (r->has_model && !r->compare)
		return complain(VM_NAME, "--model is what --compare compares with");
	return r->plot ? gnuplot_check(VM_NAME, r->plot) : 0;
}

static int check_settled(const struct vm_request *r)
{
	if (r->size < least_size(r))
		return complain(VM_NAME, "no --scenario is left: --size must be %" PRIu64 "G or more for it",
				least_size(r) >> 30);
	if (r->save && (r->nr_kernels > 1 || r->nr_experiments > 1))
		return complain(VM_NAME, "--save %s: one kernel and one --scenario; there are %u and %u",
				r->save, r->nr_kernels, r->nr_experiments);
	return 0;
}

int vm_request_take(const struct command *command, struct vm_request *r,
		    int argc, char **argv)
{
	int status;

	*r = (struct vm_request){ .format = -1 };
	/* Before the options are taken apart */
	origin_take(&r->origin, VM_NAME, argc - 1, argv + 1);
	status = options_take(command, r, argc, argv, 0, 0);
	if (!status)
		status = check_uses(r);
	if (status)
		return status;
	r->kvm = !r->emulate && kvm_works(r->no_kvm);
	settle(r);
	status = leave_incomparable_out(r);
	return status ? status : check_settled(r);
}
