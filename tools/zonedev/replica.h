/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replica.h - a range filled here, held against descriptors of a kernel
 */
#ifndef REPLICA_H
#define REPLICA_H

#include "common/format.h"
#include "descriptors/comparison.h"

struct replica_request {
	const char *command;			/* begins each complaint */
	const struct zonedev_model *model;	/* NULL: the one that fits */
	const struct zonedev_model *prefer;	/* where several fit; or NULL */
	bool paths[ZONEDEV_PATHS];
	enum format format;
};

/* The file, and a range of its geometry to fill. Starts as zeros but @file. */
struct replica {
	struct descriptor_file file;
	struct zonedev_pagemap pgmap;
	struct zonedev_zone zone;
	struct descriptors d;
	char intro[512], why[768];
};

/* 0, or 2 after a complaint; replica_close() frees the file too. */
int replica_open(struct replica *replica,
		 const struct replica_request *request);
void replica_close(struct replica *replica);

/*
 * Fills the range by each path and prints whether it is the file's: 0 equal,
 * 1 a difference, which is shown, 2 after a complaint.
 */
int replica_compare(struct replica *replica,
		    const struct replica_request *request);

#endif
