/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vm_host.c - zonedev vm on a host of which $HOST_KVM, yes or no, says whether
 * it has /dev/kvm
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/options.h"
#include "zonedev/commands.h"

int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);

int __wrap_access(const char *path, int mode)
{
	const char *kvm = getenv("HOST_KVM");

	if (!strcmp(path, "/dev/kvm") && kvm)
		return strcmp(kvm, "yes") ? -1 : 0;
	return __real_access(path, mode);
}

int main(int argc, char **argv)
{
	return command_main(&zonedev_vm, argc, argv);
}
