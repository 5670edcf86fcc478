/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compound.h - heads, their tails, and what is kept in the first two of them
 */
#ifndef ZONEDEV_COMPOUND_H
#define ZONEDEV_COMPOUND_H

#include "kernel/memmap_init.h"

/* Makes of the tail template's values, those of a head, a tail's */
void zd_tail_values(struct memmap_init *in, uint64_t head_pfn);

/* PG_head, in a head that has been initialised */
void zd_set_page_head(const struct memmap_init *in, uint64_t head_pfn);

/* prep_compound_head(): it writes into tails, hence the drains before it */
void zd_prep_compound_head(const struct memmap_init *in, uint64_t head_pfn);

/* From an initialised head to a compound, as the series does it */
void zd_compound_init(struct memmap_init *in, uint64_t head_pfn);

#endif
