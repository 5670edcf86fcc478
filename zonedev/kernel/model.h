/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model.h - the layout of a model, for the other files of the library
 */
#ifndef ZONEDEV_MODEL_H
#define ZONEDEV_MODEL_H

#include "log.h"

/* memory_failure and hotplug work in subsections of this size, in bytes */
#define SUBSECTION_SHIFT	21

int zd_layout(const struct zonedev_model *model,
	      struct zonedev_layout *layout, const struct log *log);

static inline uint64_t bits_value(struct zonedev_bits bits, uint64_t value)
{
	uint64_t mask = (UINT64_C(1) << bits.width) - 1;

	return (value & mask) << bits.shift;
}

static inline uint64_t page_bytes(const struct zonedev_model *model)
{
	return UINT64_C(1) << model->page_shift;
}

static inline uint64_t section_pages(const struct zonedev_model *model)
{
	return UINT64_C(1) << (model->section_size_bits - model->page_shift);
}

static inline uint64_t pageblock_pages(const struct zonedev_model *model)
{
	return UINT64_C(1) << model->pageblock_order;
}

#endif
