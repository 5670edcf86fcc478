/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * complain.h - what a tool says of bad usage
 */
#ifndef COMPLAIN_H
#define COMPLAIN_H

/* One line on standard error, "COMMAND: ..."; returns 2, the exit status */
__attribute__((format(printf, 2, 3)))
int complain(const char *command, const char *format, ...);

/* Of the argument that getopt_long() returned '?' for, with opterr 0 */
int complain_of_option(const char *command, const char *option);

/*
 * One line for what getopt_long() returned instead of an option, with opterr
 * 0 and ":" for the short options; returns 2.
 */
int complain_option(const char *command, int returned, char **argv);

#endif
