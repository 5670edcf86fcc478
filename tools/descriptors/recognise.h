/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * recognise.h - which of the modelled kernels a descriptor file came from
 */
#ifndef RECOGNISE_H
#define RECOGNISE_H

#include "file.h"

/*
 * The preset whose flags are those of the file, and of several the one that
 * fits best, @prefer if that is one of them; NULL if there is none. @others:
 * names of those that fit as well, with commas, or empty; not of what is the
 * same kernel by another name.
 */
const struct zonedev_model *recognise(const struct descriptor_file *file,
				      const struct zonedev_model *prefer,
				      char *others, size_t size);

/* The node of the file's descriptors, in the layout of @model */
unsigned file_node(const struct descriptor_file *file,
		   const struct zonedev_model *model);

#endif
