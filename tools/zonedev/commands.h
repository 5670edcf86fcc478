/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * commands.h - the subcommands of zonedev(1)
 */
#ifndef ZONEDEV_COMMANDS_H
#define ZONEDEV_COMMANDS_H

int zonedev_cmd_bench(int argc, char **argv);
int zonedev_cmd_verify(int argc, char **argv);
int zonedev_cmd_dump(int argc, char **argv);
int zonedev_cmd_model(int argc, char **argv);
int zonedev_cmd_compare(int argc, char **argv);

#endif
