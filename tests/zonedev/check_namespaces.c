/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_namespaces.c - random namespaces on random models: what a bind leaves,
 * and a rebind by another path after it
 *
 * SEED=n repeats a run, and CASE=n with it one case of it.
 */
#include <inttypes.h>
#include <string.h>
#include "support/copy_check.h"
#include "descriptors/oracle.h"
#include "support/runner.h"
#include "support/zone_case.h"

#define NR_CASES	500
#define MIB		(UINT64_C(1) << 20)

static uint64_t seed, number;
static struct zone_case c;
static struct zonedev_config config;
static struct zonedev_namespace *ns;
static struct oracle oracle;
static unsigned bound;

/* Any start and size in subsections, and what is aligned to them */
static void draw_config(void)
{
	static const uint64_t aligns[] = { 64 << 10, 2 << 20, 4 << 20 };
	uint64_t random = seed ^ ~number;
	uint64_t pages = 2 * MIB >> c.model.page_shift;

	config = (struct zonedev_config){
		.type = c.pgmap.type,
		.map = random_next(&random) % 2 ? ZONEDEV_MAP_DEV :
		       ZONEDEV_MAP_MEM,
		.start_pfn = random_next(&random) % 4096 * 2 * pages,
		.size = (1 + random_next(&random) % 16) * 4 * MIB,
		.align = aligns[random_next(&random) % 3],
		.nid = c.nid, .early = c.early,
	};
	if (c.pgmap.type == ZONEDEV_MEMORY_GENERIC ||
	    random_next(&random) % 2)
		c.model.debug_poison = random_next(&random) % 2;
}

static uint64_t byte_before(uint64_t pfn)
{
	bool own = c.early || pfn % (UINT64_C(1) << oracle.pgmap->vmemmap_shift)
			      < oracle_per_compound(&oracle);

	return c.model.debug_poison && own ? 0xff : 0;
}

static void assert_page(uint64_t pfn)
{
	const struct zonedev_zone *zone = zonedev_namespace_zone(ns);
	unsigned char expected[ORACLE_PAGE_MAX];
	unsigned size = oracle_page_size(&c.model);
	const unsigned char *got = (unsigned char *)zone->memmap +
				   (pfn - zone->start_pfn) * size;

	if (!oracle_page(&oracle, pfn, expected) &&
	    !oracle_altmap_page(&oracle, pfn, expected))
		memset(expected, (int)byte_before(pfn), sizeof(expected));
	ck_assert_msg(!memcmp(got, expected, size),
		      "SEED=%" PRIu64 " CASE=%" PRIu64 ": descriptor of pfn %#" PRIx64 " differs; %" PRIu64 " pages from %#" PRIx64 ", order %u",
		      seed, number, pfn, oracle.nr_pages, oracle.start_pfn,
		      oracle.pgmap->vmemmap_shift);
}

static void assert_pageblocks(void)
{
	unsigned order = c.model.pageblock_order;
	unsigned char before = c.early && c.model.mobility_grouping, want;
	uint64_t first = oracle.start_pfn >> order, i;
	uint64_t last = (oracle.start_pfn + oracle.nr_pages - 1) >> order;

	for (i = 0; i <= last - first; i++) {
		want = oracle_altmap_pageblock(&oracle, (first + i) << order,
					       before);
		want = oracle_pageblock(&oracle, (first + i) << order, want);
		ck_assert_msg(zonedev_namespace_zone(ns)->pageblocks[i] ==
			      want, "SEED=%" PRIu64 " CASE=%" PRIu64 ": pageblock %" PRIu64,
			      seed, number, i);
	}
}

static void assert_bound(void)
{
	uint64_t pfn = oracle.start_pfn;

	for (; pfn < oracle.start_pfn + oracle.nr_pages; pfn++)
		assert_page(pfn);
	assert_pageblocks();
}

static void open_oracle(void)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(ns);

	oracle = (struct oracle){
		.model = &c.model, .pgmap = zonedev_namespace_pgmap(ns),
		.nid = c.nid, .early = c.early, .start_pfn = g->start_pfn,
		.nr_pages = g->nr_pages,
		.start_page = (uintptr_t)zonedev_namespace_zone(ns)->memmap,
	};
}

/* What the case draws for auto is refused by the other paths. */
static struct zonedev_options options_by(uint64_t n)
{
	enum zonedev_path path = (enum zonedev_path)(n % ZONEDEV_PATHS);

	return path == ZONEDEV_AUTO ? c.options :
	       (struct zonedev_options){ .path = path };
}

static void try_namespace(void)
{
	struct zonedev_options options;
	struct zonedev_geometry g;
	struct zonedev *machine;
	int refused;

	zone_case_draw(&c, seed, number);
	draw_config();
	machine = zonedev_new(&c.model);
	refused = zonedev_geometry(&c.model, &config, &g, NULL, 0);
	options = options_by(number);
	ck_assert_int_eq(zonedev_bind(machine, &config, &options, &ns, NULL),
			 refused);
	if (!refused) {
		open_oracle();
		assert_bound();
		options = options_by(number / ZONEDEV_PATHS);
		ck_assert_int_eq(zonedev_unbind(ns), 0);
		ck_assert_int_eq(zonedev_rebind(ns, &options, NULL), 0);
		assert_bound();
		bound++;
	}
	zonedev_free(machine);
}

START_TEST(bind_of_random_namespace_equals_oracle)
{
	const char *one = getenv("CASE");
	uint64_t end = quick() ? NR_CASES / 5 : NR_CASES;

	if (one) {
		number = strtoull(one, NULL, 0);
		end = number + 1;
	}
	for (; number < end; number++)
		try_namespace();
	/*
	 * Refusals are tried too, but are not the point. About half of the
	 * cases bind; that fewer than a quarter of 100 do is no chance.
	 */
	ck_assert_uint_gt(4 * bound, one ? 0 : end);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("namespaces");

	seed = random_seed();
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, bind_of_random_namespace_equals_oracle);
	return run_tcase("namespaces", tc);
}
