/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origin.c - where a figure comes from: machine, software, command, date
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include <streamcpy.h>
#include "machine.h"
#include "origin.h"
#include "size.h"

/* In English whatever the locale is, which no tool of ours sets. */
static void take_date(char *text, size_t size)
{
	time_t now = time(NULL);
	struct tm day;
	size_t n = 0;

	if (localtime_r(&now, &day))
		n = strftime(text, size, "%d %B %Y", &day);
	text[n] = '\0';
	if (*text == '0')
		memmove(text, text + 1, n);
}

static void take_memory(char *text, size_t size)
{
	uint64_t all = (uint64_t)sysconf(_SC_PHYS_PAGES) *
		       (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t have = machine_memory();
	char all_words[24], have_words[24];

	size_words(all, all_words);
	size_words(have, have_words);
	snprintf(text, size, "%s%s%s", all_words,
		 have < all ? ", available " : "", have < all ? have_words : "");
}

static void take_kernel(char *text, size_t size)
{
	struct utsname uts;

	if (!uname(&uts))
		snprintf(text, size, "%.16s %.64s", uts.sysname, uts.release);
}

static void take_compiler(char *text, size_t size)
{
#if defined(__clang__)
	snprintf(text, size, "clang %d.%d", __clang_major__, __clang_minor__);
#else
	snprintf(text, size, "gcc %d.%d", __GNUC__, __GNUC_MINOR__);
#endif
}

/* The first line of @path, or "unknown" */
static void take_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");

	snprintf(text, size, "unknown");
	if (!file)
		return;
	if (fgets(text, (int)size, file))
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
}

/* "always [madvise] never": what is in the brackets */
static void take_huge_pages(char *text, size_t size)
{
	char line[64], *open, *close;

	take_line("/sys/kernel/mm/transparent_hugepage/enabled", line,
		  sizeof(line));
	open = strchr(line, '[');
	close = open ? strchr(open, ']') : NULL;
	if (close)
		snprintf(text, size, "%.*s", (int)(close - open - 1), open + 1);
	else
		snprintf(text, size, "%.16s", line);
}

/* What the host took of our time since it started, and who else runs here */
static void take_load(char *text, size_t size)
{
	unsigned long long t[8] = {0}, all = 0;
	double load = 0;
	char line[256];
	unsigned i;

	take_line("/proc/stat", line, sizeof(line));
	sscanf(line, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0],
	       &t[1], &t[2], &t[3], &t[4], &t[5], &t[6], &t[7]);
	for (i = 0; i < 8; i++)
		all += t[i];
	getloadavg(&load, 1);
	snprintf(text, size, "load %.2f, steal %.1f %% since boot", load,
		 all ? 100 * (double)t[7] / (double)all : 0);
}

void origin_take(struct origin *origin, const char *program, int argc,
		 char **argv)
{
	size_t size = sizeof(origin->command), at;
	int i;

	machine_describe(origin->cpu, sizeof(origin->cpu));
	take_memory(origin->memory, sizeof(origin->memory));
	take_kernel(origin->kernel, sizeof(origin->kernel));
	take_compiler(origin->compiler, sizeof(origin->compiler));
	take_huge_pages(origin->huge_pages, sizeof(origin->huge_pages));
	take_line("/sys/devices/system/node/online", origin->nodes,
		  sizeof(origin->nodes));
	take_load(origin->load, sizeof(origin->load));
	take_date(origin->date, sizeof(origin->date));
	at = (size_t)snprintf(origin->command, size, "%s", program);
	for (i = 0; i < argc && at < size; i++)
		at += (size_t)snprintf(origin->command + at, size - at, " %s",
				       argv[i]);
}

void origin_head(const struct origin *origin)
{
	printf("%s\n%s, %s, libstreamcpy %s\nTHP %s; NUMA node %s; %s; %s\n%s\n",
	       origin->cpu, origin->kernel, origin->compiler,
	       streamcpy_version(), origin->huge_pages, origin->nodes,
	       origin->load, origin->date, origin->command);
}

void origin_print(const struct origin *origin, struct json *json)
{
	json_string(json, "cpu", origin->cpu);
	json_string(json, "memory", origin->memory);
	json_string(json, "kernel", origin->kernel);
	json_string(json, "compiler", origin->compiler);
	json_string(json, "transparent_huge_pages", origin->huge_pages);
	json_string(json, "numa_nodes", origin->nodes);
	json_string(json, "load", origin->load);
	json_string(json, "command", origin->command);
	json_string(json, "date", origin->date);
}

void origin_facts(const struct origin *origin,
		  struct report_fact fact[ORIGIN_FACTS])
{
	const struct report_fact facts[ORIGIN_FACTS] = {
		{ "CPU", origin->cpu }, { "Memory", origin->memory },
		{ "Kernel", origin->kernel },
		{ "Huge pages", origin->huge_pages },
		{ "NUMA node", origin->nodes }, { "Host", origin->load },
		{ "Compiler", origin->compiler },
		{ "libstreamcpy", streamcpy_version() },
		{ "Command", origin->command }, { "Date", origin->date },
	};

	memcpy(fact, facts, sizeof(facts));
}
