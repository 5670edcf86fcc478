/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_bind.c - the life of a namespace, its geometry, and what is refused
 */
#include <errno.h>
#include <streamcpy.h>
#include "runner.h"
#include "zone_fixture.h"

#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)

static char refusal[512];
static unsigned refusals, warnings, debug_lines;

static void keep(void *arg, enum zonedev_level level, const char *line)
{
	(void)arg;
	if (level == ZONEDEV_ERROR) {
		refusals++;
		strncpy(refusal, line, sizeof(refusal) - 1);
	}
	warnings += level == ZONEDEV_WARNING;
	debug_lines += level == ZONEDEV_DEBUG;
}

static struct zonedev_config config_of(enum memory_type type,
				       enum zonedev_map map, uint64_t size,
				       uint64_t align)
{
	refusals = warnings = debug_lines = 0;
	return (struct zonedev_config){
		.type = type, .map = map, .size = size, .align = align,
		.start_pfn = 0x40000, .hooks = { .log = keep },
	};
}

/* The published 100 GiB: the numbers of the series' own geometry */
START_TEST(geometry_of_the_published_namespaces)
{
	struct zonedev_config c = config_of(MEMORY_DEVICE_FS_DAX,
					    ZONEDEV_MAP_DEV, 100 * GIB,
					    2 * MIB);
	const struct zonedev_model *m = zonedev_model("x86_64");
	struct zonedev_geometry g;

	ck_assert_int_eq(zonedev_geometry(m, &c, &g, NULL, 0), 0);
	ck_assert_uint_eq(g.nr_pages, 26214400);
	ck_assert_uint_eq(g.init_pages, 25804288);
	ck_assert_uint_eq(g.pgmap.altmap.reserve, 2);
	ck_assert_uint_eq(g.pgmap.altmap.free, 410110);
	ck_assert_uint_eq(g.pgmap.altmap.alloc, 409600);
	ck_assert_uint_eq(g.init_pages / 512, 50399);
	c.type = MEMORY_DEVICE_PRIVATE;
	c.map = ZONEDEV_MAP_MEM;
	c.size = 64 * GIB;
	c.align = 4096;
	ck_assert_int_eq(zonedev_geometry(m, &c, &g, NULL, 0), 0);
	ck_assert_uint_eq(g.init_pages, 16777216);
	ck_assert_uint_eq(g.pgmap.vmemmap_shift, 0);
}
END_TEST

START_TEST(a_namespace_lives)
{
	struct zonedev_config c = config_of(MEMORY_DEVICE_GENERIC,
					    ZONEDEV_MAP_DEV, 256 * MIB,
					    2 * MIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_options base = { .path = ZONEDEV_BASE };
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;
	uint64_t pfn;

	ck_assert_int_eq(zonedev_bind(machine, &c, &base, &ns, &report), 0);
	ck_assert_uint_eq(debug_lines, 1);
	ck_assert_uint_eq(report.init.nr_pages,
			  zonedev_namespace_geometry(ns)->init_pages);
	ck_assert_uint_eq(zonedev_namespace_pgmap(ns)->ref,
			  report.init.nr_pages / 512);
	pfn = report.init.first_pfn;
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

START_TEST(namespaces_may_not_overlap)
{
	struct zonedev_config c = config_of(MEMORY_DEVICE_PRIVATE,
					    ZONEDEV_MAP_MEM, 64 * MIB, 4096);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_namespace *a, *b = NULL;

	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &a, NULL), 0);
	c.start_pfn += 62 * MIB / 4096;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &b, NULL), -EEXIST);
	ck_assert_ptr_null(b);
	ck_assert_uint_eq(refusals, 1);
	c.start_pfn += 2 * MIB / 4096;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &b, NULL), 0);
	zonedev_free(machine);
}
END_TEST

/* Only what is visited is touched, so this is no more than 2 GiB of it. */
START_TEST(a_hundred_tib_of_shared_tails_bind)
{
	struct zonedev_config c = config_of(MEMORY_DEVICE_GENERIC,
					    ZONEDEV_MAP_MEM, 100 * 1024 * GIB,
					    GIB);
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;

	/* Sanitizers keep that much address space for themselves. */
	if (STREAMCPY_SANITIZED)
		return;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, &report), 0);
	ck_assert_uint_eq(report.init.per_compound, 128);
	ck_assert_uint_eq(report.init.compounds, 102400);
	ck_assert_ptr_eq(zonedev_backing_page(ns, c.start_pfn + 200),
			 zonedev_pfn_to_page(zonedev_namespace_zone(ns),
					     c.start_pfn + 64 + 200 % 64));
	zonedev_free(machine);
}
END_TEST

/* What is wrong, the error, and a word that the refusal must hold */
static const struct bad {
	enum memory_type type;
	enum zonedev_map map;
	uint64_t start_pfn, size, align;
	unsigned nid;
	int err;
	const char *word;
} bad[] = {
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_MEM, 0x40000, 3 * MIB, 4096, 0,
	  -EINVAL, "3145728" },
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_MEM, 0x40000, 0, 4096, 0,
	  -EINVAL, "0" },
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_MEM, 0x40001, 64 * MIB, 4096, 0,
	  -EINVAL, "0x40001" },
	{ MEMORY_DEVICE_GENERIC, ZONEDEV_MAP_MEM, 0x40000, 64 * MIB, GIB, 0,
	  -EINVAL, "67108864" },
	{ MEMORY_DEVICE_GENERIC, ZONEDEV_MAP_MEM, 0x40000, 64 * MIB, 3 * MIB,
	  0, -EINVAL, "3145728" },
	{ MEMORY_DEVICE_GENERIC, ZONEDEV_MAP_MEM, 0, 64 * GIB, 32 * GIB, 0,
	  -EINVAL, "order 23" },
	{ MEMORY_DEVICE_PRIVATE, ZONEDEV_MAP_DEV, 0x40000, 64 * MIB, 4096, 0,
	  -EINVAL, "map=dev" },
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_DEV, 0x40000, 2 * MIB, 2 * MIB, 0,
	  -EINVAL, "2097152" },
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_MEM, UINT64_MAX - 511, 64 * MIB,
	  4096, 0, -ERANGE, "52 bits" },
	{ MEMORY_DEVICE_FS_DAX, ZONEDEV_MAP_MEM, 0x40000, 64 * MIB, 4096,
	  1024, -ERANGE, "1024" },
};

START_TEST(bad_configurations_are_refused_in_words)
{
	const struct bad *b = &bad[_i];
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_config c = config_of(b->type, b->map, b->size,
					    b->align);
	struct zonedev_namespace *ns = NULL;

	c.start_pfn = b->start_pfn;
	c.nid = b->nid;
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, NULL), b->err);
	ck_assert_ptr_null(ns);
	ck_assert_uint_eq(refusals, 1);
	ck_assert_msg(strstr(refusal, b->word) != NULL, "'%s' lacks '%s'",
		      refusal, b->word);
	zonedev_free(machine);
}
END_TEST

static struct fixture f;

static int init_bad_range(uint64_t start, uint64_t nr)
{
	f.zone.hooks.log = keep;
	refusals = 0;
	return memmap_init_zone_device(&f.zone, start, nr, &f.pgmap, NULL,
				       NULL);
}

static bool untouched(void)
{
	const unsigned char *p = f.zone.memmap;
	size_t i;

	for (i = 0; i < f.memmap_size; i++)
		if (p[i] != 0xff)
			return false;
	for (i = 0; i < f.pageblocks_size; i++)
		if (f.zone.pageblocks[i])
			return false;
	return true;
}

/* Whatever order the model allows: 16 GiB are order 18 in pages of 64 KiB. */
START_TEST(no_compound_is_beyond_16_gib)
{
	struct zonedev_model m = *zonedev_model("arm64-64k");
	struct zonedev_config c = config_of(MEMORY_DEVICE_GENERIC,
					    ZONEDEV_MAP_MEM, 32 * GIB,
					    16 * GIB);
	struct zonedev_geometry g;
	char why[256];

	c.start_pfn = 0;
	m.max_folio_order = 22;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, why, sizeof(why)), 0);
	ck_assert_uint_eq(g.pgmap.vmemmap_shift, 18);
	c.align = 32 * GIB;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, why, sizeof(why)),
			 -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "order 19 is beyond 16 GiB"));
}
END_TEST

START_TEST(bad_ranges_change_nothing)
{
	fixture_open(&f, zonedev_model("x86_64"), 0x40000, 2048);
	f.pgmap.type = MEMORY_DEVICE_GENERIC;
	ck_assert_int_eq(init_bad_range(0x40001, 512), -EINVAL);
	ck_assert_int_eq(init_bad_range(0x40000, 511), -EINVAL);
	ck_assert_int_eq(init_bad_range(0x40000, 4096), -ERANGE);
	ck_assert_int_eq(init_bad_range(0x40000 - 512, 512), -ERANGE);
	ck_assert_int_eq(init_bad_range(UINT64_MAX - 511, 1024), -ERANGE);
	f.pgmap.vmemmap_shift = 10;
	ck_assert_int_eq(init_bad_range(0x40000, 512), -EINVAL);
	f.pgmap.vmemmap_shift = 23;
	ck_assert_int_eq(init_bad_range(0x40000, 512), -EINVAL);
	f.pgmap.vmemmap_shift = 0;
	f.pgmap.flags = PGMAP_ALTMAP_VALID;
	f.pgmap.altmap = (struct vmem_altmap){ .base_pfn = 0x40200 };
	ck_assert_int_eq(init_bad_range(0x40000, 2048), -EINVAL);
	f.pgmap.altmap = (struct vmem_altmap){
		.base_pfn = 0x40000, .reserve = 2, .free = 2048,
	};
	ck_assert_int_eq(init_bad_range(0x40000, 2048), -EINVAL);
	f.pgmap.flags = 0;
	f.zone.idx = 2;
	ck_assert_int_eq(init_bad_range(0x40000, 2048), -EINVAL);
	ck_assert_uint_eq(refusals, 1);
	ck_assert(untouched());
	fixture_close(&f);
}
END_TEST

START_TEST(an_unknown_type_keeps_its_count_and_warns_once)
{
	fixture_open(&f, zonedev_model("x86_64"), 0x40000, 512);
	f.zone.hooks.log = keep;
	warnings = 0;
	f.pgmap.type = (enum memory_type)(_i ? 6 : 0);
	fixture_init(&f, ZONEDEV_STREAMING);
	ck_assert_uint_eq(warnings, 1);
	ck_assert_int_eq(fixture_page(&f, 0x40000 + 77)->refcount, 1);
	fixture_close(&f);
}
END_TEST

/* A misplaced memmap would make tails find the wrong head. */
START_TEST(mask_mode_needs_aligned_descriptors)
{
	fixture_open(&f, zonedev_model("x86_64"), 0x40000, 1024);
	f.pgmap.type = MEMORY_DEVICE_GENERIC;
	f.pgmap.vmemmap_shift = 9;
	f.zone.memmap = (char *)f.zone.memmap + 64;
	ck_assert_int_eq(init_bad_range(0x40000, 512), -EINVAL);
	f.zone.memmap = (char *)f.zone.memmap - 64;
	ck_assert(untouched());
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bind");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, geometry_of_the_published_namespaces);
	tcase_add_test(tc, a_namespace_lives);
	tcase_add_test(tc, namespaces_may_not_overlap);
	tcase_add_test(tc, a_hundred_tib_of_shared_tails_bind);
	tcase_add_loop_test(tc, bad_configurations_are_refused_in_words, 0,
			    sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tc, no_compound_is_beyond_16_gib);
	tcase_add_test(tc, bad_ranges_change_nothing);
	tcase_add_loop_test(tc, an_unknown_type_keeps_its_count_and_warns_once,
			    0, 2);
	tcase_add_test(tc, mask_mode_needs_aligned_descriptors);
	return run_tcase("bind", tc);
}
