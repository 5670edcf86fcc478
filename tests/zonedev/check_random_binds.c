/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_random_binds.c - random namespaces on random models: what a bind
 * leaves, and a rebind by another path after it
 *
 * SEED=n repeats a run, and CASE=n with it one case of it.
 */
#include <inttypes.h>
#include "support/bound_check.h"
#include "support/random.h"
#include "support/runner.h"
#include "support/zone_case.h"

#define NR_CASES	500
#define MIB		(UINT64_C(1) << 20)

static uint64_t seed, number;
static struct zone_case c;
static struct zonedev_config config;
static struct zonedev_namespace *ns;
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

static void assert_bound(void)
{
	char why[256];

	ck_assert_msg(bound_check(&c.model, &config, ns, why, sizeof(why)),
		      "SEED=%" PRIu64 " CASE=%" PRIu64 ": %s", seed, number,
		      why);
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
	TCase *tc = tcase_create("random binds");

	seed = random_seed();
	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, bind_of_random_namespace_equals_oracle);
	return run_tcase("random binds", tc);
}
