/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_host.c - zonedev vm on a host that the environment tells of
 *
 * $HOST_KVM, yes or no, is whether it has /dev/kvm; $HOST_ROOT where its /boot
 * and /lib/modules are, of a kernel of the release 1.2.3-host.
 */
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "common/options.h"
#include "zonedev/commands.h"

int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);

int __real_uname(struct utsname *name);
int __wrap_uname(struct utsname *name);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);
FTS *__real_fts_open(char *const *roots, int options,
		     int (*order)(const FTSENT **, const FTSENT **));
FTS *__wrap_fts_open(char *const *roots, int options,
		     int (*order)(const FTSENT **, const FTSENT **));

/* Where this path of the host lies */
static const char *lies(const char *path)
{
	const char *root = getenv("HOST_ROOT");
	static char moved[1024];

	if (!root || (strncmp(path, "/boot/", 6) &&
		      strncmp(path, "/lib/modules/", 13)))
		return path;
	snprintf(moved, sizeof(moved), "%s%s", root, path);
	return moved;
}

int __wrap_access(const char *path, int mode)
{
	const char *kvm = getenv("HOST_KVM");

	if (!strcmp(path, "/dev/kvm") && kvm)
		return strcmp(kvm, "yes") ? -1 : 0;
	return __real_access(lies(path), mode);
}

int __wrap_uname(struct utsname *name)
{
	int err = __real_uname(name);

	if (getenv("HOST_ROOT"))
		snprintf(name->release, sizeof(name->release), "1.2.3-host");
	return err;
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	return __real_fopen(lies(path), mode);
}

FTS *__wrap_fts_open(char *const *roots, int options,
		     int (*order)(const FTSENT **, const FTSENT **))
{
	char *const moved[] = { (char *)lies(roots[0]), NULL };

	return __real_fts_open(moved, options, order);
}

int main(int argc, char **argv)
{
	return command_main(&zonedev_vm, argc, argv);
}
