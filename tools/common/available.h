/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * available.h - how much memory we may take
 */
#ifndef AVAILABLE_H
#define AVAILABLE_H

#include <stdint.h>

/*
 * Bytes that can be touched without swapping: MemAvailable, or what our cgroup
 * leaves if that is less. UINT64_MAX where neither is known.
 */
uint64_t available_memory(void);

#endif
