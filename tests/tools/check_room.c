/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_room.c - the size that zonedev bench advises where memory is short
 */
#include <zonedev.h>
#include "support/runner.h"
#include "zonedev/bench/room.h"
#include "zonedev/bench/scenario.h"

#define MIB	(UINT64_C(1) << 20)
#define GIB	(UINT64_C(1) << 30)

static struct zonedev_config config_of(const struct scenario *s, uint64_t size)
{
	return (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = size, .start_pfn = SCENARIO_START_PFN,
	};
}

static bool held(struct zonedev_config config, uint64_t size, uint64_t have)
{
	struct zonedev_geometry g;

	config.size = size;
	return !zonedev_geometry(zonedev_models()[0], &config, &g, NULL, 0) &&
	       room_for(&g, have);
}

START_TEST(advised_size_is_accepted_and_the_next_larger_is_not)
{
	const struct zonedev_model *model = zonedev_models()[0];
	unsigned advised = 0, i;
	const struct scenario *s;
	uint64_t have, size, unit;

	for (i = 0; (s = scenario_at(i)); i++) {
		struct zonedev_config config = config_of(s, 8192 * GIB);

		for (have = MIB; have < 64 * GIB; have += have / 3 + 12345) {
			size = room_size(model, &config, have);
			unit = size >= GIB ? GIB : s->align > 2 * MIB ?
			       s->align : 2 * MIB;
			ck_assert(!size || held(config, size, have));
			ck_assert(size == config.size ||
				  !held(config, size + unit, have));
			advised += size > 0;
		}
	}
	ck_assert_uint_gt(advised, 20 * i);
}
END_TEST

START_TEST(no_size_is_advised_without_memory_for_the_least)
{
	const struct zonedev_model *model = zonedev_models()[0];
	struct zonedev_config config = config_of(scenario_find("nd_pmem"), GIB);

	ck_assert_uint_eq(room_size(model, &config, 0), 0);
	ck_assert_uint_eq(room_size(model, &config, 64 * MIB), 0);
	ck_assert_uint_eq(room_size(model, &config, UINT64_MAX), GIB);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("room");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, advised_size_is_accepted_and_the_next_larger_is_not);
	tcase_add_test(tc, no_size_is_advised_without_memory_for_the_least);
	return run_tcase("room", tc);
}
