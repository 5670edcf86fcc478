/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.h - the subcommands of zonedev(1)
 */
#ifndef ZONEDEV_COMMANDS_H
#define ZONEDEV_COMMANDS_H

#include "common/options.h"

extern const struct command zonedev_bench, zonedev_compare, zonedev_dump,
			    zonedev_model_command, zonedev_verify, zonedev_vm;

#endif
