/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - what was asked of bench/targets
 */
#include <string.h>
#include "common/complain.h"
#include "common/options.h"
#include "request.h"

#define NAME		"bench/targets"
#define LOAD_MAX	64

/* Under load these two must hold; the others speak of an idle machine. */
#define TARGETS_LOADED	(1u << TARGET_BEST | 1u << TARGET_NEVER_SLOWER)
#define TARGETS_ALL	((1u << TARGETS) - 1)

static const char help[] =
"usage: bench/targets [OPTION...]\n"
"\n"
"Measures what auto must come to, ratio by ratio, and exits with 1 if one is\n"
"missed by more than its rounds differ. On an idle machine.\n"
"\n"
"  --scenario NAME[,NAME]  nd_pmem (P11 is its), dax_pmem, hmm, dedup-2M,\n"
"                          dedup-1G (default: all)\n"
"  --size SIZE[,SIZE]      of the devices (default: 2M,64M,1G,16G,100G); the\n"
"                          largest is the one at which P1, P2, P4, P5 count\n"
"  --target NAME[,NAME]    P1, P2, P3, P4, P5, P11 (default: all, under load\n"
"                          P1 and P3)\n"
"  --load N                meanwhile N threads copy memory\n"
"  --help\n";

static int add_scenario(void *request, const char *name)
{
	struct check_request *r = request;
	const struct scenario *s = scenario_find(name);

	if (!s)
		return complain(NAME, "there is no scenario '%s'; nd_pmem, dax_pmem, hmm, dedup-2M and dedup-1G are",
				name);
	if (r->nr_scenarios == CHECK_SCENARIOS)
		return complain(NAME, "--scenario: '%s' is one more than the %d that fit a run",
				name, CHECK_SCENARIOS);
	r->scenario[r->nr_scenarios++] = s;
	return 0;
}

static int add_size(void *request, const char *text)
{
	struct check_request *r = request;
	uint64_t size;

	if (options_size(NAME, "--size", text, &size))
		return 2;
	if (!size || size % (UINT64_C(2) << 20))
		return complain(NAME, "--size: '%s' is no multiple of 2 MiB; 64M would do",
				text);
	if (r->nr_sizes == CHECK_SIZES)
		return complain(NAME, "--size: '%s' is one more than the %d that fit a run",
				text, CHECK_SIZES);
	r->size[r->nr_sizes++] = size;
	if (size > r->largest)
		r->largest = size;
	return 0;
}

static int add_target(void *request, const char *name)
{
	struct check_request *r = request;
	unsigned found = 0;
	int i;

	for (i = 0; i < TARGETS; i++)
		if (!strcmp(target_row((enum target)i)->name, name))
			found |= 1u << i;
	if (!found)
		return complain(NAME, "there is no target '%s'; P1, P2, P3, P4, P5 and P11 are",
				name);
	r->targets |= found;
	return 0;
}

enum { SCENARIO = OPTION_FIRST, SIZE, TARGET, LOAD };

static int take_option(void *request, int option, char *arg)
{
	struct check_request *r = request;

	switch (option) {
	case SCENARIO:
		return options_each(r, arg, add_scenario);
	case SIZE:
		return options_each(r, arg, add_size);
	case TARGET:
		return options_each(r, arg, add_target);
	}
	return options_number(NAME, "--load", arg, 0, LOAD_MAX, &r->load);
}

static int set_defaults(struct check_request *r)
{
	static const char *const sizes[] = { "2M", "64M", "1G", "16G", "100G" };
	const struct scenario *s;
	unsigned i;
	int status = 0;

	if (!r->nr_scenarios)
		for (i = 0; i < CHECK_SCENARIOS && (s = scenario_at(i)); i++)
			r->scenario[r->nr_scenarios++] = s;
	if (!r->nr_sizes)
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			status |= add_size(r, sizes[i]);
	if (!r->targets)
		r->targets = r->load ? TARGETS_LOADED : TARGETS_ALL;
	return status;
}

static const struct option option_rows[] = {
	{ "scenario", required_argument, NULL, SCENARIO },
	{ "size", required_argument, NULL, SIZE },
	{ "target", required_argument, NULL, TARGET },
	{ "load", required_argument, NULL, LOAD },
	OPTION_HELP_ROW,
	{ 0 },
};

static const struct command command = {
	.name = NAME, .help = help, .options = option_rows, .take = take_option,
};

int check_request_take(struct check_request *r, int argc, char **argv)
{
	int status;

	memset(r, 0, sizeof(*r));
	/* Before the options are taken apart */
	origin_take(&r->origin, NAME, argc - 1, argv + 1);
	status = options_take(&command, r, argc, argv);
	return status ? status : set_defaults(r);
}
