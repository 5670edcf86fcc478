/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace_options.c - the options that say which namespace on which kernel
 */
#include "common/choice.h"
#include "common/complain.h"
#include "namespace_options.h"
#include "common/options.h"

#define START_PFN	0x40000
#define SIZE		(UINT64_C(512) << 20)
#define DAX_ALIGN	(UINT64_C(2) << 20)

const char *const namespace_types[] = {
	"fsdax", "devdax", "private", "coherent", "p2pdma", NULL,
};

static const enum zonedev_memory_type types[] = {
	ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MEMORY_GENERIC, ZONEDEV_MEMORY_PRIVATE,
	ZONEDEV_MEMORY_COHERENT, ZONEDEV_MEMORY_PCI_P2PDMA,
};

int namespace_type_index(enum zonedev_memory_type type)
{
	int i;

	for (i = 0; namespace_types[i]; i++)
		if (types[i] == type)
			return i;
	return -1;
}

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

static int take_model(struct namespace_options *o, const char *command,
		      const char *arg)
{
	char why[768];

	if (model_choose(&o->model, arg, why, sizeof(why)))
		return complain(command, "--model: %s", why);
	return 0;
}

static int take_type(struct namespace_options *o, const char *command,
		     const char *arg)
{
	int i = choose(command, "type", namespace_types, arg);

	if (i < 0)
		return 2;
	o->config.type = types[i];
	return 0;
}

static int take_map(struct namespace_options *o, const char *command,
		    const char *arg)
{
	static const char *const maps[] = {
		[ZONEDEV_MAP_MEM] = "mem", [ZONEDEV_MAP_DEV] = "dev", NULL,
	};
	int i = choose(command, "map", maps, arg);

	if (i < 0)
		return 2;
	o->config.map = (enum zonedev_map)i;
	o->has_map = true;
	return 0;
}

static int take_path(struct namespace_options *o, const char *command,
		     const char *arg)
{
	int path = zonedev_path_find(arg);

	if (path < 0)
		return complain(command, "there is no path '%s'; base, head-template, template, streaming and auto are",
				arg);
	o->path = (enum zonedev_path)path;
	return 0;
}

int namespace_take(struct namespace_options *o, const char *command,
		   int option, const char *arg)
{
	uint64_t node = o->config.nid;
	int status;

	switch (option) {
	case OPTION_START_PFN:
		return options_number(command, "--start-pfn", arg, 0,
				      UINT64_MAX >> 12, &o->config.start_pfn);
	case OPTION_SIZE:
		return options_size(command, "--size", arg, &o->config.size);
	case OPTION_TYPE:
		return take_type(o, command, arg);
	case OPTION_MAP:
		return take_map(o, command, arg);
	case OPTION_ALIGN:
		o->has_align = true;
		return options_size(command, "--align", arg, &o->config.align);
	case OPTION_NODE:
		status = options_number(command, "--node", arg, 0, 1023, &node);
		o->config.nid = (unsigned)node;
		return status;
	case OPTION_EARLY:
		o->config.early = true;
		return 0;
	case OPTION_MODEL:
		return take_model(o, command, arg);
	}
	return take_path(o, command, arg);
}

/* Only pmem keeps its memmap on the device, and aligns to huge pages. */
void namespace_settle(struct namespace_options *o)
{
	enum zonedev_memory_type type = o->config.type;
	bool dax = type == ZONEDEV_MEMORY_FS_DAX ||
		   type == ZONEDEV_MEMORY_GENERIC;

	if (!o->has_map)
		o->config.map = dax ? ZONEDEV_MAP_DEV : ZONEDEV_MAP_MEM;
	if (!o->has_align)
		o->config.align = dax ? DAX_ALIGN :
				  UINT64_C(1) << o->model.model.page_shift;
}
