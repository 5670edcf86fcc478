/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tool.c - which command of a tool is run, and whether its output arrived
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "options.h"

/*
 * A descriptor that is closed at the start would be given to the next file
 * that is opened, and messages would go into it. In its place stands one that
 * cannot be used in the direction that it is for.
 */
static void occupy_standard_files(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
			     O_RDONLY);
}

/* stdio keeps errors until here; a full disk may be told by the close only. */
static int close_output(const char *name, int status)
{
	int earlier = ferror(stdout);

	errno = 0;
	if (!fclose(stdout) && !earlier)
		return status;
	return failed(name, "error writing standard output%s%s",
		      errno ? ": " : "", errno ? strerror(errno) : "");
}

static void start(void)
{
	occupy_standard_files();
	/* A file size limit is an error of write() then, and told. */
	signal(SIGXFSZ, SIG_IGN);
}

int command_main(const struct command *command, int argc, char **argv)
{
	start();
	return close_output(command->name, command->run(command, argc, argv));
}

/* "bench" of "zonedev bench" */
static const char *word_of(const struct command *command)
{
	const char *blank = strrchr(command->name, ' ');

	return blank ? blank + 1 : command->name;
}

/* Of the tool that runs: names have no context. */
static const struct tool *running;

static const char *command_at(unsigned i)
{
	const struct command *const *c = running->commands;

	for (; *c && i; c++)
		i--;
	return *c ? word_of(*c) : NULL;
}

static const struct names commands = { command_at };

static void usage(void)
{
	const struct command *const *c = running->commands;

	printf("usage: %s COMMAND [OPTION...]\n\n", running->name);
	for (; *c; c++)
		printf("  %-8s  %s\n", word_of(*c), (*c)->what);
	printf("\n'%s COMMAND --help' lists the options; the manual is %s(1).\n",
		running->name, running->name);
}

static void print_names(struct names names)
{
	const char *name;
	unsigned i;

	for (i = 0; (name = names.at(i)); i++)
		printf("%s\n", name);
}

/* The commands, a command's options, or an option's values, for completion */
static void list(const struct command *command, const char *option)
{
	const struct option_row *row;
	size_t offset;
	unsigned i;

	if (!command)
		print_names(commands);
	for (i = 0; command && (row = options_row(command, i, &offset)); i++) {
		if (!option)
			printf("--%s%s\n", row->name, row->value ? "=" : "");
		else if (!strcmp(option, row->name) && row->names.at)
			print_names(row->names);
	}
}

static int complain_command(const char *word)
{
	char text[256], suggestion[80];

	names_join(commands, ", ", text, sizeof(text));
	names_suggest(commands, "", word, suggestion, sizeof(suggestion));
	return complain(running->name, "unrecognized command '%s'; valid commands are: %s%s",
			word, text, suggestion);
}

static const struct command *find(const char *word)
{
	int i = names_find(commands, word);

	return i < 0 ? NULL : running->commands[i];
}

static int run(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	const struct command *command = find(word);

	if (command)
		return command->run(command, argc - 1, argv + 1);
	if (!strcmp(word, "--help") || !strcmp(word, "help"))
		usage();
	else if (!strcmp(word, "--version"))
		printf("%s %s\n", running->name, running->version);
	else if (!strcmp(word, "--list"))
		list(argc > 2 ? find(argv[2]) : NULL,
		     argc > 3 ? argv[3] : NULL);
	else if (!*word)
		return complain(running->name, "missing command. Try '%s --help'",
				running->name);
	else
		return complain_command(word);
	return 0;
}

int tool_main(const struct tool *tool, int argc, char **argv)
{
	start();
	running = tool;
	return close_output(tool->name, run(argc, argv));
}
