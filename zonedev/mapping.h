/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mapping.h - address space for a memmap
 */
#ifndef MAPPING_H
#define MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAPPING_HUGE	(UINT64_C(2) << 20)

struct mapping {
	void *start;
	size_t size;
};

/*
 * @size bytes that no page backs yet, at an address that is @phase modulo
 * @align (a power of two); huge pages advised or advised against. 0 or
 * -ENOMEM.
 */
int zd_mapping_new(struct mapping *mapping, uint64_t size, uint64_t align,
		   uint64_t phase, bool huge);
void zd_mapping_free(struct mapping *mapping);

#endif
