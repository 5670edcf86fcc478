/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace_options.c - the options that say which namespace on which kernel
 */
#include <stddef.h>
#include "namespace_options.h"

#define START_PFN	0x40000
#define SIZE		(UINT64_C(512) << 20)
#define DAX_ALIGN	(UINT64_C(2) << 20)

void namespace_defaults(struct namespace_options *o)
{
	char why[256];

	*o = (struct namespace_options){
		.path = ZONEDEV_AUTO,
		.config = {
			.type = ZONEDEV_MEMORY_FS_DAX,
			.start_pfn = START_PFN, .size = SIZE,
		},
	};
	model_choose(&o->model, zonedev_models()[0]->name, why, sizeof(why));
}

int take_model(const struct option_use *use, char *arg)
{
	char why[768];

	if (model_choose(option_place(use), arg, why, sizeof(why)))
		return option_refuse(use, arg, "%s", why);
	return 0;
}

static int take_type(const struct option_use *use, char *arg)
{
	struct namespace_options *o = use->request;
	int i = names_find(use->row->names, arg);

	if (i < 0)
		return option_refuse_name(use, arg);
	o->config.type = memory_type_at((unsigned)i)->type;
	return 0;
}

static const char *type_at(unsigned i)
{
	const struct memory_type_names *type = memory_type_at(i);

	return type ? type->option : NULL;
}

static const char *const maps[] = {
	[ZONEDEV_MAP_MEM] = "mem", [ZONEDEV_MAP_DEV] = "dev", NULL,
};

static const char *map_at(unsigned i)
{
	return maps[i];
}

static int take_map(const struct option_use *use, char *arg)
{
	struct namespace_options *o = use->request;
	int i = names_find(use->row->names, arg);

	if (i < 0)
		return option_refuse_name(use, arg);
	o->config.map = (enum zonedev_map)i;
	o->has_map = true;
	return 0;
}

static int take_align(const struct option_use *use, char *arg)
{
	struct namespace_options *o = use->request;

	o->has_align = true;
	return option_size(use, arg);
}

const char *path_at(unsigned i)
{
	return zonedev_path_name((enum zonedev_path)i);
}

static int take_path(const struct option_use *use, char *arg)
{
	struct namespace_options *o = use->request;
	int path = names_find(use->row->names, arg);

	if (path < 0)
		return option_refuse_name(use, arg);
	o->path = (enum zonedev_path)path;
	return 0;
}

#define IN_OPTIONS(member)						\
	.offset = offsetof(struct namespace_options, member)

const struct option_row namespace_rows[] = {
	{ .name = "start-pfn", .value = "PFN",
	  .help = "first page of the device (0x40000)",
	  .take = option_number, IN_OPTIONS(config.start_pfn),
	  .high = UINT64_MAX >> 12 },
	{ .name = "size", .value = "SIZE", .help = "of the device (512M)",
	  .take = option_size, IN_OPTIONS(config.size) },
	{ .name = "type", .value = "TYPE", .help = "%s (fsdax)",
	  .take = take_type, .names = { type_at } },
	{ .name = "map", .value = "PLACE",
	  .help = "of the memmap: %s (dev for fsdax and devdax, mem for others)",
	  .take = take_map, .names = { map_at } },
	{ .name = "align", .value = "SIZE",
	  .help = "4K, 2M, 1G (2M for fsdax and devdax, a page for others); devdax has compounds of that size",
	  .take = take_align, IN_OPTIONS(config.align) },
	{ .name = "node", .value = "N", .help = "NUMA node (0)",
	  .take = option_number, IN_OPTIONS(node), .high = 1023 },
	{ .name = "early", .help = "in sections present since boot",
	  .take = option_flag, IN_OPTIONS(config.early) },
	{ .name = "model", .value = "NAME|FILE",
	  .help = "the kernel: %s, or a model file (x86_64)",
	  .take = take_model, IN_OPTIONS(model), .names = { model_name_at } },
	{ .name = "path", .value = "NAME", .help = "%s (auto)",
	  .take = take_path, .names = { path_at } },
	{ .name = NULL },
};

/* Only pmem keeps its memmap on the device, and aligns to huge pages. */
void namespace_settle(struct namespace_options *o)
{
	enum zonedev_memory_type type = o->config.type;
	bool dax = type == ZONEDEV_MEMORY_FS_DAX ||
		   type == ZONEDEV_MEMORY_GENERIC;

	o->config.nid = (unsigned)o->node;
	if (!o->has_map)
		o->config.map = dax ? ZONEDEV_MAP_DEV : ZONEDEV_MAP_MEM;
	if (!o->has_align)
		o->config.align = dax ? DAX_ALIGN :
				  UINT64_C(1) << o->model.model.page_shift;
}
