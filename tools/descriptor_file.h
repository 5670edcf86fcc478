/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptor_file.h - descriptors as text, as they are read out of kernels
 *
 * tests/golden/README.md describes the format.
 */
#ifndef DESCRIPTOR_FILE_H
#define DESCRIPTOR_FILE_H

#include <stdio.h>
#include "descriptors.h"

/*
 * All of @d. @pageblocks_before are those that the function found, @debug_line
 * is what it reported.
 */
void descriptor_file_write(const struct descriptors *d,
			   const uint8_t *pageblocks_before,
			   const char *debug_line, FILE *to);

/* "FS_DAX" and so on, "unknown" for others */
const char *pgmap_type_name(enum memory_type type);

#endif
