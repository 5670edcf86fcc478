/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * own_program.c - this program and its libraries, for the guest to run
 *
 * The dynamic loader tells what is loaded, by the names that programs ask for;
 * a static program has nothing but itself.
 */
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "initrd.h"
#include "own_program.h"

static bool add(FILE *to, const char *path, const char *name)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char inside[256];
	struct stat st;
	void *bytes;

	if (fd < 0)
		return false;
	bytes = fstat(fd, &st) ? MAP_FAILED :
		mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return false;
	snprintf(inside, sizeof(inside), "own/%s", name);
	initrd_file(to, inside, bytes, (size_t)st.st_size);
	munmap(bytes, (size_t)st.st_size);
	return true;
}

/* The program itself has no name, and what the kernel adds has no path. */
static int add_object(struct dl_phdr_info *info, size_t size, void *to)
{
	const char *slash = strrchr(info->dlpi_name, '/');

	(void)size;
	if (!slash)
		return 0;
	return !add(to, info->dlpi_name, slash + 1);
}

bool own_program_add(FILE *to)
{
	initrd_directory(to, "own");
	return add(to, "/proc/self/exe", "zonedev") &&
	       !dl_iterate_phdr(add_object, to);
}
