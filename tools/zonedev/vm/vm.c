/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm.c - zonedev vm: the published experiment in a real kernel
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "common/interrupt.h"
#include "common/machine.h"
#include "common/progress.h"
#include "common/size.h"
#include "boot.h"
#include "commands.h"
#include "figure.h"
#include "replica.h"
#include "host.h"
#include "readout.h"
#include "records.h"

struct vm_run {
	const struct vm_request *request;
	struct kernel kernels[VM_KERNELS];
	struct records records;
	unsigned kernel, boot, experiment, bind;	/* under way */
	bool rebinding;
	struct booted booted;
	struct view view;
	bool no_memory;
	bool ended;		/* a failure, after which nothing more is run */
};

static const struct experiment *experiment(const struct vm_run *run)
{
	return run->request->experiments[run->experiment];
}

/* "figure LINE" */
static void take_figure(void *arg, char *line)
{
	struct vm_run *run = arg;
	struct record record = {
		.kernel = run->kernel, .boot = run->boot,
		.experiment = run->experiment,
	};

	if (strncmp(line, "figure ", 7) || !figure_take(line, &record.us))
		return;
	/* What binds two ranges at once gives two first ones. */
	if (run->rebinding)
		record.bind = ++run->bind;
	if (!records_add(&run->records, &record))
		run->no_memory = true;
}

static int complain_of_guest(struct vm_run *run)
{
	run->ended = true;
	return failed(VM_NAME, "%s: %s", run->kernels[run->kernel].name,
		      run->booted.guest.why);
}

/* ---- Descriptors ---- */

/* Which of the presets has the name of the guest's kernel, as linux-7.3 */
static const struct zonedev_model *named_after(const char *release)
{
	unsigned major, minor;
	char name[32];

	if (sscanf(release, "%u.%u", &major, &minor) != 2)
		return NULL;
	snprintf(name, sizeof(name), "linux-%u.%u", major, minor);
	return zonedev_model(name);
}

/* What sysfs says of the bound namespace: where its data begins, how long */
static int bound_of(struct vm_run *run, const char *text, struct bound *b)
{
	const struct experiment *e = experiment(run);
	uint64_t resource, size;

	if (sscanf(text, "%" SCNi64 " %" SCNi64, (int64_t *)&resource,
		   (int64_t *)&size) != 2)
		return guest_fail(&run->booted.guest, "the guest tells no place of the namespace, but '%s'",
				  text);
	*b = (struct bound){
		.device_pfn = PMEM_START / 4096,
		.device_pages = run->request->size / 4096,
		.data_pfn = resource / 4096, .type = e->type,
		.vmemmap_shift = e->vmemmap_shift,
		.map_dev = !strcmp(e->mode, "pmem"),
	};
	return 0;
}

static int save(struct vm_run *run, const struct descriptor_file *file)
{
	const char *path = run->request->save;
	FILE *to = fopen(path, "wx");
	bool lost;

	if (!to) {
		run->ended = true;
		return failed(VM_NAME, "--save %s: %s", path, strerror(errno));
	}
	fprintf(to, "# %s: %s, read out of Linux %s (%s) while it was bound\n"
		"# zonedev vm --kernel %s --scenario %s --save\n",
		experiment(run)->name, experiment(run)->what,
		run->booted.release, run->kernels[run->kernel].name,
		run->kernels[run->kernel].name, experiment(run)->name);
	descriptor_file_copy(file, 12, to);
	lost = ferror(to);
	if (!fclose(to) && !lost)
		return 0;
	run->ended = true;
	remove(path);
	return failed(VM_NAME, "--save %s: %s", path, strerror(ENOSPC));
}

static int compare(const struct vm_run *run, struct replica *g)
{
	struct replica_request request = {
		.command = VM_NAME,
		.model = run->request->has_model ? &run->request->model.model :
			 NULL,
		.prefer = named_after(run->booted.release),
	};
	int path, status;

	for (path = 0; path < ZONEDEV_PATHS; path++)
		request.paths[path] = true;
	status = replica_open(g, &request);
	if (!status)
		status = replica_compare(g, &request);
	fflush(stdout);
	return status;
}

/* 0, STATUS_FAILED for a difference, or that and ended */
static int read_descriptors(struct vm_run *run, const char *where)
{
	struct replica g = { .why = "" };
	char title[320];
	struct bound b = {0};
	int status;

	if (bound_of(run, where, &b) || readout(&g.file, &run->view, &b)) {
		descriptor_file_free(&g.file);
		return complain_of_guest(run);
	}
	snprintf(title, sizeof(title), "Linux %s, %s", run->booted.release,
		 experiment(run)->name);
	g.file.path = title;
	status = run->request->save ? save(run, &g.file) : 0;
	if (!status && run->request->compare)
		status = compare(run, &g);
	if (status == STATUS_USAGE)
		run->ended = true;
	replica_close(&g);
	return status;
}

/* ---- Binds ---- */

static void show_progress(const struct vm_run *run)
{
	const struct vm_request *r = run->request;
	unsigned all = (unsigned)r->boots * r->nr_kernels * r->nr_experiments;
	unsigned done = (run->boot * r->nr_kernels + run->kernel) *
			r->nr_experiments + run->experiment;
	char what[192];

	snprintf(what, sizeof(what), "%.100s %s",
		 run->kernels[run->kernel].name, experiment(run)->name);
	progress_show(what, done, all);
}

static int bind_and_rebind(struct vm_run *run)
{
	const struct experiment *e = experiment(run);
	struct guest *g = &run->booted.guest;
	char order[128], where[GUEST_WHY];
	int status = 0;

	run->bind = 0;
	run->rebinding = false;
	snprintf(order, sizeof(order), "create %s %s %" PRIu64, e->kind,
		 e->mode, e->align);
	if (guest_order(g, order, take_figure, run, where))
		return complain_of_guest(run);
	run->rebinding = true;
	snprintf(order, sizeof(order), "rebind %" PRIu64,
		 run->request->rebinds);
	if (guest_order(g, order, take_figure, run, where))
		return complain_of_guest(run);
	if (run->request->compare || run->request->save) {
		progress_clear();
		status = read_descriptors(run, where);
	}
	if (!run->ended && guest_order(g, "destroy", NULL, NULL, NULL))
		return complain_of_guest(run);
	return status;
}

/* Said in the first boot alone */
static bool left_out(const struct vm_run *run)
{
	char why[EXPERIMENT_WHY];

	if (experiment_fits(experiment(run), &run->kernels[run->kernel],
			    run->request->size, why))
		return false;
	if (!run->boot)
		fprintf(stderr, VM_NAME ": %s left out: %s\n",
			experiment(run)->name, why);
	return true;
}

/* The worst of all */
static int run_experiments(struct vm_run *run)
{
	int status = 0, worst = 0;

	for (run->experiment = 0; !run->ended &&
	     run->experiment < run->request->nr_experiments;
	     run->experiment++) {
		if (left_out(run))
			continue;
		show_progress(run);
		status = bind_and_rebind(run);
		if (status > worst)
			worst = status;
	}
	return worst;
}

static void print_line(void *arg, char *line)
{
	(void)arg;
	if (!strncmp(line, "out ", 4))
		puts(line + 4);
}

/* The same machine, the same moment: how well user space tells of the kernel */
static int run_own_program(struct vm_run *run)
{
	const struct vm_request *r = run->request;
	char order[128] = "own verify --threads 1", size[24];

	if (!r->bench || run->boot)
		return 0;
	size_short(r->size, size);
	if (r->kvm)
		snprintf(order, sizeof(order), "own bench --size %s --path base,streaming,auto --threads 1 --rebinds %" PRIu64,
			 size, r->rebinds);
	progress_clear();
	printf("In the guest of %s, zonedev %s:\n", run->booted.release,
	       order + 4);
	if (guest_order(&run->booted.guest, order, print_line, NULL, NULL))
		return complain_of_guest(run);
	fflush(stdout);
	return 0;
}

/* What experiments load themselves, up to NULL */
static void modules_to_carry(const struct vm_run *run,
			     const char *names[EXPERIMENTS_MAX + 1])
{
	const struct vm_request *r = run->request;
	const struct kernel *k = &run->kernels[run->kernel];
	char why[EXPERIMENT_WHY];
	unsigned i, n = 0;

	for (i = 0; i < r->nr_experiments; i++)
		if (r->experiments[i]->module &&
		    experiment_fits(r->experiments[i], k, r->size, why))
			names[n++] = r->experiments[i]->module;
	names[n] = NULL;
}

static int run_boot(struct vm_run *run)
{
	const struct kernel *k = &run->kernels[run->kernel];
	const char *carried[EXPERIMENTS_MAX + 1];
	const struct boot_config config = {
		.size = run->request->size, .kvm = run->request->kvm,
		.own_program = run->request->bench, .carried = carried,
	};
	struct records *r = &run->records;
	int status;

	modules_to_carry(run, carried);

	run->experiment = 0;
	show_progress(run);
	if (boot(&run->booted, k, &config) ||
	    view_open(&run->view, &run->booted.guest,
		      &run->booted.symbols)) {
		progress_clear();
		status = complain_of_guest(run);
	} else {
		snprintf(r->release[run->kernel],
			 sizeof(r->release[0]), "%s", run->booted.release);
		r->debug_clock[run->kernel] = run->booted.debug_clock;
		status = run_experiments(run);
		if (!run->ended && run_own_program(run))
			status = STATUS_FAILED;
	}
	progress_clear();
	view_close(&run->view);
	boot_end(&run->booted);
	return status;
}

/* Kernel by kernel, the other way round in every second round */
static int run_boots(struct vm_run *run)
{
	unsigned n = run->request->nr_kernels, i;
	int status = 0, worst = 0;

	for (i = 0; !run->ended && i < run->request->boots * n; i++) {
		run->boot = i / n;
		run->kernel = run->boot % 2 ? n - 1 - i % n : i % n;
		status = run_boot(run);
		if (status > worst)
			worst = status;
	}
	return worst;
}

/* ---- Before anything is started ---- */

static int find_kernels(struct vm_run *run)
{
	char why[GUEST_WHY];
	int status;
	unsigned k;

	for (k = 0; k < run->request->nr_kernels; k++) {
		status = kernel_find(&run->kernels[k], run->request->kernels[k],
				     why, sizeof(why));
		if (status) {
			run->ended = true;
			return status == STATUS_USAGE ?
			       complain(VM_NAME, "%s", why) :
			       failed(VM_NAME, "%s", why);
		}
		run->records.names[k] = run->kernels[k].name;
	}
	return 0;
}

/* Each kernel must have something to run before one is booted. */
static int check_experiments(const struct vm_run *run)
{
	const struct vm_request *r = run->request;
	char why[EXPERIMENT_WHY] = "";
	unsigned k, i;

	for (k = 0; k < r->nr_kernels; k++) {
		for (i = 0; i < r->nr_experiments; i++)
			if (experiment_fits(r->experiments[i],
					    &run->kernels[k], r->size, why))
				break;
		if (i == r->nr_experiments)
			return complain(VM_NAME, "no --scenario is left for %s: %s",
					run->kernels[k].name, why);
	}
	return 0;
}

/* Guest memory is not reserved: what counts is what will be written. */
static int check_memory(const struct vm_request *r)
{
	uint64_t needed = boot_memory(r->size), there = machine_memory();
	char need[24], have[24];

	if (r->compare)
		needed += r->size / 64 + r->size / 1024;
	if (needed <= there)
		return 0;
	size_words(needed, need);
	size_words(there, have);
	return complain(VM_NAME, "the guest will write %s, and %s of memory are available; a smaller --size would do",
			need, have);
}

static int run_all(struct vm_run *run)
{
	const struct vm_request *r = run->request;
	struct host_ticks ticks = host_ticks();
	int status = check_memory(r);

	if (!status)
		status = find_kernels(run);
	if (!status)
		status = check_experiments(run);
	if (!status && *r->no_kvm)
		fprintf(stderr, VM_NAME ": the machine is emulated, since no guest starts with /dev/kvm: %s\n",
			r->no_kvm);
	if (!status)
		status = run_boots(run);
	if (run->no_memory)
		status = failed(VM_NAME, "no memory for the figures");
	host_words(&ticks, run->records.host, sizeof(run->records.host));
	if (!run->records.n || run->ended || r->compare || r->save)
		return status;
	records_print(&run->records);
	return r->plot && records_plot(&run->records) ? STATUS_FAILED : status;
}

static int run_vm(const struct command *command, int argc, char **argv)
{
	struct vm_request request;
	struct vm_run *run;
	int status = vm_request_take(command, &request, argc, argv);

	if (status)
		return status == -1 ? 0 : status;
	run = calloc(1, sizeof(*run));
	if (!run)
		return failed(VM_NAME, "no memory");
	run->request = run->records.request = &request;
	interrupt_catch();
	status = interrupt_status(run_all(run));
	free(run->records.at);
	free(run);
	return status;
}

const struct command zonedev_vm = {
	.name = VM_NAME, .what = "run the published experiment in a real kernel",
	.about =
"Boots a kernel in a virtual machine, binds and rebinds a namespace of\n"
"persistent memory as in the published experiment, and prints how long\n"
"memmap_init_zone_device() took. Needs qemu-system-x86 and busybox-static, and\n"
"neither root nor hardware. Without /dev/kvm the machine is emulated: what it\n"
"writes is right, and how long it takes means nothing.\n",
	.exits = "0 done, and equal; 1 a difference, a guest that failed, or a\n"
"kernel that could not be fetched; 2 bad usage, or no scenario that fits the\n"
"size and the kernel.\n",
	.groups = vm_request_options,
	.run = run_vm,
};
