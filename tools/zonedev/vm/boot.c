/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.c - a kernel booted with what the experiment needs
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "boot.h"
#include "host.h"
#include "initrd.h"
#include "modules.h"
#include "own_program.h"
#include "scripts.h"
#include "system/affinity.h"

#define GIB	(UINT64_C(1) << 30)

/* What a guest has below the hole for PCI, and so beside the pmem */
#define ORDINARY	(3 * GIB)

/* Of that, what a booted guest has touched: 0.4 GiB were seen */
#define TOUCHED		(UINT64_C(640) << 20)

/* Without an interpreter: a busybox that needs no library */
static bool is_static(const unsigned char *bytes, size_t size)
{
	const Elf64_Ehdr *elf = (const void *)bytes;
	const Elf64_Phdr *part = (const void *)(bytes + elf->e_phoff);
	int i;

	if (size < sizeof(*elf) || memcmp(bytes, ELFMAG, SELFMAG) ||
	    elf->e_phoff + elf->e_phnum * sizeof(*part) > size)
		return false;
	for (i = 0; i < elf->e_phnum; i++)
		if (part[i].p_type == PT_INTERP)
			return false;
	return true;
}

static int add_busybox(struct guest *g, FILE *to)
{
	static const char *const paths[] = {
		"/bin/busybox", "/usr/bin/busybox", "/usr/lib/busybox/busybox",
	};
	int fd = -1, err = -1;
	struct stat st;
	void *bytes;
	size_t i;

	for (i = 0; fd < 0 && i < sizeof(paths) / sizeof(paths[0]); i++)
		fd = open(paths[i], O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return guest_fail(g, "there is no busybox; install busybox-static");
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return guest_fail(g, "busybox: %s", strerror(errno));
	if (is_static(bytes, (size_t)st.st_size)) {
		initrd_file(to, "bin/busybox", bytes, (size_t)st.st_size);
		err = 0;
	}
	munmap(bytes, (size_t)st.st_size);
	return err ? guest_fail(g, "busybox needs libraries, which a guest does not have; install busybox-static") :
	       0;
}

static void add_modules(const struct modules *modules, FILE *to)
{
	char path[MODULE_NAME + 8];
	unsigned i;

	for (i = 0; i < modules->n; i++) {
		snprintf(path, sizeof(path), "mod/%s.ko",
			 modules->at[i].name);
		initrd_file(to, path, modules->at[i].bytes,
			    modules->at[i].size);
	}
}

/* A file descriptor, or -1 */
static int make_initrd(struct guest *g, const struct modules *modules,
		       const struct modules *carried, bool own_program)
{
	int fd = memfd_create("initrd", 0);
	FILE *to = fd < 0 ? NULL : fdopen(dup(fd), "w");
	char init[SCRIPT_BYTES];
	int err = -1;

	if (!to) {
		guest_fail(g, "initrd: %s", strerror(errno));
		return -1;
	}
	initrd_directory(to, "bin");
	initrd_directory(to, "mod");
	script_text(guest_init, init);
	initrd_file(to, "init", init, strlen(init));
	add_modules(modules, to);
	add_modules(carried, to);
	err = add_busybox(g, to);
	if (!err && own_program && !own_program_add(to))
		err = guest_fail(g, "this program's own files cannot be read: %s",
				 strerror(errno));
	initrd_end(to);
	if (fclose(to) && !err)
		err = guest_fail(g, "initrd: %s", strerror(errno));
	if (err)
		close(fd);
	return err ? -1 : fd;
}

/* The modules, in order; a folder must have those that are not built in. */
static int take_modules(struct guest *g, const struct kernel *k,
			const char *const names[], struct modules *modules)
{
	modules->n = 0;
	if (!*k->modules)
		return 0;
	return modules_take(modules, k->modules, names, g->why,
			    sizeof(g->why));
}

static void take_fact(void *arg, char *line)
{
	struct booted *b = arg;

	if (!strncmp(line, "kernel ", 7))
		snprintf(b->release, sizeof(b->release), "%s", line + 7);
	else if (!strncmp(line, "symbol ", 7))
		symbols_take(&b->symbols, line + 7);
	else if (!strcmp(line, "clock debug"))
		b->debug_clock = true;
	else if (!strncmp(line, "warn ", 5))
		fprintf(stderr, "zonedev vm: the guest says: %s\n", line + 5);
}

/* Times of one CPU: a vCPU that wanders leaves its caches behind. */
static void pin(struct booted *b)
{
	int cpu = zd_affinity_last();

	if (cpu >= 0 && guest_pin(&b->guest, cpu))
		fprintf(stderr, "zonedev vm: %s\n", b->guest.why);
}

static int start(struct booted *b, const struct modules *modules)
{
	char order[MODULES_MAX * (MODULE_NAME + 1) + 8] = "start";
	size_t length = strlen(order);
	unsigned i;

	for (i = 0; i < modules->n; i++)
		length += (size_t)snprintf(order + length,
					   sizeof(order) - length, " %s",
					   modules->at[i].name);
	if (guest_order(&b->guest, NULL, NULL, NULL, NULL))
		return -1;
	return guest_order(&b->guest, order, take_fact, b, NULL);
}

int boot(struct booted *b, const struct kernel *k,
	 const struct boot_config *wanted)
{
	struct guest_config config = {
		.kernel = k->image, .start = PMEM_START,
		.size = wanted->size, .memory = wanted->size + ORDINARY,
		.kvm = wanted->kvm,
	};
	struct modules modules, carried;
	int err;

	memset(b, 0, sizeof(*b));
	b->guest = GUEST_NONE;
	if (take_modules(&b->guest, k, modules_of_pmem, &modules))
		return -1;
	if (take_modules(&b->guest, k, wanted->carried, &carried)) {
		modules_free(&modules);
		return -1;
	}
	config.initrd = make_initrd(&b->guest, &modules, &carried,
				    wanted->own_program);
	err = config.initrd < 0 ? -1 : guest_start(&b->guest, &config);
	if (config.initrd >= 0)
		close(config.initrd);
	if (!err && wanted->kvm)
		pin(b);
	if (!err)
		err = start(b, &modules);
	modules_free(&modules);
	modules_free(&carried);
	return err;
}

void boot_end(struct booted *b)
{
	guest_end(&b->guest);
}

/* The memmap, wherever it lies, and what any boot touches */
uint64_t boot_memory(uint64_t size)
{
	return size / 64 + TOUCHED;
}
