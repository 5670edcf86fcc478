/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * difference.h - what differs, member by member
 */
#ifndef DIFFERENCE_H
#define DIFFERENCE_H

#include "comparison.h"

/* The one that @c found between @file and @d, to standard output */
void difference_print(const struct comparison *c,
		      const struct descriptor_file *file,
		      const struct descriptors *d);

#endif
