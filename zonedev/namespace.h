/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace.h - a machine and its namespaces
 */
#ifndef NAMESPACE_H
#define NAMESPACE_H

#include <pthread.h>
#include "mapping.h"
#include "zonedev.h"

struct zonedev {
	struct zonedev_model model;
	struct zonedev_layout layout;
	pthread_mutex_t lock;		/* the list */
	struct zonedev_namespace *first;
};

struct zonedev_namespace {
	struct zonedev *machine;
	struct zonedev_namespace *next;
	struct zonedev_geometry geometry;
	struct zonedev_pagemap pgmap;	/* its address is in the descriptors */
	struct zonedev_zone zone;
	struct mapping memmap;
	size_t pageblocks_size;
	uint64_t held;			/* references taken by users */
	bool bound;
};

/* Tells the log callback, where there is one, and returns @err */
__attribute__((format(printf, 3, 4)))
int zd_refuse(const struct zonedev_hooks *hooks, int err, const char *format,
	      ...);

#endif
