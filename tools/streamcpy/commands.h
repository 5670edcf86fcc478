/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.h - the subcommands of streamcpy(1)
 */
#ifndef STREAMCPY_COMMANDS_H
#define STREAMCPY_COMMANDS_H

#include "common/options.h"

extern const struct command streamcpy_info, streamcpy_bench;

#endif
