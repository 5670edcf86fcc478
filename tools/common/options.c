/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.c - the options of a command, taken one by one
 */
#include <stdio.h>
#include <string.h>
#include "complain.h"
#include "options.h"
#include "size.h"

static int complain_of(const struct command *command, int returned,
		       const char *word)
{
	if (returned == ':')
		return complain(command->name, "%s wants a value; '%s --help' tells which",
				word, command->name);
	return complain(command->name, "'%s' is no option, or takes no value; '%s --help' tells them",
			word, command->name);
}

int options_take(const struct command *command, void *request, int argc,
		 char **argv)
{
	int option, status = 0;

	opterr = 0;
	while (!status && (option = getopt_long(argc, argv, ":",
						command->options,
						NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(command->help, stdout);
			return -1;
		}
		if (option == ':' || option == '?')
			return complain_of(command, option, argv[optind - 1]);
		status = command->take(request, option, optarg);
	}
	if (!status && optind < argc && !command->operands)
		return complain(command->name, "'%s' is no option; '%s --help' tells them",
				argv[optind], command->name);
	return status;
}

int options_each(void *request, char *list,
		 int (*add)(void *request, const char *part))
{
	char *part;
	int status = 0;

	while (!status && (part = strsep(&list, ",")))
		status = add(request, part);
	return status;
}

int options_number(const char *command, const char *option, const char *text,
		   uint64_t low, uint64_t high, uint64_t *number)
{
	char why[256];

	if (parse_number(text, low, high, number, why, sizeof(why)))
		return complain(command, "%s: %s", option, why);
	return 0;
}

int options_size(const char *command, const char *option, const char *text,
		 uint64_t *bytes)
{
	char why[256];

	if (parse_size(text, bytes, why, sizeof(why)))
		return complain(command, "%s: %s", option, why);
	return 0;
}
