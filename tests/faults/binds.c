/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * binds.c - the life of a namespace with one call in it failing: refused or
 * right, nothing leaked, and a retry works
 *
 * Run by faults.sh with preload.so, whose fault_arm() it finds. An argument
 * bounds how many calls of each function fail in turn (default: all).
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "support/bound_check.h"

#define MIB		(UINT64_C(1) << 20)
#define NR(array)	(sizeof(array) / sizeof((array)[0]))

static void (*arm)(const char *call, unsigned long nth, bool onwards);
static bool (*hit)(void);
static long (*heap_blocks)(void), (*mapped_bytes)(void);

static const char *const calls[] = {
	"mmap", "munmap", "madvise", "calloc", "malloc", "realloc",
	"pthread_create", "clock_gettime", "sched_getaffinity", "open", "read",
};

static const struct life {
	const char *name;
	struct zonedev_config config;
	struct zonedev_options options;
} lives[] = {
	{ "fsdax, map=dev, streaming",
	  { .type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_DEV,
	    .start_pfn = 0x40000, .size = 64 * MIB, .align = 2 * MIB },
	  { .path = ZONEDEV_STREAMING } },
	{ "devdax, 2 MiB, auto with 2 threads",
	  { .type = ZONEDEV_MEMORY_GENERIC, .start_pfn = 0x40000,
	    .size = 64 * MIB, .align = 2 * MIB },
	  { .path = ZONEDEV_AUTO, .threads = 2 } },
	/* With a strategy given auto does not try how many threads pay. */
	{ "private, generic with 2 threads",
	  { .type = ZONEDEV_MEMORY_PRIVATE, .start_pfn = 0x40000,
	    .size = 512 * MIB, .align = 4096 },
	  { .path = ZONEDEV_AUTO, .threads = 2, .strategy = "generic" } },
	{ "private, auto with all threads",
	  { .type = ZONEDEV_MEMORY_PRIVATE, .start_pfn = 0x40000,
	    .size = 512 * MIB, .align = 4096 },
	  { .path = ZONEDEV_AUTO } },
};

static const struct life *life;
static const char *failing;
static unsigned long number;
static int status;

static void complain(const char *what, long value)
{
	printf("%s, call %lu of %s: %s (%ld)\n", life->name, number, failing,
	       what, value);
	status = 1;
}

/* A refusal needs a reason; after it no call fails any more. */
static void refused(const char *what, int err)
{
	if (!hit())
		complain(what, err);
	arm(failing, 0, false);
}

static void retried(int err)
{
	if (err)
		complain("a retry is refused", err);
}

static struct zonedev *new_machine(void)
{
	const struct zonedev_model *model = zonedev_model("x86_64");
	struct zonedev *machine = zonedev_new(model);

	if (machine)
		return machine;
	refused("no machine", 0);
	machine = zonedev_new(model);
	retried(machine == NULL);
	return machine;
}

static void check(struct zonedev_namespace *ns)
{
	char why[256];

	if (bound_check(zonedev_model("x86_64"), &life->config, ns, why,
			sizeof(why)))
		return;
	complain(why, 0);
}

static struct zonedev_namespace *bind(struct zonedev *machine)
{
	struct zonedev_namespace *ns = NULL;
	int err = zonedev_bind(machine, &life->config, &life->options, &ns,
			       NULL);

	if (err) {
		refused("bind is refused", err);
		retried(zonedev_bind(machine, &life->config, &life->options,
				     &ns, NULL));
	}
	return ns;
}

static void rebind(struct zonedev_namespace *ns)
{
	int err = zonedev_rebind(ns, &life->options, NULL);

	if (err) {
		refused("rebind is refused", err);
		retried(zonedev_rebind(ns, &life->options, NULL));
	}
}

static void unbind(struct zonedev_namespace *ns)
{
	int err = zonedev_unbind(ns);

	if (err) {
		refused("unbind is refused", err);
		retried(zonedev_unbind(ns));
	}
}

static void live(void)
{
	struct zonedev *machine = new_machine();
	struct zonedev_namespace *ns = machine ? bind(machine) : NULL;

	if (ns) {
		check(ns);
		unbind(ns);
		rebind(ns);
		check(ns);
		unbind(ns);
		zonedev_destroy(ns);
	}
	zonedev_free(machine);
}

static bool live_armed(bool onwards)
{
	bool failed;

	arm(failing, number, onwards);
	live();
	failed = hit();
	arm(failing, 0, false);
	return failed;
}

/*
 * Whether there was such a call to fail. libc keeps the stack of a thread once
 * it had one, so what is left after a life counts if it is so once more.
 */
static bool try(bool onwards)
{
	long blocks = heap_blocks(), bytes = mapped_bytes();
	bool failed = live_armed(onwards);

	if (heap_blocks() != blocks) {
		blocks = heap_blocks();
		live_armed(onwards);
		if (heap_blocks() != blocks)
			complain("blocks leaked", heap_blocks() - blocks);
	}
	/* What munmap() refuses to give back stays. */
	if (mapped_bytes() != bytes && failing != calls[1])
		complain("bytes of mappings leaked", mapped_bytes() - bytes);
	return failed;
}

static void fail_in_turn(unsigned long most)
{
	unsigned long done = 0;

	for (number = 1; number <= most; number++, done++)
		if (!try(false))
			break;
	for (number = 1; number <= most && number <= 8; number++)
		if (!try(true))
			break;
	printf("%s: %lu calls of %s failed in turn\n", life->name, done,
	       failing);
}

static bool find_preload(void)
{
	*(void **)&arm = dlsym(RTLD_DEFAULT, "fault_arm");
	*(void **)&hit = dlsym(RTLD_DEFAULT, "fault_hit");
	*(void **)&heap_blocks = dlsym(RTLD_DEFAULT, "fault_blocks");
	*(void **)&mapped_bytes = dlsym(RTLD_DEFAULT, "fault_mapped");
	return arm && hit && heap_blocks && mapped_bytes;
}

int main(int argc, char **argv)
{
	unsigned long most = argc > 1 ? strtoul(argv[1], NULL, 10) : -1ul;
	size_t i, j;

	if (!find_preload()) {
		fputs("binds: run it by faults.sh, with preload.so\n", stderr);
		return 99;
	}
	for (i = 0; i < NR(lives); i++) {
		life = &lives[i];
		failing = "nothing";
		number = 0;
		live();
		for (j = 0; j < NR(calls); j++) {
			failing = calls[j];
			fail_in_turn(most);
		}
	}
	return status;
}
