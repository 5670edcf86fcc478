/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump.c - zonedev dump: the descriptors of a namespace, decoded
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/available.h"
#include "common/choice.h"
#include "common/complain.h"
#include "descriptors/file.h"
#include "namespace_options.h"
#include "common/options.h"
#include "common/size.h"
#include "commands.h"
#include "dump.h"

#define NAME	"zonedev dump"

static const char help[] =
"usage: zonedev dump [OPTION...]\n"
"\n"
"Binds a namespace and prints the page descriptors that this leaves, in the\n"
"words of the kernel's dump_page(); equal ones together.\n"
"\n"
NAMESPACE_OPTIONS_HELP
"  --pfn RANGE      FIRST, FIRST-LAST or FIRST+COUNT (all)\n"
"  --format FORMAT  text (the default) or json\n"
"  --raw            the bytes of the descriptors\n"
"  --runs           all of them as 'zonedev compare' reads them\n"
"  --help\n";

enum how { TEXT, JSON, RAW, RUNS };

struct request {
	struct namespace_options options;
	enum how how;
	bool has_pfn;
	uint64_t first, count;
	char debug_line[128];	/* the kernel's, kept for --runs */
	char refusal[256];
};

/* FIRST, FIRST-LAST or FIRST+COUNT */
static int take_pfn(struct request *r, const char *arg)
{
	char text[64], why[256], *at = text, *first, sign;
	uint64_t last;

	snprintf(text, sizeof(text), "%s", arg);
	first = strsep(&at, "-+");
	sign = at ? arg[at - text - 1] : '\0';
	r->has_pfn = true;
	r->count = 1;
	if (parse_number(first, 0, UINT64_MAX >> 12, &r->first, why,
			 sizeof(why)))
		return complain(NAME, "--pfn: %s; write FIRST, FIRST-LAST or FIRST+COUNT",
				why);
	if (sign == '+' && parse_number(at, 1, UINT64_MAX >> 12, &r->count,
					why, sizeof(why)))
		return complain(NAME, "--pfn: the count %s", why);
	if (sign == '-' && parse_number(at, r->first, UINT64_MAX >> 12, &last,
					why, sizeof(why)))
		return complain(NAME, "--pfn: the last pfn %s", why);
	if (sign == '-')
		r->count = last - r->first + 1;
	return 0;
}

static int take_how(struct request *r, enum how how, const char *option)
{
	if (r->how != TEXT && r->how != how)
		return complain(NAME, "%s and another format exclude each other; give one",
				option);
	r->how = how;
	return 0;
}

static int take_format(struct request *r, const char *arg)
{
	static const char *const formats[] = { "text", "json", NULL };
	int i = choose(NAME, "format", formats, arg);

	if (i < 0)
		return 2;
	return i == JSON ? take_how(r, JSON, "--format json") : 0;
}

enum { PFN = OPTION_FIRST, FORMAT, RAW_BYTES, AS_RUNS };

static int take_option(void *request, int option, char *arg)
{
	struct request *r = request;

	switch (option) {
	case PFN:
		return take_pfn(r, arg);
	case FORMAT:
		return take_format(r, arg);
	case RAW_BYTES:
		return take_how(r, RAW, "--raw");
	case AS_RUNS:
		return take_how(r, RUNS, "--runs");
	}
	return namespace_take(&r->options, NAME, option, arg);
}

static int check_together(const struct request *r)
{
	if (r->how == RUNS && r->has_pfn)
		return complain(NAME, "--pfn and --runs exclude each other: a file for 'zonedev compare' holds all descriptors");
	if (r->how == RAW && isatty(STDOUT_FILENO))
		return complain(NAME, "--raw would write bytes to a terminal; send them to a file");
	if (r->how == RUNS && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		return complain(NAME, "--runs writes the words of a little-endian kernel, and this machine is big-endian");
	return 0;
}

static const struct option option_rows[] = {
	NAMESPACE_OPTIONS,
	{ "pfn", required_argument, NULL, PFN },
	{ "format", required_argument, NULL, FORMAT },
	{ "raw", no_argument, NULL, RAW_BYTES },
	{ "runs", no_argument, NULL, AS_RUNS },
	OPTION_HELP_ROW,
	{ 0 },
};

static const struct command command = {
	.name = NAME, .help = help, .options = option_rows, .take = take_option,
};

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
	if (g.memmap_written > available_memory())
		return complain(NAME, "the descriptors need %" PRIu64 " MiB and %" PRIu64 " MiB are available; a smaller --size would do",
				g.memmap_written >> 20,
				available_memory() >> 20);
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
static int print_runs(const struct request *r, const struct descriptors *d)
{
	struct zonedev_zone zone = *d->zone;
	unsigned order = d->model->pageblock_order;
	size_t size = ((zone.nr_pages >> order) / 8 + 2) * 8;
	bool movable = zone.early && d->model->mobility_grouping;

	zone.pageblocks = malloc(size);
	if (!zone.pageblocks)
		return complain(NAME, "no memory"), 1;
	memset(zone.pageblocks, movable ? ZONEDEV_MIGRATE_MOVABLE :
	       ZONEDEV_MIGRATE_UNMOVABLE,
	       size);
	zonedev_memmap_init_altmap(&zone, d->pgmap);
	printf("# page descriptors filled by zonedev(1), path %s, model %s\n",
	       zonedev_path_name(r->options.path), d->model->name);
	descriptor_file_write(d, zone.pageblocks, r->debug_line, stdout);
	free(zone.pageblocks);
	return 0;
}

static void print_text_title(const struct request *r,
			     const struct descriptors *d)
{
	const struct zonedev_config *c = &r->options.config;

	printf("%s on %s: pfn 0x%" PRIx64 "-0x%" PRIx64 ", map=%s, %s%s; initialised from 0x%" PRIx64 "\n",
	       namespace_types[namespace_type_index(c->type)], d->model->name,
	       d->zone->first_pfn, d->end_pfn - 1,
	       c->map == ZONEDEV_MAP_DEV ? "dev" : "mem",
	       d->compound == 1 ? "single pages" : "compounds",
	       c->early ? ", early sections" : "", d->init_pfn);
}

static int print(const struct request *r, const struct descriptors *d)
{
	uint64_t end = r->first + r->count;
	int status = 0;

	switch (r->how) {
	case TEXT:
		print_text_title(r, d);
		dump_text(d, r->first, end);
		break;
	case JSON:
		dump_json(d, r->first, end);
		break;
	case RAW:
		print_raw(d, r->first, end);
		break;
	case RUNS:
		status = print_runs(r, d);
		break;
	}
	if (fflush(stdout) || ferror(stdout))
		return complain(NAME, "the output could not be written"), 1;
	return status;
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
		return complain(NAME, "no memory"), 1;
	if (zonedev_bind(machine, &r->options.config, &options, &ns, NULL)) {
		zonedev_free(machine);
		return complain(NAME, "%s", r->refusal), 1;
	}
	descriptors_of(&d, zonedev_namespace_zone(ns),
		       zonedev_namespace_pgmap(ns));
	status = print(r, &d);
	zonedev_free(machine);
	return status;
}

int zonedev_cmd_dump(int argc, char **argv)
{
	struct request request = { .how = TEXT };
	int status;

	namespace_defaults(&request.options);
	status = options_take(&command, &request, argc, argv);
	if (!status)
		status = check_together(&request);
	if (!status)
		status = check(&request);
	if (status)
		return status == -1 ? 0 : status;
	return bind_and_print(&request);
}
