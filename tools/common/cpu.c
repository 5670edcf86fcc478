/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpu.c - what this machine calls itself
 *
 * /proc/cpuinfo differs by architecture: x86 has a model name, which in a
 * virtual machine may be no more than "AMD EPYC", so family and model follow;
 * arm64 has numbers only.
 */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "cpu.h"

struct cpuinfo {
	char name[96], family[16], model[16], part[16];
};

/* Copies the value of "@key : value" if @line is that, and only the first */
static void take(const char *line, const char *key, char *value, size_t size)
{
	size_t n = strlen(key);
	const char *colon = strchr(line, ':');

	if (strncmp(line, key, n) || !colon || value[0])
		return;
	if (line[n] != '\t' && line[n] != ' ' && line[n] != ':')
		return;
	if (line[n] == ' ' && line[n + 1] != ':')
		return;
	colon += strspn(colon, ": \t");
	snprintf(value, size, "%.*s", (int)strcspn(colon, "\n"), colon);
}

static void read_cpuinfo(struct cpuinfo *info)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[512];

	memset(info, 0, sizeof(*info));
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		take(line, "model name", info->name, sizeof(info->name));
		take(line, "cpu family", info->family, sizeof(info->family));
		take(line, "model", info->model, sizeof(info->model));
		take(line, "CPU part", info->part, sizeof(info->part));
	}
	fclose(file);
}

void cpu_describe(char *text, size_t size)
{
	struct cpuinfo info;
	struct utsname uts;
	char numbers[64] = "";
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	read_cpuinfo(&info);
	if (!info.name[0] && !uname(&uts))
		snprintf(info.name, sizeof(info.name), "%.32s", uts.machine);
	if (info.family[0])
		snprintf(numbers, sizeof(numbers), ", family %s model %s",
			 info.family, info.model);
	else if (info.part[0])
		snprintf(numbers, sizeof(numbers), ", part %s", info.part);
	snprintf(text, size, "%s%s, %ld CPU%s", info.name, numbers, cpus,
		 cpus == 1 ? "" : "s");
}
