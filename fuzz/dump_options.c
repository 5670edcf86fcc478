/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump_options.c - any options of zonedev dump, one a line: 0, 1 or 2
 *
 * The size is ours, since that of the input may be all of the memory.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "zonedev/commands.h"

#define WORDS	32

static int split(char *text, char **argv)
{
	int argc = 1;
	char *at;

	argv[0] = (char *)"dump";
	for (at = strtok(text, "\n"); at && argc < WORDS - 2;
	     at = strtok(NULL, "\n"))
		argv[argc++] = at;
	return argc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[512], last[] = "--size=4M", *argv[WORDS];
	int argc, status;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = 0;
	argc = split(text, argv);
	/* Before a "--", which ends the options */
	memmove(&argv[2], &argv[1], (size_t)(argc - 1) * sizeof(*argv));
	argv[1] = last;
	argv[++argc] = NULL;
	if (memmem(data, size, "--s", 3))
		return 0;
	optind = 0;
	status = zonedev_dump.run(&zonedev_dump, argc, argv);
	if (status < 0 || status > 2)
		abort();
	return 0;
}
