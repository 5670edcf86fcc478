/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_memory.c - how much a bind asks for beside memmap and pageblock map
 *
 * By the linker (--wrap): what the library allocates, not what the system
 * gives, which sanitizers and emulators multiply.
 */
#include <sys/mman.h>
#include <zonedev.h>
#include "support/runner.h"

#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)

/* Heap and mappings that the library asked for and has not given back */
static size_t asked, asked_most;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_mmap(void *at, size_t size, int prot, int flags, int file,
		  off_t offset);
int __real_munmap(void *at, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_mmap(void *at, size_t size, int prot, int flags, int file,
		  off_t offset);
int __wrap_munmap(void *at, size_t size);

static void ask(size_t size)
{
	asked += size;
	if (asked > asked_most)
		asked_most = asked;
}

void *__wrap_malloc(size_t size)
{
	ask(size);
	return __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	ask(n * size);
	return __real_calloc(n, size);
}

void *__wrap_mmap(void *at, size_t size, int prot, int flags, int file,
		  off_t offset)
{
	ask(size);
	return __real_mmap(at, size, prot, flags, file, offset);
}

int __wrap_munmap(void *at, size_t size)
{
	asked -= size;
	return __real_munmap(at, size);
}

/*
 * What is freed on the heap counts on, which is on the safe side. 100 GiB of
 * shared tails; 4 GiB of pages that have a descriptor each.
 */
START_TEST(bind_allocates_under_4_mib_beside_its_maps)
{
	struct zonedev_config c = {
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_MEM,
		.start_pfn = 0x40000, .size = _i ? 4 * GIB : 100 * GIB,
		.align = _i ? 4096 : GIB,
	};
	struct zonedev_options options = { .path = ZONEDEV_AUTO, .threads = 4 };
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_namespace *ns;
	uint64_t allowed = 4 * MIB + c.size / 4096 * 64 + c.size / (2 * MIB);

	asked = asked_most = 0;
	/* On the way, an alignment to the compounds is cut off again. */
	allowed += _i ? 0 : 16 * MIB;
	ck_assert_int_eq(zonedev_bind(machine, &c, &options, &ns, NULL), 0);
	ck_assert_uint_le(asked_most, allowed);
	ck_assert_uint_ge(asked_most, c.size / 4096 * 64);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_rebind(ns, &options, NULL), 0);
	ck_assert_uint_le(asked, allowed - (_i ? 0 : 16 * MIB));
	zonedev_free(machine);
	ck_assert_uint_lt(asked, 4 * MIB);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("memory");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc,
			    bind_allocates_under_4_mib_beside_its_maps,
			    0, 2);
	return run_tcase("memory", tc);
}
