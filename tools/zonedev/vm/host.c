/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host.c - the state of the host, which measured times depend on
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "common/machine.h"
#include "host.h"

struct host_ticks host_ticks(void)
{
	struct host_ticks ticks = { 0 };
	FILE *file = fopen("/proc/stat", "r");
	uint64_t t[8] = { 0 };
	int i;

	if (!file)
		return ticks;
	/* user, nice, system, idle, iowait, irq, softirq, steal */
	if (fscanf(file, "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		   " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64, &t[0],
		   &t[1], &t[2], &t[3], &t[4], &t[5], &t[6], &t[7]) == 8)
		for (i = 0; i < 8; i++)
			ticks.all += t[i];
	ticks.stolen = t[7];
	fclose(file);
	return ticks;
}

/* The first line of a file, or "unknown" */
static void first_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");

	if (!file || !fgets(text, (int)size, file))
		snprintf(text, size, "unknown");
	text[strcspn(text, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* Of "always [madvise] never" the word in brackets */
static const char *chosen(char *text)
{
	char *open = strchr(text, '['), *close = strchr(text, ']');

	if (!open || !close)
		return text;
	*close = '\0';
	return open + 1;
}

void host_words(const struct host_ticks *before, char *text, size_t size)
{
	struct host_ticks now = host_ticks();
	uint64_t all = now.all - before->all;
	char governor[64], pages[128], cpu[128];
	double load = 0;

	first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
		   governor, sizeof(governor));
	first_line("/sys/kernel/mm/transparent_hugepage/enabled", pages,
		   sizeof(pages));
	getloadavg(&load, 1);
	machine_describe(cpu, sizeof(cpu));
	snprintf(text, size, "%s; governor %s; load %.1f; stolen %.1f %%; huge pages %s",
		 cpu, governor, load, all ? 100.0 *
		 (double)(now.stolen - before->stolen) / (double)all : 0.0,
		 chosen(pages));
}
