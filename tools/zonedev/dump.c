/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump.c - zonedev dump: the descriptors of a namespace, decoded
 */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/machine.h"
#include "common/format.h"
#include "common/size.h"
#include "descriptors/file.h"
#include "commands.h"
#include "dump.h"
#include "namespace_options.h"

#define NAME		"zonedev dump"
#define PFN_MOST	(UINT64_MAX >> 12)

struct request {
	struct namespace_options options;
	enum format format;
	bool has_pfn;
	uint64_t first, count;
	char debug_line[128];	/* the kernel's, kept for the file */
	char refusal[256];
};

static int refuse_pfn(const struct option_use *use, const char *arg,
		      const char *why)
{
	return option_refuse(use, arg, "%s; write FIRST, FIRST-LAST or FIRST+COUNT",
			     why);
}

/* FIRST, FIRST-LAST or FIRST+COUNT */
static int take_pfn(const struct option_use *use, char *arg)
{
	struct request *r = use->request;
	char why[128], *sign = arg + strcspn(arg, "-+"), kind = *sign;
	uint64_t last;

	r->has_pfn = true;
	r->count = 1;
	*sign = '\0';
	if (parse_number(arg, 0, PFN_MOST, &r->first, why, sizeof(why)))
		return refuse_pfn(use, arg, why);
	if (kind == '+' && parse_number(sign + 1, 1, PFN_MOST, &r->count, why,
					sizeof(why)))
		return refuse_pfn(use, sign + 1, why);
	if (kind == '-' && parse_number(sign + 1, r->first, PFN_MOST, &last,
					why, sizeof(why)))
		return refuse_pfn(use, sign + 1, why);
	if (kind == '-')
		r->count = last - r->first + 1;
	return 0;
}

static const char *format_at(unsigned i)
{
	return format_name(FORMATS_COMMON | 1u << FORMAT_FILE |
			   1u << FORMAT_RAW, i);
}

static const struct option_row rows[] = {
	{ .name = "pfn", .value = "RANGE",
	  .help = "FIRST, FIRST-LAST or FIRST+COUNT (all)",
	  .take = take_pfn },
	{ .name = "format", .value = "FORMAT",
	  .help = "%s: for people, for programs, as 'zonedev compare' reads them, the bytes",
	  .take = option_format, .offset = offsetof(struct request, format),
	  .names = { format_at } },
	{ .name = NULL },
};

static int check_together(const struct request *r)
{
	if (r->format == FORMAT_FILE && r->has_pfn)
		return complain(NAME, "--pfn and --format file are mutually exclusive: a file for 'zonedev compare' holds all descriptors");
	if (r->format == FORMAT_RAW && isatty(STDOUT_FILENO))
		return complain(NAME, "--format raw would write bytes to a terminal; send them to a file");
	if (r->format == FORMAT_FILE && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		return complain(NAME, "--format file writes the words of a little-endian kernel, and this machine is big-endian");
	return 0;
}

/* All that can be refused, before memory is taken */
static int check(struct request *r)
{
	struct namespace_options *o = &r->options;
	struct zonedev_geometry g;
	char why[256];

	namespace_settle(o);
	if (zonedev_geometry(&o->model.model, &o->config, &g, why,
			     sizeof(why)))
		return complain(NAME, "%s", why);
	if (!r->has_pfn) {
		r->first = g.start_pfn;
		r->count = g.nr_pages;
	}
	if (r->first < g.start_pfn || r->first - g.start_pfn >= g.nr_pages ||
	    r->count > g.nr_pages - (r->first - g.start_pfn))
		return complain(NAME, "--pfn: %#" PRIx64 " to %#" PRIx64 " is not all in the namespace, %#" PRIx64 " to %#" PRIx64,
				r->first, r->first + r->count - 1,
				g.start_pfn, g.start_pfn + g.nr_pages - 1);
	if (g.memmap_written > machine_memory())
		return complain(NAME, "the descriptors need %" PRIu64 " MiB and %" PRIu64 " MiB are available; a smaller --size would do",
				g.memmap_written >> 20,
				machine_memory() >> 20);
	return 0;
}

static void print_raw(const struct descriptors *d, uint64_t pfn, uint64_t end)
{
	for (; pfn < end; pfn++)
		fwrite(descriptors_page(d, pfn), d->layout.size, 1, stdout);
}

/*
 * What memmap_init_zone_device() found: the altmap's pageblocks, and those of
 * boot. Setting the altmap's in a map of its own writes the descriptors of the
 * altmap once more, as they are.
 */
static int print_file(const struct request *r, const struct descriptors *d)
{
	struct zonedev_zone zone = *d->zone;
	unsigned order = d->model->pageblock_order;
	size_t size = ((zone.nr_pages >> order) / 8 + 2) * 8;
	bool movable = zone.early && d->model->mobility_grouping;

	zone.pageblocks = malloc(size);
	if (!zone.pageblocks)
		return failed(NAME, "out of memory");
	memset(zone.pageblocks, movable ? ZONEDEV_MIGRATE_MOVABLE :
	       ZONEDEV_MIGRATE_UNMOVABLE, size);
	zonedev_memmap_init_altmap(&zone, d->pgmap);
	printf("# page descriptors filled by zonedev(1), path %s, model %s\n",
	       zonedev_path_name(r->options.path), d->model->name);
	descriptor_file_write(d, zone.pageblocks, r->debug_line, stdout);
	free(zone.pageblocks);
	return 0;
}

static void print_title(const struct request *r,
			     const struct descriptors *d)
{
	const struct zonedev_config *c = &r->options.config;

	printf("%s on %s: pfn 0x%" PRIx64 "-0x%" PRIx64 ", map=%s, %s%s; initialised from 0x%" PRIx64 "\n",
	       memory_type_names(c->type)->option, d->model->name,
	       d->zone->start_pfn, d->end_pfn - 1,
	       c->map == ZONEDEV_MAP_DEV ? "dev" : "mem",
	       d->compound == 1 ? "single pages" : "compounds",
	       c->early ? ", early sections" : "", d->init_pfn);
}

static int print(const struct request *r, const struct descriptors *d)
{
	uint64_t end = r->first + r->count;

	switch (r->format) {
	case FORMAT_TABLE:
		print_title(r, d);
		dump_table(d, r->first, end);
		break;
	case FORMAT_CSV:
		dump_csv(d, r->first, end);
		break;
	case FORMAT_JSON:
		dump_json(d, r->first, end);
		break;
	case FORMAT_FILE:
		return print_file(r, d);
	default:
		print_raw(d, r->first, end);
	}
	return 0;
}

static void keep_line(void *arg, enum zonedev_level level, const char *line)
{
	struct request *r = arg;

	if (level == ZONEDEV_DEBUG)
		snprintf(r->debug_line, sizeof(r->debug_line), "%s", line);
	else if (level == ZONEDEV_ERROR)
		snprintf(r->refusal, sizeof(r->refusal), "%s", line);
}

static int bind_and_print(struct request *r)
{
	struct zonedev_options options = { .path = r->options.path };
	struct zonedev_namespace *ns;
	struct zonedev *machine = zonedev_new(&r->options.model.model);
	struct descriptors d;
	int status;

	r->options.config.hooks.log = keep_line;
	r->options.config.hooks.arg = r;
	if (!machine)
		return failed(NAME, "out of memory");
	if (zonedev_bind(machine, &r->options.config, &options, &ns, NULL)) {
		zonedev_free(machine);
		return failed(NAME, "%s", r->refusal);
	}
	descriptors_of(&d, zonedev_namespace_zone(ns),
		       zonedev_namespace_pgmap(ns));
	status = print(r, &d);
	zonedev_free(machine);
	return status;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct request request = { .format = FORMAT_TABLE };
	int status;

	namespace_defaults(&request.options);
	status = options_take(command, &request, argc, argv, 0, 0);
	if (!status)
		status = check_together(&request);
	if (!status)
		status = check(&request);
	if (status)
		return status == -1 ? 0 : status;
	return bind_and_print(&request);
}

const struct command zonedev_dump = {
	.name = NAME, .what = "print the descriptors of a namespace",
	.about =
"Binds a namespace and prints the page descriptors that this leaves, in the\n"
"words of the kernel's dump_page(); equal ones together.\n",
	.groups = (const struct option_group[]){
		{ namespace_rows, offsetof(struct request, options) },
		{ rows, 0 }, { NULL, 0 },
	},
	.run = run,
};
