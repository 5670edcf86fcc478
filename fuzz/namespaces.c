/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namespaces.c - any geometry on any preset: refused with a reason, or bound
 * and rebound as the oracle says
 */
#include <stdlib.h>
#include <string.h>
#include "input.h"
#include "support/bound_check.h"

#define PAGES_MOST	16384

static uint64_t number(const uint8_t **data, size_t *size, unsigned bytes)
{
	uint64_t n = 0;

	while (bytes--)
		n = n << 8 | input_byte(data, size);
	return n;
}

static const struct zonedev_model *any_model(uint8_t byte)
{
	const struct zonedev_model *const *models = zonedev_models();
	unsigned n = 0;

	while (models[n])
		n++;
	return models[byte % n];
}

static void must(bool right)
{
	if (!right)
		abort();
}

static struct zonedev_options by_path(unsigned n)
{
	enum zonedev_path path = (enum zonedev_path)(n % ZONEDEV_PATHS);

	return (struct zonedev_options){
		.path = path, .threads = path == ZONEDEV_AUTO,
	};
}

static void bind(const struct zonedev_model *model,
		 const struct zonedev_config *config, unsigned paths)
{
	struct zonedev_options options = by_path(paths);
	struct zonedev *machine = zonedev_new(model);
	struct zonedev_namespace *ns;
	char why[256];

	must(machine);
	must(!zonedev_bind(machine, config, &options, &ns, NULL));
	must(bound_check(model, config, ns, why, sizeof(why)));
	must(!zonedev_unbind(ns));
	options = by_path(paths / 8);
	must(!zonedev_rebind(ns, &options, NULL));
	must(bound_check(model, config, ns, why, sizeof(why)));
	zonedev_free(machine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct zonedev_model *model =
		any_model(input_byte(&data, &size));
	unsigned paths = input_byte(&data, &size);
	unsigned bits = input_byte(&data, &size);
	struct zonedev_config config = {
		.type = (enum zonedev_memory_type)(bits % 8),
		.map = bits & 8 ? ZONEDEV_MAP_DEV : ZONEDEV_MAP_MEM,
		.early = bits & 16,
		.nid = input_byte(&data, &size),
		.align = UINT64_C(1) << input_byte(&data, &size) % 64,
	};
	struct zonedev_geometry g;
	char why[512] = "";

	config.start_pfn = number(&data, &size, 6) <<
			   input_byte(&data, &size) % 32;
	config.size = number(&data, &size, 4) <<
		      input_byte(&data, &size) % 32;
	if (zonedev_geometry(model, &config, &g, why, sizeof(why))) {
		must(*why);
		return 0;
	}
	if (g.nr_pages <= PAGES_MOST)
		bind(model, &config, paths);
	return 0;
}
