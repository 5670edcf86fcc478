/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace.h - a machine and its namespaces
 */
#ifndef ZONEDEV_NAMESPACE_H
#define ZONEDEV_NAMESPACE_H

#include <pthread.h>
#include "log.h"

struct zonedev {
	struct zonedev_model model;
	struct zonedev_layout layout;
	pthread_mutex_t lock;		/* the list; no callback under it */
	struct zonedev_namespace *first;
};

struct zonedev_namespace {
	struct zonedev *machine;
	struct zonedev_namespace *next;
	struct zonedev_geometry geometry;
	struct zonedev_pagemap pgmap;	/* its address is in the descriptors */
	struct zonedev_zone zone;
	uint64_t held;			/* references taken by users, ... */
	uint32_t *held_of;		/* ... of each head; NULL: none yet */
	bool bound;
};

static inline struct log namespace_log(const struct zonedev_namespace *ns)
{
	return (struct log){ .hooks = ns->zone.hooks };
}

#endif
