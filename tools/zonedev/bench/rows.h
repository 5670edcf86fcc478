/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rows.h - what zonedev bench compares: one table of all rows
 */
#ifndef ROWS_H
#define ROWS_H

#include <zonedev.h>

/* Writes the descriptors of a bound namespace; returns ns */
typedef uint64_t row_write(struct zonedev_namespace *ns);

struct row_type {
	const char *name;	/* of --path, in tables */
	const char *how;	/* it writes, in a few words */
	enum zonedev_path path;
	row_write *write;	/* a loop by hand; NULL: the library's path */
	bool (*here)(void);	/* whether this CPU can; NULL: always */
	bool kernel;		/* a kernel can use it as it is: no vectors */
	bool published;		/* the series as it was posted */
	bool keep_caches;	/* auto: non-temporal strategies only */
	bool on_demand;		/* not among the rows that are the default */
};

/* All, the @i-th; NULL behind the last. Base is the first. */
const struct row_type *row_type_at(unsigned i);

/* The one of that name, here or not; or NULL */
const struct row_type *row_type_find(const char *name);

bool row_type_here(const struct row_type *type);

/* At most: for those who keep something of each */
#define ROW_TYPES_MAX	32

#endif
