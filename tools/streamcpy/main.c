/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - streamcpy(1): what streaming copies do on this machine
 */
#include <stdio.h>
#include <string.h>
#include <streamcpy.h>
#include "common/complain.h"
#include "commands.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
} commands[] = {
	{ "info", streamcpy_cmd_info, "show the backends and who chose one" },
	{ "bench", streamcpy_cmd_bench, "measure them beside memcpy" },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *to)
{
	size_t i;

	fputs("usage: streamcpy COMMAND [OPTION...]\n\n", to);
	for (i = 0; i < NR_COMMANDS; i++)
		fprintf(to, "  %-6s  %s\n", commands[i].name,
			commands[i].what);
	fputs("\nstreamcpy COMMAND --help tells the options; the manual is streamcpy(1).\n",
	      to);
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2)
		return complain("streamcpy", "no command was given; info and bench are");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		usage(stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version")) {
		printf("streamcpy %s\n", streamcpy_version());
		return 0;
	}
	for (i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	return complain("streamcpy", "there is no command '%s'; info and bench are",
			argv[1]);
}
