/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * share.h - how much of the limit of a run a row has
 */
#ifndef SHARE_H
#define SHARE_H

#include "measurement.h"

/* So many rounds make a block, where there are @rounds of them. */
size_t share_block_rounds(size_t rounds);

/*
 * Block by block, ns: the limit for as many threads as @row had, and what @row
 * took, which is never less. 0 or -ENOMEM
 */
int share_blocks(const struct measurement *m, const struct measured *row,
		 struct sample *limit, struct sample *own);

/* The median of the limits, ns, and of them by what the row took: at most 1 */
struct interval share_limit(const struct measurement *m,
			    const struct measured *row);
struct interval share_of_limit(const struct measurement *m,
			       const struct measured *row);

#endif
