/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recognise.h - which of the modelled kernels a descriptor file came from
 */
#ifndef RECOGNISE_H
#define RECOGNISE_H

#include "file.h"

/* Word 0 of the first descriptor that the function initialised */
uint64_t first_flags(const struct descriptor_file *file);

/*
 * The preset whose flags are those of the file, and of several the one that
 * fits best; NULL if there is none. @others: names of those that fit as well,
 * with commas, or empty.
 */
const struct zonedev_model *recognise(const struct descriptor_file *file,
				      char *others, size_t size);

/* The node of the file's descriptors, in the layout of @model */
unsigned file_node(const struct descriptor_file *file,
		   const struct zonedev_model *model);

#endif
