/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - streamcpy(1): what streaming copies do on this machine
 */
#include <streamcpy.h>
#include "commands.h"

int main(int argc, char **argv)
{
	static const struct command *const commands[] = {
		&streamcpy_info, &streamcpy_bench, NULL,
	};
	const struct tool tool = {
		.name = "streamcpy", .version = streamcpy_version(),
		.commands = commands,
	};

	return tool_main(&tool, argc, argv);
}
