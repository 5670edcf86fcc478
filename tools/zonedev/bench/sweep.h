/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sweep.h - what a page costs, from 1 GiB of device to all that fits
 */
#ifndef SWEEP_H
#define SWEEP_H

#include <zonedev.h>
#include "common/statistics.h"

#define SWEEP_LEAST	(UINT64_C(1) << 30)
#define SWEEP_MOST	(UINT64_C(1) << 40)
#define SWEEP_SIZES	11	/* by doubling from the least to the most */
#define SWEEP_ROWS	4

struct sweep_row {
	enum zonedev_path path;
	unsigned threads;	/* asked for, 0: all CPUs */
	unsigned had;		/* at most, where there were enough chunks */
	struct sample ns_per_page[SWEEP_SIZES];
};

struct sweep_size {
	uint64_t bytes;
	struct zonedev_geometry geometry;
};

struct sweep {
	const struct zonedev_model *model;
	struct zonedev_config config;	/* of the largest */
	unsigned rounds;
	struct sweep_row row[SWEEP_ROWS];
	unsigned nr_rows;
	struct sweep_size size[SWEEP_SIZES];
	unsigned nr_sizes;
};

/*
 * Sizes by doubling from 1 GiB to @most, as far as the memory that is
 * available holds their descriptors. 0, or -errno with the reason in @why.
 */
int sweep_sizes(struct sweep *sweep, uint64_t most, char *why, size_t size);

/* Fills the samples; 0 or -errno as above. Nothing is bound afterwards. */
int sweep_run(struct sweep *sweep, char *why, size_t size);
void sweep_free(struct sweep *sweep);

/* The row as a table has it, "auto x2" */
void sweep_row_name(const struct sweep_row *row, char text[32]);

/*
 * How flat a row is from the size of that number on: the cheapest size divided
 * by the most expensive, which are stored, round by round; with the error
 * divided by the number of pairs that they were chosen from.
 */
struct interval sweep_flatness(const struct sweep *sweep,
			       const struct sweep_row *row, unsigned first,
			       unsigned *cheapest, unsigned *dearest);

#endif
