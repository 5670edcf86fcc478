/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_bind.c - the life of a namespace, and what it may not do
 */
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <streamcpy.h>
#include "support/refusal_log.h"
#include "support/runner.h"
#include "support/zone_fixture.h"

#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)
#define NR(array)	(sizeof(array) / sizeof((array)[0]))
#define FIRST	UINT64_C(0x40000)

static struct zonedev_config config_of(enum zonedev_memory_type type,
				       enum zonedev_map map, uint64_t size,
				       uint64_t align)
{
	log_clear();
	return (struct zonedev_config){
		.type = type, .map = map, .size = size, .align = align,
		.start_pfn = FIRST, .hooks = { .log = log_keep },
	};
}

START_TEST(bind_unbind_rebind_destroy_succeed)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_DEV, 256 * MIB,
					    2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_options base = { .path = ZONEDEV_BASE };
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;
	uint64_t pfn;

	ck_assert_int_eq(zonedev_bind(machine, &c, &base, &ns, &report), 0);
	ck_assert_uint_eq(logged.lines[ZONEDEV_DEBUG], 1);
	ck_assert_uint_eq(report.init.init_pages,
			  zonedev_namespace_geometry(ns)->init_pages);
	ck_assert_uint_eq(zonedev_namespace_pgmap(ns)->ref,
			  report.init.init_pages / 512);
	pfn = report.init.init_pfn;
	ck_assert_int_eq(zonedev_rebind(ns, NULL, NULL), -EBUSY);
	ck_assert_int_eq(zonedev_destroy(ns), -EBUSY);
	ck_assert_int_eq(zonedev_get_page(ns, pfn + 3), 0);
	ck_assert_int_eq(zonedev_unbind(ns), -EBUSY);
	ck_assert_int_eq(zonedev_put_page(ns, pfn + 3), 0);
	ck_assert_int_eq(zonedev_put_page(ns, pfn + 3), -EALREADY);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_uint_eq(zonedev_namespace_pgmap(ns)->ref, 0);
	ck_assert_int_eq(zonedev_unbind(ns), -EALREADY);
	ck_assert_int_eq(zonedev_get_page(ns, pfn), -EALREADY);
	ck_assert_int_eq(zonedev_rebind(ns, NULL, NULL), 0);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_destroy(ns), 0);
	zonedev_free(machine);
}
END_TEST

/* The kernel's line, with the pages after the altmap cut and ns */
START_TEST(init_logs_the_kernels_line)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_FS_DAX,
					    ZONEDEV_MAP_DEV, 256 * MIB,
					    2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;
	char expected[256];
	unsigned i;

	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, &report), 0);
	for (i = 1; i < 4; i++) {
		snprintf(expected, sizeof(expected),
			 "memmap_init_zone_device initialised 64000 pages in %" PRIu64 "ms (%" PRIu64 " ns)",
			 report.init.ns / 1000000, report.init.ns);
		ck_assert_str_eq(logged.last[ZONEDEV_DEBUG], expected);
		ck_assert_uint_eq(logged.lines[ZONEDEV_DEBUG], i);
		ck_assert_int_eq(zonedev_unbind(ns), 0);
		ck_assert_int_eq(zonedev_rebind(ns, NULL, &report), 0);
	}
	ck_assert_uint_eq(logged.lines[ZONEDEV_ERROR], 0);
	zonedev_free(machine);
}
END_TEST

/* What a type makes of heads, tails and the pgmap's references */
static const struct {
	enum zonedev_memory_type type;
	int32_t count;
	bool references;
} types[] = {
	{ ZONEDEV_MEMORY_PRIVATE, 0, false },
	{ ZONEDEV_MEMORY_COHERENT, 0, false },
	{ ZONEDEV_MEMORY_FS_DAX, 0, true },
	{ ZONEDEV_MEMORY_GENERIC, 1, true },
	{ ZONEDEV_MEMORY_PCI_P2PDMA, 0, true },
	{ (enum zonedev_memory_type)6, 1, true },
};

START_TEST(counts_and_references_follow_the_type)
{
	struct zonedev_config c = config_of(types[_i].type, ZONEDEV_MAP_MEM,
					    64 * MIB, 2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_namespace *ns;
	uint64_t pages = 16384, bound;

	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), 0);
	bound = pages >> zonedev_namespace_geometry(ns)->pgmap.vmemmap_shift;
	ck_assert_uint_eq(bound, types[_i].type == ZONEDEV_MEMORY_FS_DAX ?
			  pages : pages / 512);
	ck_assert_uint_eq(zonedev_namespace_pgmap(ns)->ref,
			  types[_i].references ? bound : 0);
	ck_assert_int_eq(zonedev_backing_page(ns, FIRST)->refcount,
			 types[_i].count);
	ck_assert_int_eq(zonedev_backing_page(ns, FIRST + 5)->refcount, 0);
	ck_assert_uint_eq(logged.lines[ZONEDEV_WARNING], _i == 5);
	zonedev_free(machine);
}
END_TEST

/* Only what is written is touched, so this is no more than 2 GiB of it. */
START_TEST(bind_of_100_tib_of_shared_tails_succeeds)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 100 * 1024 * GIB,
					    GIB);
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;
	struct zonedev *machine;

	/* Sanitizers keep that much address space for themselves. */
	if (STREAMCPY_SANITIZED) {
		printf("skipped: 100 TiB in a sanitizer build\n");
		return;
	}
	machine = zonedev_new(zonedev_model("x86_64"));
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, &report), 0);
	ck_assert_uint_eq(report.init.per_compound, 128);
	ck_assert_uint_eq(report.init.compounds, 102400);
	ck_assert_ptr_eq(zonedev_backing_page(ns, c.start_pfn + 200),
			 zonedev_pfn_to_page(zonedev_namespace_zone(ns),
					     c.start_pfn + 64 + 200 % 64));
	zonedev_free(machine);
}
END_TEST

/*
 * In early sections every pfn has a descriptor, of which 128 a compound are
 * written; the pageblocks are those of the boot, and stay over an unbind.
 */
START_TEST(early_sections_keep_unwritten_descriptors)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 64 * MIB, 2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_namespace *ns;
	struct zonedev_zone *zone;

	c.early = true;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), 0);
	zone = zonedev_namespace_zone(ns);
	ck_assert_ptr_eq(zonedev_backing_page(ns, FIRST + 128),
			 zonedev_pfn_to_page(zone, FIRST + 128));
	ck_assert_uint_ne(zonedev_backing_page(ns, FIRST + 127)->flags, 0);
	ck_assert_uint_eq(zonedev_backing_page(ns, FIRST + 128)->flags, 0);
	zonedev_pfn_to_page(zone, FIRST + 200)->flags = 4711;
	zone->pageblocks[3] = 8 | ZONEDEV_MIGRATE_MOVABLE;
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_int_eq(zonedev_rebind(ns, NULL, NULL), 0);
	ck_assert_uint_eq(zonedev_backing_page(ns, FIRST + 200)->flags, 4711);
	ck_assert_uint_eq(zone->pageblocks[3], 8 | ZONEDEV_MIGRATE_MOVABLE);
	zonedev_free(machine);
}
END_TEST

/* The area's first pageblock begins in the reserve: nobody visits it. */
START_TEST(first_pageblock_of_altmap_keeps_its_type)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_FS_DAX,
					    ZONEDEV_MAP_DEV, 64 * MIB, 2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_namespace *ns;

	c.early = _i;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), 0);
	ck_assert_uint_eq(zonedev_namespace_zone(ns)->pageblocks[0],
			  _i ? ZONEDEV_MIGRATE_MOVABLE :
				   ZONEDEV_MIGRATE_UNMOVABLE);
	ck_assert_uint_eq(zonedev_namespace_zone(ns)->pageblocks[1],
			  ZONEDEV_MIGRATE_MOVABLE);
	zonedev_free(machine);
}
END_TEST

/* 512 MiB pageblocks: a range of 64 MiB begins and ends inside of them. */
START_TEST(bind_inside_a_pageblock_succeeds)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 64 * MIB, 2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("arm64-64k"));
	struct zonedev_namespace *ns;

	c.start_pfn = 8192 - 512;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), 0);
	ck_assert_uint_eq(zonedev_namespace_geometry(ns)->per_compound, 32);
	ck_assert_uint_eq(zonedev_namespace_zone(ns)->pageblocks[0],
			  ZONEDEV_MIGRATE_UNMOVABLE);
	ck_assert_uint_eq(zonedev_namespace_zone(ns)->pageblocks[1],
			  ZONEDEV_MIGRATE_MOVABLE);
	zonedev_free(machine);
}
END_TEST

START_TEST(debug_poison_fills_unbound_descriptors)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 64 * MIB, 2 * MIB);
	struct zonedev_model m = *zonedev_model("x86_64");
	struct zonedev_namespace *ns;
	struct zonedev *machine;

	m.debug_poison = true;
	c.early = _i;
	machine = zonedev_new(&m);
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), 0);
	ck_assert_uint_ne(zonedev_backing_page(ns, FIRST + 3)->flags,
			  UINT64_MAX);
	ck_assert_uint_eq(zonedev_pfn_to_page(zonedev_namespace_zone(ns),
					      FIRST + 130)->flags,
			  _i ? UINT64_MAX : 0);
	ck_assert_int_eq(zonedev_unbind(ns), 0);
	ck_assert_uint_eq(zonedev_backing_page(ns, FIRST + 3)->flags,
			  UINT64_MAX);
	zonedev_free(machine);
}
END_TEST

/* ---- Several at once ---------------------------------------------------- */

#define NR_THREADS	4

struct neighbour {
	struct zonedev *machine;
	uint64_t number, refused;
	pthread_t thread;
};

/* Binds its own 64 MiB again and again, and tries for all 256 MiB. */
static void *live(void *arg)
{
	struct neighbour *mine = arg;
	struct zonedev_options options = { .path = ZONEDEV_AUTO, .threads = 2 };
	struct zonedev_config c = {
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_DEV,
		.start_pfn = FIRST + mine->number * (64 * MIB / 4096),
		.size = 64 * MIB, .align = 2 * MIB,
	}, all = c;
	struct zonedev_namespace *ns, *none;
	unsigned i;

	all.start_pfn = FIRST;
	all.size = 256 * MIB;
	for (i = 0; i < 10; i++) {
		if (zonedev_bind(mine->machine, &c, &options, &ns, NULL))
			return "bind";
		if (zonedev_bind(mine->machine, &all, &options, &none,
				 NULL) == -EEXIST)
			mine->refused++;
		if (zonedev_unbind(ns) || zonedev_rebind(ns, &options, NULL) ||
		    zonedev_unbind(ns) || zonedev_destroy(ns))
			return "rebind";
	}
	return NULL;
}

START_TEST(namespaces_of_one_machine_bind_at_once)
{
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct neighbour n[NR_THREADS];
	void *failed;
	unsigned i;

	for (i = 0; i < NR_THREADS; i++) {
		n[i] = (struct neighbour){ .machine = machine, .number = i };
		ck_assert_int_eq(pthread_create(&n[i].thread, NULL, live,
						&n[i]), 0);
	}
	for (i = 0; i < NR_THREADS; i++) {
		ck_assert_int_eq(pthread_join(n[i].thread, &failed), 0);
		ck_assert_msg(!failed, "thread %u: %s", i, (char *)failed);
		ck_assert_uint_eq(n[i].refused, 10);
	}
	zonedev_free(machine);
}
END_TEST

/* ---- Refusals ------------------------------------------------------------ */

/* The first of a machine's namespaces, and a copy of all that it holds */
struct bound {
	struct zonedev *machine;
	struct zonedev_config config;
	struct zonedev_namespace *ns;
	struct zonedev_pagemap pgmap;
	unsigned char *memmap;
	uint8_t pageblocks[32];
};

static const struct zonedev_zone *zone_of(const struct bound *b)
{
	return zonedev_namespace_zone(b->ns);
}

static void bind_64_mib_of(struct bound *b, const struct zonedev_model *model)
{
	b->machine = zonedev_new(model);
	b->config = config_of(ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_DEV, 64 * MIB,
			      2 * MIB);
	ck_assert_int_eq(zonedev_bind(b->machine, &b->config, NULL, &b->ns,
				      NULL), 0);
}

static void bind_64_mib(struct bound *b)
{
	bind_64_mib_of(b, zonedev_model("x86_64"));
}

static void keep(struct bound *b)
{
	b->memmap = malloc(MIB);
	memcpy(b->memmap, zone_of(b)->memmap, MIB);
	memcpy(b->pageblocks, zone_of(b)->pageblocks, sizeof(b->pageblocks));
	b->pgmap = *zonedev_namespace_pgmap(b->ns);
	log_clear();
}

static void assert_unchanged(struct bound *b)
{
	ck_assert_int_eq(memcmp(b->memmap, zone_of(b)->memmap, MIB), 0);
	ck_assert_mem_eq(b->pageblocks, zone_of(b)->pageblocks,
			 sizeof(b->pageblocks));
	ck_assert_mem_eq(&b->pgmap, zonedev_namespace_pgmap(b->ns),
			 sizeof(b->pgmap));
	free(b->memmap);
	log_clear();
}

START_TEST(bind_of_overlapping_range_is_refused)
{
	static const int64_t by[] = { 0, 62, -62 };	/* MiB */
	struct zonedev_namespace *other = NULL;
	struct bound b;
	size_t i;

	bind_64_mib(&b);
	for (i = 0; i < NR(by); i++) {
		keep(&b);
		b.config.start_pfn = (uint64_t)((int64_t)FIRST + by[i] * 256);
		ck_assert_int_eq(zonedev_bind(b.machine, &b.config, NULL,
					      &other, NULL), -EEXIST);
		ck_assert_ptr_null(other);
		log_has_refusal("another namespace, of 16384 pages from 0x40000");
		assert_unchanged(&b);
	}
	b.config.start_pfn = FIRST + 64 * 256;
	ck_assert_int_eq(zonedev_bind(b.machine, &b.config, NULL, &other,
				      NULL), 0);
	zonedev_free(b.machine);
}
END_TEST

START_TEST(rebind_while_bound_is_refused)
{
	struct bound b;

	bind_64_mib(&b);
	keep(&b);
	ck_assert_int_eq(zonedev_rebind(b.ns, NULL, NULL), -EBUSY);
	log_has_refusal("pfn 0x40000 is bound already");
	assert_unchanged(&b);
	keep(&b);
	ck_assert_int_eq(zonedev_destroy(b.ns), -EBUSY);
	log_has_refusal("unbind it first");
	assert_unchanged(&b);
	zonedev_free(b.machine);
}
END_TEST

START_TEST(unbind_while_unbound_is_refused)
{
	struct bound b;

	bind_64_mib(&b);
	ck_assert_int_eq(zonedev_unbind(b.ns), 0);
	keep(&b);
	ck_assert_int_eq(zonedev_unbind(b.ns), -EALREADY);
	log_has_refusal("pfn 0x40000 is not bound");
	assert_unchanged(&b);
	keep(&b);
	ck_assert_int_eq(zonedev_get_page(b.ns, FIRST + 4096), -EALREADY);
	log_has_refusal("is not bound");
	assert_unchanged(&b);
	ck_assert_int_eq(zonedev_rebind(b.ns, NULL, NULL), 0);
	zonedev_free(b.machine);
}
END_TEST

START_TEST(unbind_while_pages_are_held_is_refused)
{
	struct bound b;
	uint64_t pfn;

	bind_64_mib(&b);
	pfn = zonedev_namespace_geometry(b.ns)->init_pfn;
	ck_assert_int_eq(zonedev_get_page(b.ns, pfn), 0);
	ck_assert_int_eq(zonedev_get_page(b.ns, pfn), 0);
	keep(&b);
	ck_assert_int_eq(zonedev_unbind(b.ns), -EBUSY);
	log_has_refusal("2 references to pages of the namespace at pfn 0x40000 are held");
	assert_unchanged(&b);
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn), 0);
	ck_assert_int_eq(zonedev_unbind(b.ns), -EBUSY);
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn), 0);
	ck_assert_int_eq(zonedev_unbind(b.ns), 0);
	zonedev_free(b.machine);
}
END_TEST

START_TEST(get_of_unbound_pfn_is_refused)
{
	struct bound b;
	uint64_t pfn;

	bind_64_mib(&b);
	pfn = zonedev_namespace_geometry(b.ns)->init_pfn;
	keep(&b);
	ck_assert_int_eq(zonedev_get_page(b.ns, pfn - 1), -ERANGE);
	ck_assert_int_eq(zonedev_get_page(b.ns, FIRST + 64 * 256), -ERANGE);
	log_clear();
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn), -EALREADY);
	log_has_refusal("is not held");
	assert_unchanged(&b);
	zonedev_free(b.machine);
}
END_TEST

/* The namespace that the callback gives back, inside of a refusal */
static struct zonedev_namespace *given_back;
static bool in_callback;

int __real_pthread_mutex_lock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex);

/* A lock that its own thread holds would be waited for without end. */
int __wrap_pthread_mutex_lock(pthread_mutex_t *mutex)
{
	if (!in_callback)
		return __real_pthread_mutex_lock(mutex);
	if (pthread_mutex_trylock(mutex)) {
		fputs("the callback is called under a lock\n", stderr);
		abort();
	}
	return 0;
}

static void give_back(void *arg, enum zonedev_level level, const char *line)
{
	int err;

	log_keep(arg, level, line);
	if (level != ZONEDEV_ERROR)
		return;
	in_callback = true;
	err = zonedev_destroy(given_back);
	in_callback = false;
	ck_assert_int_eq(err, 0);
}

START_TEST(log_callback_may_use_the_machine)
{
	struct zonedev_namespace *none;
	struct bound b;

	bind_64_mib(&b);
	b.config.start_pfn = FIRST + 64 * 256;
	ck_assert_int_eq(zonedev_bind(b.machine, &b.config, NULL, &given_back,
				      NULL), 0);
	ck_assert_int_eq(zonedev_unbind(given_back), 0);
	log_clear();
	b.config.start_pfn = FIRST;
	b.config.hooks.log = give_back;
	ck_assert_int_eq(zonedev_bind(b.machine, &b.config, NULL, &none, NULL),
			 -EEXIST);
	log_has_refusal("another namespace, of 16384 pages from 0x40000");
	zonedev_free(b.machine);
}
END_TEST

/* A strategy that there is not, a bad zone: both before the poison */
START_TEST(rebind_that_is_refused_changes_nothing)
{
	const struct zonedev_options options = { .strategy = "warp" };
	struct zonedev_model m = *zonedev_model("x86_64");
	struct bound b;

	m.debug_poison = true;
	bind_64_mib_of(&b, &m);
	ck_assert_int_eq(zonedev_unbind(b.ns), 0);
	zonedev_pfn_to_page(zone_of(&b), FIRST)->flags = 4711;
	zone_of(&b)->pageblocks[5] = 8;
	keep(&b);
	ck_assert_int_eq(zonedev_rebind(b.ns, &options, NULL), -ENOENT);
	log_has_refusal("strategy warp");
	assert_unchanged(&b);
	keep(&b);
	zonedev_namespace_zone(b.ns)->nid = 1024;
	ck_assert_int_eq(zonedev_rebind(b.ns, NULL, NULL), -ERANGE);
	log_has_refusal("node 1024");
	assert_unchanged(&b);
	zonedev_free(b.machine);
}
END_TEST

/* A GENERIC page has a count of 1 of its own, which is not ours to put. */
START_TEST(put_of_page_that_is_not_held_is_refused)
{
	struct bound b;
	uint64_t pfn;

	bind_64_mib(&b);
	pfn = zonedev_namespace_geometry(b.ns)->init_pfn;
	zonedev_pfn_to_page(zone_of(&b), pfn + 1)->refcount = 1;
	ck_assert_int_eq(zonedev_get_page(b.ns, pfn), 0);
	keep(&b);
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn + 1), -EALREADY);
	log_has_refusal("is not held");
	assert_unchanged(&b);
	ck_assert_int_eq(zonedev_unbind(b.ns), -EBUSY);
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn), 0);
	ck_assert_int_eq(zonedev_put_page(b.ns, pfn), -EALREADY);
	ck_assert_int_eq(zonedev_unbind(b.ns), 0);
	zonedev_free(b.machine);
}
END_TEST

START_TEST(get_of_page_with_a_full_count_is_refused)
{
	struct bound b;
	uint64_t pfn;

	bind_64_mib(&b);
	pfn = zonedev_namespace_geometry(b.ns)->init_pfn;
	zonedev_pfn_to_page(zone_of(&b), pfn)->refcount = INT32_MAX;
	keep(&b);
	ck_assert_int_eq(zonedev_get_page(b.ns, pfn), -ERANGE);
	log_has_refusal("all the references");
	assert_unchanged(&b);
	ck_assert_int_eq(zonedev_unbind(b.ns), 0);
	zonedev_free(b.machine);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bind");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, bind_unbind_rebind_destroy_succeed);
	tcase_add_test(tc, init_logs_the_kernels_line);
	tcase_add_loop_test(tc,
			    counts_and_references_follow_the_type,
			    0, (int)NR(types));
	tcase_add_test(tc, bind_of_100_tib_of_shared_tails_succeeds);
	tcase_add_test(tc, early_sections_keep_unwritten_descriptors);
	tcase_add_loop_test(tc,
			    first_pageblock_of_altmap_keeps_its_type,
			    0, 2);
	tcase_add_test(tc, bind_inside_a_pageblock_succeeds);
	tcase_add_loop_test(tc, debug_poison_fills_unbound_descriptors, 0, 2);
	tcase_add_test(tc, namespaces_of_one_machine_bind_at_once);
	tcase_add_test(tc, bind_of_overlapping_range_is_refused);
	tcase_add_test(tc, rebind_while_bound_is_refused);
	tcase_add_test(tc, unbind_while_unbound_is_refused);
	tcase_add_test(tc, unbind_while_pages_are_held_is_refused);
	tcase_add_test(tc, get_of_unbound_pfn_is_refused);
	tcase_add_test(tc, log_callback_may_use_the_machine);
	tcase_add_test(tc, rebind_that_is_refused_changes_nothing);
	tcase_add_test(tc, put_of_page_that_is_not_held_is_refused);
	tcase_add_test(tc, get_of_page_with_a_full_count_is_refused);
	return run_tcase("bind", tc);
}
