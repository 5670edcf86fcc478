/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * records.h - each bind that was timed, and what is printed of them
 */
#ifndef VM_RECORDS_H
#define VM_RECORDS_H

#include "request.h"

struct record {
	unsigned kernel, boot, experiment;	/* indices */
	unsigned bind;				/* 0: the first; then rebinds */
	double us;
};

struct records {
	const struct vm_request *request;
	const char *names[VM_KERNELS];
	char release[VM_KERNELS][128];
	bool debug_clock[VM_KERNELS];
	char host[512];			/* its state, in words */
	struct record *at;
	size_t n;
};

/* False: no memory */
bool records_add(struct records *records, const struct record *record);

/* Bytes of the range that an experiment binds */
uint64_t records_size(const struct records *records, unsigned experiment);

/* All of them in the request's format */
void records_print(const struct records *records);

/* As a picture in request->plot. 0, or 1 with a line said */
int records_plot(const struct records *records);

#endif
