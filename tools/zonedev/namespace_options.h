/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespace_options.h - the options that say which namespace on which kernel
 */
#ifndef NAMESPACE_OPTIONS_H
#define NAMESPACE_OPTIONS_H

#include <getopt.h>
#include "descriptors/model_file.h"

struct namespace_options {
	struct model_choice model;
	struct zonedev_config config;
	enum zonedev_path path;
	bool has_map, has_align;
};

enum {
	OPTION_START_PFN = 0x100, OPTION_SIZE, OPTION_TYPE, OPTION_MAP,
	OPTION_ALIGN, OPTION_NODE, OPTION_EARLY, OPTION_MODEL, OPTION_PATH,
};

/* Elements of the array for getopt_long() */
#define NAMESPACE_OPTIONS						\
	{ "start-pfn", required_argument, NULL, OPTION_START_PFN },	\
	{ "size", required_argument, NULL, OPTION_SIZE },		\
	{ "type", required_argument, NULL, OPTION_TYPE },		\
	{ "map", required_argument, NULL, OPTION_MAP },			\
	{ "align", required_argument, NULL, OPTION_ALIGN },		\
	{ "node", required_argument, NULL, OPTION_NODE },		\
	{ "early", no_argument, NULL, OPTION_EARLY },			\
	{ "model", required_argument, NULL, OPTION_MODEL },		\
	{ "path", required_argument, NULL, OPTION_PATH }

#define NAMESPACE_OPTIONS_HELP						\
"  --start-pfn PFN  first page of the device (0x40000)\n"		\
"  --size SIZE      of the device (512M)\n"				\
"  --type TYPE      fsdax (the default), devdax, private, coherent, p2pdma\n" \
"  --map PLACE      of the memmap: dev, the default of fsdax and devdax, or\n" \
"                   mem, that of the others\n"				\
"  --align SIZE     4K, 2M (the default of fsdax and devdax), 1G; devdax has\n" \
"                   compounds of that size\n"				\
"  --node N         NUMA node (0)\n"					\
"  --early          in sections that are there from boot on\n"		\
"  --model M        a preset of 'zonedev model', or a model file (x86_64)\n" \
"  --path NAME      base, head-template, template, streaming, auto (auto)\n"

void namespace_defaults(struct namespace_options *o);

/* Takes one of NAMESPACE_OPTIONS: 0, or 2 after a complaint */
int namespace_take(struct namespace_options *o, const char *command,
		   int option, const char *arg);

/* Behind the last option: what type and model decide */
void namespace_settle(struct namespace_options *o);

/* "fsdax" and so on, NULL at the end */
extern const char *const namespace_types[];

/* The index of @type in these, or -1 */
int namespace_type_index(enum zonedev_memory_type type);

#endif
