/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - zonedev(1): page descriptors of device memory, on this machine
 */
#include <stdio.h>
#include <string.h>
#include <streamcpy.h>
#include "commands.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
} commands[] = {
	{ "bench", zonedev_cmd_bench, "run the published experiment here" },
	{ "compare", zonedev_cmd_compare, "hold descriptors of a running kernel to ours" },
	{ "dump", zonedev_cmd_dump, "print the descriptors of a namespace" },
	{ "model", zonedev_cmd_model, "show the descriptors of a kernel, bit by bit" },
	{ "verify", zonedev_cmd_verify, "show that all paths write the same" },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *to)
{
	size_t i;

	fprintf(to, "usage: zonedev COMMAND [OPTION...]\n\n");
	for (i = 0; i < NR_COMMANDS; i++)
		fprintf(to, "  %-8s  %s\n", commands[i].name,
			commands[i].what);
	fprintf(to, "\nzonedev COMMAND --help tells the options; the manual is zonedev(1).\n");
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		usage(stderr);
		return 2;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("zonedev %s\n", streamcpy_version());
		return 0;
	}
	for (i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "zonedev: there is no command '%s'; 'zonedev --help' lists them\n",
		argv[1]);
	return 2;
}
