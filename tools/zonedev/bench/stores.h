/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stores.h - the series' path, by other stores that need no vector registers
 */
#ifndef STORES_H
#define STORES_H

#include <zonedev.h>

/*
 * Each writes all descriptors that a bind of @ns visits, and its pageblocks, in
 * the order and with the drains of the series; returns ns. @ns must be bound
 * and its descriptors have 64 bytes: control_possible(). The bytes are those
 * that were there, which the first compound tells.
 */
uint64_t stores_movnti(struct zonedev_namespace *ns);
uint64_t stores_prefetch(struct zonedev_namespace *ns);
uint64_t stores_movdir64b(struct zonedev_namespace *ns);
uint64_t stores_prefetchw(struct zonedev_namespace *ns);
uint64_t stores_rep_movs(struct zonedev_namespace *ns);

/* Whether this CPU has the instruction; without it no call */
bool stores_x86(void);
bool stores_have_movdir64b(void);
bool stores_have_prefetchw(void);

#endif
