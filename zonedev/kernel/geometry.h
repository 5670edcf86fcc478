/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * geometry.h - from what a namespace is created with to what is bound
 */
#ifndef ZONEDEV_GEOMETRY_H
#define ZONEDEV_GEOMETRY_H

#include "kernel/model.h"

/* zonedev_geometry() of a model whose layout is known */
int zd_geometry(const struct zonedev_model *model,
		const struct zonedev_layout *layout,
		const struct zonedev_config *config,
		struct zonedev_geometry *geometry, const struct log *log);

#endif
