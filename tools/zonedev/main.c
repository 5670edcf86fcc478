/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - zonedev(1): page descriptors of device memory, on this machine
 */
#include <streamcpy.h>
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct command *const commands[] = {
		&zonedev_bench, &zonedev_compare, &zonedev_dump,
		&zonedev_model_command, &zonedev_verify, &zonedev_vm, NULL,
	};
	const struct tool tool = {
		.name = "zonedev", .version = streamcpy_version(),
		.commands = commands,
	};

	return tool_main(&tool, argc, argv);
}
