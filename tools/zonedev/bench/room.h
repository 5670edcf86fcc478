/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * room.h - whether the memory that is available holds a memmap
 */
#ifndef ROOM_H
#define ROOM_H

#include <stdbool.h>
#include <zonedev.h>

/* Bytes that a run needs: the program and its stacks are counted as 64 MiB. */
uint64_t room_needed(const struct zonedev_geometry *geometry);
bool room_for(const struct zonedev_geometry *geometry, uint64_t have);

/*
 * The largest size up to config->size, in whole GiB or else in 2 MiB and the
 * alignment, that zonedev_geometry() accepts and that @have holds; 0: none
 */
uint64_t room_size(const struct zonedev_model *model,
		   const struct zonedev_config *config, uint64_t have);

#endif
