/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bound_check.h - whether a bound namespace holds what the oracle says
 */
#ifndef BOUND_CHECK_H
#define BOUND_CHECK_H

#include <stddef.h>
#include <zonedev.h>

/*
 * Every descriptor and every pageblock of @ns, which was bound to @config on a
 * machine of @model. False with the first difference in @why.
 */
bool bound_check(const struct zonedev_model *model,
		 const struct zonedev_config *config,
		 struct zonedev_namespace *ns, char *why, size_t size);

#endif
