/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - what zonedev vm was asked for
 */
#ifndef VM_REQUEST_H
#define VM_REQUEST_H

#include "common/format.h"
#include "common/options.h"
#include "common/origin.h"
#include "descriptors/model_file.h"
#include "experiment.h"
#include "guest.h"
#include "kernel.h"

#define VM_NAME		"zonedev vm"
#define VM_KERNELS	4

struct vm_request {
	struct origin origin;
	const char *kernels[VM_KERNELS];	/* none: the host's */
	unsigned nr_kernels;
	const struct experiment *experiments[EXPERIMENTS_MAX];
	unsigned nr_experiments;
	uint64_t size, rebinds, boots;
	int format;			/* enum format; -1: not said */
	bool compare;
	bool bench;			/* this program too, in the guest */
	const char *save;		/* a path, or NULL */
	const char *plot;		/* a picture's path, or NULL */
	struct model_choice model;
	bool has_model;
	bool emulate;			/* whatever the machine has */
	bool kvm;			/* guests run on it here */
	char no_kvm[GUEST_WHY];		/* why not, though it is there; or "" */
};

extern const struct option_group vm_request_options[];

/* 0; STATUS_USAGE after a complaint; or -1 when the help was printed */
int vm_request_take(const struct command *command, struct vm_request *request,
		    int argc, char **argv);

#endif
