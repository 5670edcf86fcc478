/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * binds.h - binds and rebinds of a namespace by the path of a row, timed
 */
#ifndef BINDS_H
#define BINDS_H

#include "measurement.h"

/* ns of an init, and of the whole bind around it */
struct times {
	double init, whole;
};

/* Each function below is 0, or -errno with the reason in @why. */
struct binds {
	struct zonedev *machine;
	struct zonedev_namespace *ns;	/* NULL: none is bound yet */
	struct zonedev_config config;
	unsigned settle;	/* writes of all before a sample; 0: a part */
	unsigned batch;		/* inits of a sample */
	char *why;
	size_t size;
};

/* A bind of a fresh memmap, in place of the namespace that there is */
int binds_fresh(struct binds *b, struct measured *row, struct times *times);

/* Sets settle and batch by a rebind by @base. */
int binds_choose_batch(struct binds *b, struct measured *base);

/* The mean of a batch of rebinds, behind those that settle and do not count */
int binds_rebind(struct binds *b, struct measured *row, struct times *times);

/* One rebind, added to @times. A loop by hand leaves the memmap bound. */
int binds_rebind_once(struct binds *b, struct measured *row,
		      struct times *times);

#endif
