/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.h - the options of a command, taken one by one
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

/* One that prints the help and ends the rest; a command's own begin above. */
enum { OPTION_HELP = 1, OPTION_FIRST };

#define OPTION_HELP_ROW	{ "help", no_argument, NULL, OPTION_HELP }

struct command {
	const char *name;		/* begins each complaint */
	const char *help;
	const struct option *options;	/* OPTION_HELP_ROW, and zeros, last */
	/* Takes what is not the help: 0, or 2 after a complaint */
	int (*take)(void *request, int option, char *arg);
	bool operands;			/* wanted: they stand from optind on */
};

/* 0; 2, the exit status, after a complaint; or -1 when the help was printed */
int options_take(const struct command *command, void *request, int argc,
		 char **argv);

/* Calls @add for each part of a list with commas, until one complains. */
int options_each(void *request, char *list,
		 int (*add)(void *request, const char *part));

/* A number from @low to @high; 0, or 2 after a complaint of @option */
int options_number(const char *command, const char *option, const char *text,
		   uint64_t low, uint64_t high, uint64_t *number);

/* A size in bytes, as 4096 or 64M; 0, or 2 after a complaint of @option */
int options_size(const char *command, const char *option, const char *text,
		 uint64_t *bytes);

#endif
