/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * capture.h - what goes to standard output, as a text
 */
#ifndef CAPTURE_H
#define CAPTURE_H

/*
 * What @print writes to standard output, which gets nothing of it. To be freed;
 * NULL when memory or the disk for it is not to be had.
 */
char *capture_output(void (*print)(const void *arg), const void *arg);

#endif
