/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compare.c - zonedev compare: descriptors of a running kernel against
 * ours
 */
#include <getopt.h>
#include <stddef.h>
#include "common/format.h"
#include "commands.h"
#include "replica.h"
#include "namespace_options.h"

#define NAME	"zonedev compare"

struct request {
	const char *path;
	struct model_choice model;
	struct replica_request replica;
};

static const char *path_or_all_at(unsigned i)
{
	return i == ZONEDEV_PATHS ? "all" : path_at(i);
}

static int take_path(const struct option_use *use, char *arg)
{
	struct request *r = use->request;
	int found = names_find(use->row->names, arg);
	int path;

	if (found < 0)
		return option_refuse_name(use, arg);
	for (path = 0; path < ZONEDEV_PATHS; path++)
		r->replica.paths[path] = found == ZONEDEV_PATHS ||
					 path == found;
	return 0;
}

static int take_its_model(const struct option_use *use, char *arg)
{
	struct request *r = use->request;

	r->replica.model = &r->model.model;
	return take_model(use, arg);
}

static const struct option_row rows[] = {
	{ .name = "model", .value = "NAME|FILE",
	  .help = "%s, or a model file; otherwise the preset that fits",
	  .take = take_its_model, .offset = offsetof(struct request, model),
	  .names = { model_name_at } },
	{ .name = "path", .value = "NAME", .help = "%s (the default)",
	  .take = take_path, .names = { path_or_all_at } },
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_format, .names = { format_common },
	  .offset = offsetof(struct request, replica.format) },
	{ .name = NULL },
};

static int take_request(const struct command *command, struct request *r,
			int argc, char **argv)
{
	int path, status;

	for (path = 0; path < ZONEDEV_PATHS; path++)
		r->replica.paths[path] = true;
	status = options_take(command, r, argc, argv, 1, 1);
	if (!status)
		r->path = argv[optind];
	return status;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct request request = { .replica.command = NAME };
	struct replica g = { .why = "" };
	int status = take_request(command, &request, argc, argv);

	if (status)
		return status == -1 ? 0 : status;
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		return complain(NAME, "descriptor files hold the words of a little-endian kernel, and this machine is big-endian");
	if (descriptor_file_read(&g.file, request.path, g.why,
				 sizeof(g.why)))
		return complain(NAME, "%s", g.why);
	status = replica_open(&g, &request.replica);
	if (!status)
		status = replica_compare(&g, &request.replica);
	replica_close(&g);
	return status;
}

const struct command zonedev_compare = {
	.name = NAME, .what = "compare a running kernel's descriptors with ours",
	.operands = "FILE",
	.about =
"Reads descriptors that were read out of a running kernel, or written by\n"
"'zonedev dump --format file', fills a range of the same geometry, and says\n"
"whether all descriptors and pageblocks are the same, or shows the first that\n"
"is not.\n",
	.exits = "0 equal, 1 a difference, 2 bad usage or a file that cannot be\n"
"compared.\n",
	.groups = (const struct option_group[]){ { rows, 0 }, { NULL, 0 } },
	.run = run,
};
