/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the commands of a tool and their options, as tables
 *
 * The tables are all there is: getopt_long(), the help texts, the messages,
 * the suggestions and the completion of shells are made from them.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "message.h"

struct option_row;

/* An option as it is taken */
struct option_use {
	const char *command;
	const struct option_row *row;
	void *request;		/* of the row's group */
};

struct option_row {
	const char *name;	/* without its dashes */
	const char *value;	/* as the help calls it; NULL: takes none */
	const char *help;	/* "%s" stands for the names */
	/* 0, or STATUS_USAGE after a complaint; @arg may be changed */
	int (*take)(const struct option_use *use, char *arg);
	struct names names;	/* the values that are valid, where few are */
	bool list;		/* of values with commas, taken one by one */
	size_t offset;		/* in the request: where the value goes */
	uint64_t low, high;	/* of option_number() and option_size() */
};

/* Rows up to one without a name, whose request lies at @offset */
struct option_group {
	const struct option_row *rows;
	size_t offset;
};

struct command {
	const char *name;	/* "zonedev bench" */
	const char *what;	/* it does, for the list of commands */
	const char *operands;	/* "[NAME|FILE]"; NULL: takes none */
	const char *about;	/* lines of the help before the options */
	const char *exits;	/* lines of it behind them; NULL: none */
	const struct option_group *groups; /* up to one without rows */
	int (*run)(const struct command *command, int argc, char **argv);
};

/*
 * Takes the options into @request; operands stand from optind on, at least
 * @least and at most @most of them. 0; STATUS_USAGE after a complaint; or -1
 * when the help was printed.
 */
int options_take(const struct command *command, void *request, int argc,
		 char **argv, int least, int most);

/* Ways to take a value, for rows; they store at request + row->offset */
int option_flag(const struct option_use *use, char *arg);	/* bool */
int option_text(const struct option_use *use, char *arg); /* const char * */
int option_number(const struct option_use *use, char *arg);	/* uint64_t */
int option_size(const struct option_use *use, char *arg); /* uint64_t bytes */
int option_name(const struct option_use *use, char *arg); /* int: the index */
int option_format(const struct option_use *use, char *arg); /* enum format */

/* Where the row's value goes */
void *option_place(const struct option_use *use);

/* "invalid argument 'ARG' for '--NAME': REASON"; STATUS_USAGE */
__attribute__((format(printf, 3, 4)))
int option_refuse(const struct option_use *use, const char *arg,
		  const char *format, ...);

/* The same with the valid ones for a reason, and one that is near */
int option_refuse_name(const struct option_use *use, const char *arg);

/* Prints the help of @command. */
void options_help(const struct command *command);

/* A program of one command, or with commands of its own */
struct tool {
	const char *name, *version;
	const struct command *const *commands; /* NULL at the end */
};

/* What main() returns: the command's status, or that of its output */
int tool_main(const struct tool *tool, int argc, char **argv);
int command_main(const struct command *command, int argc, char **argv);

/* The row at @i of all groups and what every command has; NULL behind */
const struct option_row *options_row(const struct command *command, unsigned i,
				     size_t *offset);

#endif
