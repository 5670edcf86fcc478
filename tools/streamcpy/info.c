/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * info.c - streamcpy info: the backends, and which one is in use
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <streamcpy.h>
#include "common/arena.h"
#include "common/machine.h"
#include "common/format.h"
#include "common/json.h"
#include "common/size.h"
#include "commands.h"

#define VARIABLE	"STREAMCPY_BACKEND"

struct request {
	enum format format;
	const char *sysfs;
};

/* Whether @list, which ends with NULL, holds a backend called @name */
static bool lists(const struct streamcpy_backend *const *list,
		  const char *name)
{
	for (; *list; list++)
		if (!strcmp((*list)->name, name))
			return true;
	return false;
}

/* The library ignores a name that it cannot use; this says so. */
static void who_chose(char *text, size_t size)
{
	const char *name = getenv(VARIABLE);

	if (!name)
		snprintf(text, size, "the default");
	else if (!strcmp(name, streamcpy_backend()->name))
		snprintf(text, size, VARIABLE);
	else
		snprintf(text, size, "the default; " VARIABLE " is '%s', which %s, and was ignored",
			 name, lists(streamcpy_known_backends(), name) ?
			 "cannot be used here" : "is no backend");
}

/* "32 MiB", or what is wrong with the figure */
static void describe_cache(const struct cache *cache, char *text, size_t size)
{
	char bytes[24];

	size_words(cache->size, bytes);
	snprintf(text, size, "L%u %s %s%s", cache->level, cache->type, bytes,
		 cache_plausible(cache->size) ? "" : " (implausible)");
}

static void print_caches(const struct caches *caches)
{
	char text[64], bytes[24];
	unsigned i;

	printf("caches   ");
	for (i = 0; i < caches->nr; i++) {
		describe_cache(&caches->cache[i], text, sizeof(text));
		printf("%s %s", i ? "," : "", text);
	}
	printf("%s (from %s)\n", caches->nr ? "" : " not reported",
	       caches->source);
	size_words(caches_cold_size(caches), bytes);
	printf("          No threshold of the library depends on them; 'streamcpy bench' takes\n"
	       "          %s as larger than all caches.\n", bytes);
}

static void print_backends(void)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();
	bool usable;

	printf("\n%-13s %-7s %-13s %s\n", "backend", "usable", "non-temporal",
	       "needs");
	for (; *b; b++) {
		usable = lists(streamcpy_backends(), (*b)->name);
		printf("%-13s %-7s %-13s %s%s\n", (*b)->name,
		       usable ? "yes" : "no",
		       (*b)->flags & STREAMCPY_NON_TEMPORAL ? "yes" : "no",
		       (*b)->needs, usable ? "" : "; not here");
	}
}

static void print_table(const struct caches *caches)
{
	char cpu[160], who[256];

	machine_describe(cpu, sizeof(cpu));
	who_chose(who, sizeof(who));
	printf("library   streamcpy %s\n", streamcpy_version());
	printf("cpu       %s\n", cpu);
	print_caches(caches);
	printf("flush     memcpy_flushcache() %s\n", streamcpy_can_flush() ?
	       "writes caches back" :
	       "is memcpy() here: there is no instruction to write caches back");
	printf("in use    %s, chosen by %s\n", streamcpy_backend()->name, who);
	print_backends();
}

static void json_caches(struct json *json, const struct caches *caches)
{
	unsigned i;

	json_string(json, "caches_from", caches->source);
	json_begin(json, "caches", '[');
	for (i = 0; i < caches->nr; i++) {
		json_begin(json, NULL, '{');
		json_uint(json, "level", caches->cache[i].level);
		json_string(json, "type", caches->cache[i].type);
		json_uint(json, "bytes", caches->cache[i].size);
		json_bool(json, "plausible",
			  cache_plausible(caches->cache[i].size));
		json_end(json, '{');
	}
	json_end(json, '[');
	json_uint(json, "bench_cold_bytes", caches_cold_size(caches));
}

static void json_backends(struct json *json)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	json_begin(json, "backends", '[');
	for (; *b; b++) {
		json_begin(json, NULL, '{');
		json_string(json, "name", (*b)->name);
		json_bool(json, "usable",
			  lists(streamcpy_backends(), (*b)->name));
		json_bool(json, "non_temporal",
			  (*b)->flags & STREAMCPY_NON_TEMPORAL);
		json_string(json, "needs", (*b)->needs);
		json_end(json, '{');
	}
	json_end(json, '[');
}

static void print_json(const struct caches *caches)
{
	struct json json = { .to = stdout };
	char cpu[160], who[256];

	machine_describe(cpu, sizeof(cpu));
	who_chose(who, sizeof(who));
	json_begin(&json, NULL, '{');
	json_string(&json, "version", streamcpy_version());
	json_string(&json, "cpu", cpu);
	json_caches(&json, caches);
	json_bool(&json, "can_flush", streamcpy_can_flush());
	json_string(&json, "in_use", streamcpy_backend()->name);
	json_string(&json, "chosen_by", who);
	json_backends(&json);
	json_end(&json, '{');
}

static void print_csv(void)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	printf("backend,usable,non_temporal,needs\n");
	for (; *b; b++) {
		printf("%s,%d,%d,", (*b)->name,
		       lists(streamcpy_backends(), (*b)->name),
		       !!((*b)->flags & STREAMCPY_NON_TEMPORAL));
		csv_string(stdout, (*b)->needs);
		putchar('\n');
	}
}

static int take_sysfs(const struct option_use *use, char *dir)
{
	struct stat status;

	if (stat(dir, &status) || !S_ISDIR(status.st_mode))
		return option_refuse(use, dir, "not a directory; one like %s would do",
				     CACHES_SYSFS);
	return option_text(use, dir);
}

static const struct option_row rows[] = {
	{ .name = "format", .value = "FORMAT", .help = "%s",
	  .take = option_format, .names = { format_common },
	  .offset = offsetof(struct request, format) },
	{ .name = "sysfs", .value = "DIR",
	  .help = "read the caches from DIR instead of " CACHES_SYSFS,
	  .take = take_sysfs, .offset = offsetof(struct request, sysfs) },
	{ .name = NULL },
};

static int run(const struct command *command, int argc, char **argv)
{
	struct request request = { .format = FORMAT_TABLE };
	int status = options_take(command, &request, argc, argv, 0, 0);
	struct caches caches;

	if (status)
		return status == -1 ? 0 : status;
	caches_read(&caches, request.sysfs);
	switch (request.format) {
	case FORMAT_CSV:
		print_csv();
		break;
	case FORMAT_JSON:
		print_json(&caches);
		break;
	default:
		print_table(&caches);
	}
	return 0;
}

const struct command streamcpy_info = {
	.name = "streamcpy info", .what = "show the backends and which is used",
	.about =
"Shows the CPU, its caches, every backend of the library with what it needs,\n"
"and the one in use with who chose it.\n",
	.groups = (const struct option_group[]){ { rows, 0 }, { NULL, 0 } },
	.run = run,
};
