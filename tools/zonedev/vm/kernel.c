/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.c - which kernel a guest boots, and where its modules are
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "common/message.h"
#include "child.h"
#include "kernel.h"
#include "modules.h"
#include "scripts.h"

#define DEBIAN	"debian:"

static int find_file(struct kernel *k, char *why, size_t size)
{
	const char *comma = strchr(k->name, ',');
	size_t length = comma ? (size_t)(comma - k->name) : strlen(k->name);

	snprintf(k->image, sizeof(k->image), "%.*s", (int)length, k->name);
	snprintf(k->modules, sizeof(k->modules), "%s", comma ? comma + 1 : "");
	if (access(k->image, R_OK)) {
		snprintf(why, size, "--kernel %s: %s; give a bzImage, or debian:VERSION (6.1, 6.12, 7.2, 7.3)",
			 k->image, strerror(errno));
		return STATUS_USAGE;
	}
	if (comma && access(k->modules, X_OK)) {
		snprintf(why, size, "--kernel: modules %s: %s; give a folder as /lib/modules/VERSION",
			 k->modules, strerror(errno));
		return STATUS_USAGE;
	}
	return 0;
}

void kernel_cache(char *path, size_t size)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache)
		snprintf(path, size, "%s/zonedev", cache);
	else
		snprintf(path, size, "%s/.cache/zonedev", home ? home : "");
}

/* The script prints the image and the folder of its modules. */
static int find_debian(struct kernel *k, const char *version, char *why,
		       size_t size)
{
	char cache[KERNEL_PATH], script[SCRIPT_BYTES], *text, *line;
	const char *const argv[] = {
		"sh", "-c", script, "sh", version, cache, NULL
	};
	size_t bytes;

	if (!*version || version[strspn(version, "0123456789.")]) {
		snprintf(why, size, "--kernel %s: a version is as 6.1 or 7.3",
			 k->name);
		return STATUS_USAGE;
	}
	kernel_cache(cache, sizeof(cache));
	script_text(fetch_debian, script);
	text = (char *)child_output(argv, &bytes, why, size);
	if (!text)
		return STATUS_FAILED;
	line = strtok(text, "\n");
	snprintf(k->image, sizeof(k->image), "%s", line ? line : "");
	line = strtok(NULL, "\n");
	snprintf(k->modules, sizeof(k->modules), "%s", line ? line : "");
	free(text);
	return 0;
}

static int find_host(struct kernel *k, char *why, size_t size)
{
	const char *missing = NULL;
	char what[KERNEL_PATH + 64];
	struct utsname host;

	uname(&host);
	k->name = "the host's";
	snprintf(k->image, sizeof(k->image), "/boot/vmlinuz-%s", host.release);
	snprintf(k->modules, sizeof(k->modules), "/lib/modules/%s",
		 host.release);
	if (access(k->image, R_OK))
		snprintf(what, sizeof(what), "no %s can be read", k->image);
	else if (access(k->modules, X_OK))
		snprintf(what, sizeof(what), "no %s can be read", k->modules);
	else if ((missing = modules_missing(k->modules, modules_of_pmem)))
		snprintf(what, sizeof(what), "it has no module %s", missing);
	else
		return 0;
	snprintf(why, size, "the host's kernel %s cannot be booted in a guest: %s; '--kernel debian:7.3' fetches Debian's linux-binary and linux-modules of 7.3 with apt (120 MB, nothing is installed)",
		 host.release, what);
	return STATUS_USAGE;
}

int kernel_find(struct kernel *k, const char *text, char *why, size_t size)
{
	k->name = text;
	if (!text)
		return find_host(k, why, size);
	if (!strncmp(text, DEBIAN, strlen(DEBIAN)))
		return find_debian(k, text + strlen(DEBIAN), why, size);
	return find_file(k, why, size);
}
