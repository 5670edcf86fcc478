/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * complain.h - what a tool says of bad usage
 */
#ifndef COMPLAIN_H
#define COMPLAIN_H

/* One line on standard error, "COMMAND: ..."; returns 2, the exit status */
__attribute__((format(printf, 2, 3)))
int complain(const char *command, const char *format, ...);

#endif
