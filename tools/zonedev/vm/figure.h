/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * figure.h - how long memmap_init_zone_device() took, from the guest's lines
 */
#ifndef FIGURE_H
#define FIGURE_H

#include <stdbool.h>

/*
 * Microseconds: of a line of the function_graph tracer, or of the kernel's own
 * debug line, which counts jiffies of 4 ms. False: it is neither.
 */
bool figure_take(const char *line, double *us);

#endif
