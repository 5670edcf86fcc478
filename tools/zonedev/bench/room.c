/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * room.c - whether the memory that is available holds a memmap
 */
#include "room.h"

#define SPARE_MEMORY	(UINT64_C(64) << 20)
#define GIB		(UINT64_C(1) << 30)
#define LEAST		(UINT64_C(2) << 20)

uint64_t room_needed(const struct zonedev_geometry *g)
{
	return g->memmap_written + SPARE_MEMORY;
}

bool room_for(const struct zonedev_geometry *g, uint64_t have)
{
	return room_needed(g) <= have;
}

static bool fits(const struct zonedev_model *model,
		 const struct zonedev_config *config, uint64_t size,
		 uint64_t have)
{
	struct zonedev_config smaller = *config;
	struct zonedev_geometry g;

	smaller.size = size;
	return !zonedev_geometry(model, &smaller, &g, NULL, 0) &&
	       room_for(&g, have);
}

/*
 * By halves between what fits and what does not. What a size needs grows with
 * it, and the multiples of a unit are all accepted or, where the unit is less
 * than the alignment, none.
 */
static uint64_t largest(const struct zonedev_model *model,
			const struct zonedev_config *config, uint64_t unit,
			uint64_t have)
{
	uint64_t low = 0, high = config->size / unit + 1, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (fits(model, config, middle * unit, have))
			low = middle;
		else
			high = middle;
	}
	return low * unit;
}

uint64_t room_size(const struct zonedev_model *model,
		   const struct zonedev_config *config, uint64_t have)
{
	uint64_t unit = config->align > LEAST ? config->align : LEAST;
	uint64_t size = unit > GIB ? 0 : largest(model, config, GIB, have);

	return size ? size : largest(model, config, unit, have);
}
