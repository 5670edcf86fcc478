/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.h - the subcommands of streamcpy(1)
 */
#ifndef STREAMCPY_COMMANDS_H
#define STREAMCPY_COMMANDS_H

/* Each takes its own name as argv[0] and returns the exit status. */
int streamcpy_cmd_info(int argc, char **argv);
int streamcpy_cmd_bench(int argc, char **argv);

#endif
