/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of bench/targets
 */
#include <stddef.h>
#include <string.h>
#include "request.h"

#define LOAD_MAX	64
#define MIB(n)		((uint64_t)(n) << 20)

/* Under load this one must hold; the others speak of an idle machine. */
#define TARGETS_LOADED	(1u << TARGET_BASE)
#define TARGETS_ALL	((1u << TARGETS) - 1)

static const char *scenario_name_at(unsigned i)
{
	const struct scenario *s = scenario_at(i);

	return s ? s->name : NULL;
}

static int add_scenario(const struct option_use *use, char *name)
{
	struct check_request *r = use->request;
	int found = names_find(use->row->names, name);

	if (found < 0)
		return option_refuse_name(use, name);
	if (r->nr_scenarios == SCENARIOS_MAX)
		return option_refuse(use, name, "one more than the %d that fit a run",
				     SCENARIOS_MAX);
	r->scenario[r->nr_scenarios++] = scenario_at((unsigned)found);
	return 0;
}

static void put_size(struct check_request *r, uint64_t size)
{
	r->size[r->nr_sizes++] = size;
}

static int add_size(const struct option_use *use, char *text)
{
	struct check_request *r = use->request;

	if (option_size(use, text))
		return STATUS_USAGE;
	if (!r->one || r->one % MIB(2))
		return option_refuse(use, text, "not a multiple of 2M");
	if (r->nr_sizes == CHECK_SIZES)
		return option_refuse(use, text, "one more than the %d that fit a run",
				     CHECK_SIZES);
	put_size(r, r->one);
	return 0;
}

/* Targets with one name are rows of one another. */
static const char *target_name_at(unsigned i)
{
	const char *name = NULL;
	unsigned target;

	for (target = 0; target < TARGETS; target++) {
		const char *next = target_row((enum target)target)->name;

		if (name && !strcmp(name, next))
			continue;
		name = next;
		if (!i--)
			return name;
	}
	return NULL;
}

static int add_target(const struct option_use *use, char *name)
{
	struct check_request *r = use->request;
	unsigned i;

	if (names_find(use->row->names, name) < 0)
		return option_refuse_name(use, name);
	for (i = 0; i < TARGETS; i++)
		if (!strcmp(target_row((enum target)i)->name, name))
			r->targets |= 1u << i;
	return 0;
}

static void set_defaults(struct check_request *r)
{
	static const uint64_t sizes[] = {
		MIB(2), MIB(64), MIB(1024), MIB(16384), MIB(102400),
	};
	const struct scenario *s;
	unsigned i;

	if (!r->nr_scenarios)
		for (i = 0; (s = scenario_at(i)); i++)
			r->scenario[r->nr_scenarios++] = s;
	if (!r->nr_sizes)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			put_size(r, sizes[i]);
	if (!r->targets)
		r->targets = r->load ? TARGETS_LOADED : TARGETS_ALL;
}

#define IN_REQUEST(member)	.offset = offsetof(struct check_request, member)

static const struct option_row rows[] = {
	{ .name = "scenario", .value = "NAME", .list = true,
	  .help = "%s (default: all)",
	  .take = add_scenario, .names = { scenario_name_at } },
	{ .name = "size", .value = "SIZE", .list = true,
	  .help = "of the devices (default: 2M,64M,1G,16G,100G); T2 and T3 count where 128 MiB of descriptors are written",
	  .take = add_size, IN_REQUEST(one) },
	{ .name = "target", .value = "NAME", .list = true,
	  .help = "%s (default: all, under load T1)",
	  .take = add_target, .names = { target_name_at } },
	{ .name = "time", .value = "SECONDS",
	  .help = "for each cell, or until all of it is decided (default: 60; where T2 and T3 count 900)",
	  .take = option_number, IN_REQUEST(time), .low = 1, .high = 86400 },
	{ .name = "load", .value = "N",
	  .help = "meanwhile N threads copy memory",
	  .take = option_number, IN_REQUEST(load), .high = LOAD_MAX },
	{ .name = NULL },
};

const struct option_group check_request_options[] = {
	{ rows, 0 }, { NULL, 0 },
};

int check_request_take(const struct command *command, struct check_request *r,
		       int argc, char **argv)
{
	int status;

	memset(r, 0, sizeof(*r));
	/* Before the options are taken apart */
	origin_take(&r->origin, command->name, argc - 1, argv + 1);
	status = options_take(command, r, argc, argv, 0, 0);
	if (!status)
		set_defaults(r);
	return status;
}
