/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_geometry.c - what a namespace comes to, and which cannot be
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "support/refusal_log.h"
#include "support/runner.h"

#define KIB	(UINT64_C(1) << 10)
#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)
#define NR(array)	(sizeof(array) / sizeof((array)[0]))
#define FIRST	UINT64_C(0x40000)

static struct zonedev_config config_of(enum zonedev_memory_type type,
				       enum zonedev_map map, uint64_t size,
				       uint64_t align)
{
	return (struct zonedev_config){
		.type = type, .map = map, .size = size, .align = align,
		.start_pfn = FIRST, .hooks = { .log = log_keep },
	};
}

static struct zonedev_geometry geometry_of(const char *model,
					   const struct zonedev_config *c)
{
	struct zonedev_geometry g;
	char why[256] = "";

	ck_assert_msg(!zonedev_geometry(zonedev_model(model), c, &g, why,
					sizeof(why)), "%s", why);
	return g;
}

/* The published 100 GiB: the numbers of the series' own geometry */
START_TEST(geometry_of_100_gib_map_dev_is_published_one)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_FS_DAX,
					    ZONEDEV_MAP_DEV, 100 * GIB,
					    2 * MIB);
	struct zonedev_geometry g = geometry_of("x86_64", &c);

	ck_assert_uint_eq(g.nr_pages, 26214400);
	ck_assert_uint_eq(g.memmap_size, 1677721600);
	ck_assert_uint_eq(g.init_pfn - g.start_pfn, 1602 * MIB / 4096);
	ck_assert_uint_eq(g.init_pages, 25804288);
	ck_assert_uint_eq(g.init_pages / 512, 50399);
	ck_assert_uint_eq(g.pgmap.altmap.reserve, 2);
	ck_assert_uint_eq(g.pgmap.altmap.free, 410110);
	ck_assert_uint_eq(g.pgmap.altmap.alloc, 409600);
	ck_assert_uint_eq(g.nr_sections, 800);
	ck_assert_uint_eq(g.memmap_written, g.memmap_size);
}
END_TEST

/*
 * A device that begins 512 MiB into a gigabyte: its data begins at the next,
 * and all before that is info block and memmap.
 */
START_TEST(data_of_unaligned_device_is_aligned)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_DEV, 2560 * MIB, GIB);
	struct zonedev_geometry g;
	char why[256];

	c.start_pfn = 1536 * MIB / 4096;
	g = geometry_of("x86_64", &c);
	ck_assert_uint_eq(g.start_pfn, c.start_pfn);
	ck_assert_uint_eq(g.init_pfn, 2 * GIB / 4096);
	ck_assert_uint_eq(g.init_pages, 2 * GIB / 4096);
	ck_assert_uint_eq(g.pgmap.altmap.free, 512 * MIB / 4096 - 2);
	/* The memmap of single pages, and so of their own, needs no more. */
	c.align = 2 * MIB;
	g = geometry_of("x86_64", &c);
	ck_assert_uint_eq(g.init_pfn, c.start_pfn + 42 * MIB / 4096);
	c.align = GIB;
	c.size -= 2 * MIB;
	ck_assert_int_eq(zonedev_geometry(zonedev_model("x86_64"), &c, &g, why,
					  sizeof(why)), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "1610612736 would"));
	c.size += 2 * MIB;
	c.map = ZONEDEV_MAP_MEM;
	ck_assert_int_eq(zonedev_geometry(zonedev_model("x86_64"), &c, &g, why,
					  sizeof(why)), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "0x60000"));
}
END_TEST

/* The reviewer's 64 GiB */
START_TEST(geometry_of_private_memory_has_no_compounds)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_PRIVATE,
					    ZONEDEV_MAP_MEM, 64 * GIB, 4096);
	struct zonedev_geometry g = geometry_of("x86_64", &c);

	ck_assert_uint_eq(g.init_pages, 16777216);
	ck_assert_uint_eq(g.init_pfn, FIRST);
	ck_assert_uint_eq(g.pgmap.vmemmap_shift, 0);
	ck_assert_uint_eq(g.pgmap.flags, 0);
	ck_assert_uint_eq(g.nr_sections, 512);
	ck_assert_uint_eq(g.memmap_size, GIB);
}
END_TEST

/* alignment, map=dev: compounds; map=mem: descriptors of each */
START_TEST(devdax_compounds_follow_alignment)
{
	static const struct {
		uint64_t align;
		unsigned order;
		uint64_t written;
	} rows[] = {
		{ 4 * KIB, 0, 1 }, { 2 * MIB, 9, 128 }, { GIB, 18, 128 },
	};
	struct zonedev_config c;
	struct zonedev_geometry g;
	size_t i;

	for (i = 0; i < NR(rows); i++) {
		c = config_of(ZONEDEV_MEMORY_GENERIC, ZONEDEV_MAP_MEM, 4 * GIB,
			      rows[i].align);
		g = geometry_of("x86_64", &c);
		ck_assert_uint_eq(g.pgmap.vmemmap_shift, rows[i].order);
		ck_assert_uint_eq(g.per_compound, rows[i].written);
		ck_assert_uint_eq(g.init_pfn, FIRST);
		c.map = ZONEDEV_MAP_DEV;
		g = geometry_of("x86_64", &c);
		ck_assert_uint_eq(g.per_compound, 1u << rows[i].order);
		ck_assert_uint_eq((g.init_pfn - FIRST) % g.per_compound, 0);
		c.type = ZONEDEV_MEMORY_FS_DAX;
		ck_assert_uint_eq(geometry_of("x86_64",
					      &c).pgmap.vmemmap_shift, 0);
	}
}
END_TEST

/*
 * Where the memmap comes from: whole sections' from the altmap, in blocks of
 * 2 MiB behind the reserve, parts' from ordinary memory. The first row is of a
 * running kernel.
 */
static const struct taken {
	const char *model;
	uint64_t start_pfn, size;
	bool early;
	uint64_t reserve, free, align, alloc;
} taken[] = {
	{ "x86_64", 0x40000, 512 * MIB, false, 2, 0x9fe, 0x1fe, 0x800 },
	{ "x86_64", 0x40000, 512 * MIB, true, 2, 0x9fe, 0, 0 },
	{ "x86_64", 0x40200, 512 * MIB, false, 2, 0x9fe, 0x1fe, 3 * 512 },
	{ "x86_64", 0x40200, 64 * MIB, false, 2, 0x1fe, 0, 0 },
	{ "arm64-64k", 0x4000, 512 * MIB, false, 1, 31, 0, 8 },
	{ "arm64-64k", 0x4020, 64 * MIB, false, 1, 31, 0, 2 },
};

START_TEST(altmap_holds_memmap_of_whole_sections)
{
	const struct taken *t = &taken[_i];
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_FS_DAX,
					    ZONEDEV_MAP_DEV, t->size, 2 * MIB);
	struct zonedev_geometry g;

	c.start_pfn = t->start_pfn;
	c.early = t->early;
	g = geometry_of(t->model, &c);
	ck_assert_uint_eq(g.pgmap.altmap.base_pfn, t->start_pfn);
	ck_assert_uint_eq(g.pgmap.altmap.end_pfn,
			  t->start_pfn + g.nr_pages - 1);
	ck_assert_uint_eq(g.pgmap.altmap.reserve, t->reserve);
	ck_assert_uint_eq(g.pgmap.altmap.free, t->free);
	ck_assert_uint_eq(g.pgmap.altmap.align, t->align);
	ck_assert_uint_eq(g.pgmap.altmap.alloc, t->alloc);
}
END_TEST

START_TEST(nr_sections_counts_parts_of_sections)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_PRIVATE,
					    ZONEDEV_MAP_MEM, 130 * MIB, 4096);

	ck_assert_uint_eq(geometry_of("x86_64", &c).nr_sections, 2);
	c.start_pfn += 126 * MIB / 4096;
	ck_assert_uint_eq(geometry_of("x86_64", &c).nr_sections, 2);
	c.size += 2 * MIB;
	ck_assert_uint_eq(geometry_of("x86_64", &c).nr_sections, 3);
}
END_TEST

/* Until 7.1.5 shared tails are taken for granted wherever they could be. */
START_TEST(early_sections_visit_all_descriptors)
{
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 64 * MIB, 2 * MIB);
	struct zonedev_model m = *zonedev_model("x86_64");
	struct zonedev_geometry g;

	c.early = true;
	ck_assert_uint_eq(geometry_of("x86_64", &c).per_compound, 128);
	m.pageblock_rule = ZONEDEV_PAGEBLOCK_RANGE;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, NULL, 0), 0);
	ck_assert_uint_eq(g.per_compound, 512);
	c.early = false;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, NULL, 0), 0);
	ck_assert_uint_eq(g.per_compound, 128);
}
END_TEST

static const struct bad_config {
	enum zonedev_memory_type type;
	enum zonedev_map map;
	uint64_t start_pfn, size, align;
	unsigned nid;
	int err;
	const char *word;
} bad_configs[] = {
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_MEM, FIRST, 3 * MIB, 4096, 0,
	  -EINVAL, "3145728" },
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_MEM, FIRST, 0, 4096, 0,
	  -EINVAL, "0" },
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_MEM, FIRST + 1, 64 * MIB, 4096, 0,
	  -EINVAL, "0x40001" },
	{ ZONEDEV_MEMORY_GENERIC, ZONEDEV_MAP_MEM, FIRST, 64 * MIB, GIB, 0,
	  -EINVAL, "67108864" },
	{ ZONEDEV_MEMORY_GENERIC, ZONEDEV_MAP_MEM, FIRST, 64 * MIB, 3 * MIB,
	  0, -EINVAL, "3145728" },
	{ ZONEDEV_MEMORY_GENERIC, ZONEDEV_MAP_MEM, 0, 64 * GIB, 32 * GIB, 0,
	  -EINVAL, "order 23" },
	{ ZONEDEV_MEMORY_PRIVATE, ZONEDEV_MAP_DEV, FIRST, 64 * MIB, 4096, 0,
	  -EINVAL, "map=dev" },
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_DEV, FIRST, 2 * MIB, 2 * MIB, 0,
	  -EINVAL, "2097152" },
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_MEM, UINT64_MAX - 511, 64 * MIB,
	  4096, 0, -ERANGE, "52 bits" },
	{ ZONEDEV_MEMORY_FS_DAX, ZONEDEV_MAP_MEM, FIRST, 64 * MIB, 4096,
	  1024, -ERANGE, "1024" },
};

/* What a refusal says would do is asked for in turn, and is not refused. */
START_TEST(advised_size_is_accepted)
{
	static const uint64_t sizes[] = {
		0, 1, MIB, 2 * MIB, 3 * MIB, 100 * MIB, GIB, 1500 * MIB,
	};
	static const uint64_t aligns[] = { 4096, 2 * MIB, 4 * MIB, GIB };
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    (enum zonedev_map)(_i % 2),
					    sizes[_i / 2 % 8],
					    aligns[_i / 16]);
	struct zonedev_geometry g;
	char why[256], *at;
	unsigned start;

	for (start = 0; start < 2; start++) {
		c.start_pfn = FIRST + start * 0x200;
		c.size = sizes[_i / 2 % 8];
		if (!zonedev_geometry(zonedev_model("x86_64"), &c, &g, why,
				      sizeof(why)) ||
		    !strstr(why, " would do"))
			continue;
		at = strstr(why, "; ");
		ck_assert_ptr_nonnull(at);
		c.size = strtoull(at + 2, NULL, 10);
		ck_assert_msg(!zonedev_geometry(zonedev_model("x86_64"), &c, &g,
						NULL, 0), "%s", why);
	}
}
END_TEST

START_TEST(bad_configuration_is_refused_by_name)
{
	const struct bad_config *b = &bad_configs[_i];
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_config c = config_of(b->type, b->map, b->size,
					    b->align);
	struct zonedev_namespace *ns = NULL;
	struct zonedev_bind_report report = { .total_ns = 4711 };
	struct zonedev_geometry g = { .nr_pages = 4711 };
	char why[256];

	c.start_pfn = b->start_pfn;
	c.nid = b->nid;
	log_clear();
	ck_assert_int_eq(zonedev_bind(machine, &c, NULL, &ns, &report),
			 b->err);
	log_has_refusal(b->word);
	ck_assert_ptr_null(ns);
	ck_assert_uint_eq(report.total_ns, 4711);
	ck_assert_int_eq(zonedev_geometry(zonedev_model("x86_64"), &c, &g, why,
					  sizeof(why)), b->err);
	ck_assert_str_eq(why, logged.last[ZONEDEV_ERROR]);
	ck_assert_uint_eq(g.nr_pages, 4711);
	zonedev_free(machine);
}
END_TEST

/*
 * The largest is the model's, and whatever that is 16 GiB, which are order 18
 * in pages of 64 KiB.
 */
START_TEST(compound_beyond_largest_folio_is_refused)
{
	struct zonedev_model m = *zonedev_model("arm64-64k");
	struct zonedev_config c = config_of(ZONEDEV_MEMORY_GENERIC,
					    ZONEDEV_MAP_MEM, 32 * GIB,
					    16 * GIB);
	struct zonedev_geometry g;
	char why[256];

	c.start_pfn = 0;
	m.max_folio_order = 17;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, why, sizeof(why)),
			 -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "largest folio, order 17"));
	m.max_folio_order = 18;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, why, sizeof(why)), 0);
	ck_assert_uint_eq(g.pgmap.vmemmap_shift, 18);
	m.max_folio_order = 22;
	c.align = 32 * GIB;
	ck_assert_int_eq(zonedev_geometry(&m, &c, &g, why, sizeof(why)),
			 -EINVAL);
	ck_assert_ptr_nonnull(strstr(why, "order 19 is beyond 16 GiB"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("geometry");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, geometry_of_100_gib_map_dev_is_published_one);
	tcase_add_test(tc, data_of_unaligned_device_is_aligned);
	tcase_add_test(tc, geometry_of_private_memory_has_no_compounds);
	tcase_add_test(tc, devdax_compounds_follow_alignment);
	tcase_add_loop_test(tc, altmap_holds_memmap_of_whole_sections,
			    0, (int)NR(taken));
	tcase_add_test(tc, nr_sections_counts_parts_of_sections);
	tcase_add_test(tc, early_sections_visit_all_descriptors);
	tcase_add_loop_test(tc, advised_size_is_accepted, 0, 64);
	tcase_add_loop_test(tc,
			    bad_configuration_is_refused_by_name,
			    0, (int)NR(bad_configs));
	tcase_add_test(tc, compound_beyond_largest_folio_is_refused);
	return run_tcase("geometry", tc);
}
