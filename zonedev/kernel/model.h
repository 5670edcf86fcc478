/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model.h - the layout of a model, for the other files of the library
 */
#ifndef MODEL_H
#define MODEL_H

#include "refusal.h"
#include "zonedev.h"

int zd_model_layout(const struct zonedev_model *model,
		    struct zonedev_layout *layout, struct refusal *why);

static inline uint64_t bits_value(struct zonedev_bits bits, uint64_t value)
{
	uint64_t mask = (UINT64_C(1) << bits.width) - 1;

	return (value & mask) << bits.shift;
}

#endif
