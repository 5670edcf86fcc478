/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * readout.h - the descriptors of a bound range, out of a guest
 */
#ifndef READOUT_H
#define READOUT_H

#include "descriptors/file.h"
#include "view.h"

/* What sysfs tells of the bound namespace, in pfns, and what was asked for */
struct bound {
	uint64_t device_pfn, device_pages;
	uint64_t data_pfn;		/* the first behind its metadata */
	enum zonedev_memory_type type;
	unsigned vmemmap_shift;
	bool map_dev;
};

/*
 * All descriptors of the range and, where the kernel has BTF, its pageblocks,
 * as a file would hold them. 0, or -1 with the reason in view->guest->why;
 * descriptor_file_free() is wanted after either.
 */
int readout(struct descriptor_file *file, struct view *view,
	    const struct bound *bound);

/* A descriptor as words that do not depend on where the memmap lies */
struct readout_frame {
	uint64_t pgmap;			/* address of the pagemap */
	uint64_t memmap, memmap_end;	/* addresses of the range's */
	uint64_t start_pfn;
	unsigned sizeof_page;
};

/* @n descriptors from @pfn on, added to @lines as runs; false: no memory */
bool readout_add(struct image_lines *lines, const struct readout_frame *frame,
		 uint64_t pfn, const unsigned char *bytes, uint64_t n);

#endif
