/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * options.c - the options of a command, taken from their table
 *
 * The wording of messages is that of GNU programs.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "format.h"
#include "options.h"
#include "progress.h"
#include "size.h"

#define OPTIONS_MAX	32
/* What getopt_long() returns for row 0: no letter of a short option */
#define FIRST_VALUE	0x100

static int take_quiet(const struct option_use *use, char *arg)
{
	(void)use;
	(void)arg;
	progress_silence();
	return 0;
}

/* Ends the taking by a status that is neither success nor a complaint. */
static int take_help(const struct option_use *use, char *arg)
{
	(void)use;
	(void)arg;
	return -1;
}

/* What every command has */
static const struct option_row common_rows[] = {
	{ .name = "quiet", .help = "no progress and no remarks",
	  .take = take_quiet },
	{ .name = "help", .help = "print this and exit", .take = take_help },
	{ .name = NULL },
};

static const struct option_row *row_in(const struct option_row *rows,
				       unsigned *i)
{
	for (; rows->name; rows++)
		if (!(*i)--)
			return rows;
	++*i;
	return NULL;
}

const struct option_row *options_row(const struct command *command, unsigned i,
				     size_t *offset)
{
	const struct option_group *group = command->groups;
	const struct option_row *row;

	*offset = 0;
	for (; group && group->rows; group++) {
		const struct option_row *at = group->rows;

		for (; at->name; at++)
			if (!i--) {
				*offset = group->offset;
				return at;
			}
	}
	row = row_in(common_rows, &i);
	return row;
}

/* A row that cannot be taken is a mistake in the table: end at once. */
static void check_row(const struct command *command,
		      const struct option_row *row, unsigned i)
{
	if (row->take && row->help && i < OPTIONS_MAX &&
	    (!row->value || row->take != option_flag) &&
	    (!row->names.at || row->value))
		return;
	fprintf(stderr, "%s: the table's row '%s' is incomplete\n",
		command->name, row->name);
	abort();
}

static void fill_options(const struct command *command,
			 struct option options[OPTIONS_MAX + 1])
{
	const struct option_row *row;
	size_t offset;
	unsigned i;

	for (i = 0; (row = options_row(command, i, &offset)); i++) {
		check_row(command, row, i);
		options[i] = (struct option){
			.name = row->name,
			.has_arg = row->value ? required_argument : no_argument,
			.val = (int)(FIRST_VALUE + i),
		};
	}
	options[i] = (struct option){ .name = NULL };
}

/* Of the command whose options were asked for last: names have no context. */
static const struct command *named;

static const char *option_name_at(unsigned i)
{
	size_t offset;
	const struct option_row *row = options_row(named, i, &offset);

	return row ? row->name : NULL;
}

/* "--bind=3" was meant where it begins several, or none */
static int complain_unknown(const struct command *command, const char *word)
{
	const char *name = word + 2;
	char cut[32], suggestion[80], among[256] = "";
	size_t length = strcspn(name, "="), at = 0;
	const char *other;
	unsigned i;

	named = command;
	for (i = 0; (other = option_name_at(i)); i++)
		if (length && !strncmp(other, name, length))
			at += (size_t)snprintf(among + at, sizeof(among) - at,
					       " '--%s'", other);
	if (at)
		return complain(command->name, "option '%s' is ambiguous; possibilities:%s",
				word, among);
	snprintf(cut, sizeof(cut), "%.*s", (int)(length < 31 ? length : 31),
		 name);
	names_suggest((struct names){ option_name_at }, "--", cut, suggestion,
		      sizeof(suggestion));
	return complain(command->name, "unrecognized option '--%.*s'%s Try '%s --help'",
			(int)length, name, *suggestion ? suggestion : ".",
			command->name);
}

static int complain_usage(const struct command *command, int returned,
			  const char *word)
{
	const struct option_row *row;
	size_t offset;

	if (optopt && optopt < FIRST_VALUE)
		return complain(command->name, "invalid option -- '%c'. Try '%s --help'",
				optopt, command->name);
	if (!optopt)
		return complain_unknown(command, word);
	row = options_row(command, (unsigned)optopt - FIRST_VALUE, &offset);
	if (returned == ':')
		return complain(command->name, "option '--%s' requires an argument",
				row->name);
	return complain(command->name, "option '--%s' doesn't allow an argument",
			row->name);
}

static int take_value(const struct option_use *use, char *arg)
{
	char *part;
	int status = 0;

	if (!use->row->list)
		return use->row->take(use, arg);
	while (!status && (part = strsep(&arg, ",")))
		status = use->row->take(use, part);
	return status;
}

static int check_operands(const struct command *command, int n, char **operand,
			  int least, int most)
{
	if (n > most)
		return complain(command->name, "extra operand '%s'. Try '%s --help'",
				operand[most], command->name);
	if (n < least)
		return complain(command->name, "missing operand %s. Try '%s --help'",
				command->operands, command->name);
	return 0;
}

int options_take(const struct command *command, void *request, int argc,
		 char **argv, int least, int most)
{
	struct option options[OPTIONS_MAX + 1];
	struct option_use use = { .command = command->name };
	int option, status = 0;
	size_t offset;

	fill_options(command, options);
	opterr = 0;
	while (!status && (option = getopt_long(argc, argv, ":", options,
						NULL)) != -1) {
		if (option == ':' || option == '?')
			return complain_usage(command, option,
					      argv[optind - 1]);
		use.row = options_row(command, (unsigned)option - FIRST_VALUE,
				      &offset);
		use.request = (char *)request + offset;
		status = take_value(&use, optarg);
	}
	if (status == -1)
		options_help(command);
	return status ? status :
	       check_operands(command, argc - optind, argv + optind, least,
			      most);
}

void *option_place(const struct option_use *use)
{
	return (char *)use->request + use->row->offset;
}

int option_refuse(const struct option_use *use, const char *arg,
		  const char *format, ...)
{
	char reason[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	return complain(use->command, "invalid argument '%s' for '--%s': %s",
			arg, use->row->name, reason);
}

int option_refuse_name(const struct option_use *use, const char *arg)
{
	char list[512], suggestion[80];

	names_join(use->row->names, ", ", list, sizeof(list));
	names_suggest(use->row->names, "", arg, suggestion,
		      sizeof(suggestion));
	return complain(use->command, "invalid argument '%s' for '--%s'; valid arguments are: %s%s",
			arg, use->row->name, list, suggestion);
}

int option_flag(const struct option_use *use, char *arg)
{
	(void)arg;
	*(bool *)option_place(use) = true;
	return 0;
}

int option_text(const struct option_use *use, char *arg)
{
	*(const char **)option_place(use) = arg;
	return 0;
}

int option_number(const struct option_use *use, char *arg)
{
	char why[128];

	if (parse_number(arg, use->row->low, use->row->high, option_place(use),
			 why, sizeof(why)))
		return option_refuse(use, arg, "%s", why);
	return 0;
}

int option_size(const struct option_use *use, char *arg)
{
	char why[128], low[24], high[24];
	uint64_t bytes;

	if (parse_size(arg, &bytes, why, sizeof(why)))
		return option_refuse(use, arg, "%s", why);
	if (bytes < use->row->low || (use->row->high &&
				      bytes > use->row->high)) {
		size_short(use->row->low, low);
		size_short(use->row->high, high);
		return use->row->high ?
		       option_refuse(use, arg, "not from %s to %s", low, high) :
		       option_refuse(use, arg, "less than %s", low);
	}
	*(uint64_t *)option_place(use) = bytes;
	return 0;
}

int option_name(const struct option_use *use, char *arg)
{
	int i = names_find(use->row->names, arg);

	if (i < 0)
		return option_refuse_name(use, arg);
	*(int *)option_place(use) = i;
	return 0;
}

int option_format(const struct option_use *use, char *arg)
{
	if (names_find(use->row->names, arg) < 0)
		return option_refuse_name(use, arg);
	*(enum format *)option_place(use) = format_find(arg);
	return 0;
}
