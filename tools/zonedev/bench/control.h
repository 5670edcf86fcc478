/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * control.h - what a loop by hand takes for the descriptors of a namespace
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <zonedev.h>

/*
 * Writes each descriptor that a bind of @ns visits, in order, by a plain loop
 * without the library; returns ns. @ns must be bound, and its descriptors have
 * 64 bytes.
 */
uint64_t control_write(struct zonedev_namespace *ns);

/* Whether the descriptors of @geometry are such */
int control_possible(const struct zonedev_geometry *geometry);

#endif
