/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_soak.c - cycles of bind, rebind and unbind of random geometry leave
 * nothing: memory, descriptors and threads stay as they were
 *
 * SOAK=n does n cycles: 10,000 on demand, 400 else. SEED=n repeats a run.
 */
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "support/random.h"
#include "support/runner.h"
#include <streamcpy.h>
#include <zonedev.h>

#define MIB	(UINT64_C(1) << 20)

struct held {
	unsigned long files, threads, maps, heap;
};

static unsigned long entries(const char *path)
{
	DIR *dir = opendir(path);
	unsigned long n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static unsigned long lines(const char *path)
{
	FILE *file = fopen(path, "r");
	unsigned long n = 0;
	int c;

	ck_assert_ptr_nonnull(file);
	while ((c = getc(file)) != EOF)
		n += c == '\n';
	fclose(file);
	return n;
}

/* Bytes in use, which neither musl nor a sanitizer's malloc() tells */
static unsigned long heap(void)
{
#if defined __GLIBC__ && !STREAMCPY_SANITIZED
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

static struct held now(void)
{
	return (struct held){
		.files = entries("/proc/self/fd"),
		.threads = entries("/proc/self/task"),
		.maps = lines("/proc/self/maps"),
		.heap = heap(),
	};
}

/* The end is a multiple of the alignment, and the start one of 2 MiB. */
static struct zonedev_config draw(uint64_t *random)
{
	static const uint64_t aligns[] = { 4096, 2 * MIB, 8 * MIB };
	struct zonedev_config c = {
		.type = (enum zonedev_memory_type)(1 +
						   random_next(random) % 5),
		.map = random_next(random) % 2 ? ZONEDEV_MAP_DEV :
		       ZONEDEV_MAP_MEM,
		.align = aligns[random_next(random) % 3],
		.start_pfn = random_next(random) % 1024 * 512,
		.size = (1 + random_next(random) % 32) * 2 * MIB,
		.early = random_next(random) % 4 == 0,
	};

	return c;
}

static unsigned long cycle(struct zonedev *machine, uint64_t *random)
{
	struct zonedev_config c = draw(random);
	struct zonedev_options options = {
		.path = (enum zonedev_path)(random_next(random) %
					    ZONEDEV_PATHS),
	};
	struct zonedev_namespace *ns;

	if (options.path == ZONEDEV_AUTO)
		options.threads = random_next(random) % 4;
	if (zonedev_bind(machine, &c, &options, &ns, NULL))
		return 0;
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_rebind(ns, &options, NULL), 0);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_destroy(ns), 0);
	return 1;
}

static unsigned long cycles(uint64_t *random, unsigned long n)
{
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	unsigned long bound = 0, i;

	for (i = 0; i < n; i++)
		bound += cycle(machine, random);
	zonedev_free(machine);
	return bound;
}

START_TEST(cycles_leave_nothing)
{
	const char *text = getenv("SOAK");
	unsigned long n = text ? strtoul(text, NULL, 0) : 400, bound;
	uint64_t random = random_seed();
	struct held before, after;

	cycles(&random, n / 4);	/* what libc keeps, it has then */
	before = now();
	bound = cycles(&random, n);
	after = now();
	printf("%lu of %lu bound; before and after: %lu and %lu files, %lu and %lu threads, %lu and %lu mappings, %lu and %lu bytes\n",
	       bound, n, before.files, after.files, before.threads,
	       after.threads, before.maps, after.maps, before.heap,
	       after.heap);
	ck_assert_uint_gt(bound, n / 10);
	ck_assert_uint_eq(after.files, before.files);
	ck_assert_uint_eq(after.threads, before.threads);
	/* Stacks that libc keeps may lie together or apart. */
	ck_assert_uint_le(after.maps, before.maps + 16);
	ck_assert_uint_le(after.heap, before.heap + 65536);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("soak");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, cycles_leave_nothing);
	return run_tcase("soak", tc);
}
