/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * control.c - what a loop by hand takes for the descriptors of a namespace
 *
 * Beside a base that is slow by itself every path would look too fast. So this
 * is how one writes the same bytes when there is no model, no
 * pageblock map and nothing to choose: eight words for each descriptor, the
 * values in registers.
 */
#include "common/clock.h"
#include "control.h"
#include "written.h"

struct descriptor {
	struct zonedev_page page;
	uint64_t memcg_data;
};

static void write_run(struct descriptor *d, uint64_t n,
		      const struct descriptor *image)
{
	const struct descriptor v = *image;
	const struct descriptor *end = d + n;

	for (; d < end; d++) {
		d->page.flags = v.page.flags;
		d->page.compound_info = v.page.compound_info;
		d->page.zone_device_data = v.page.zone_device_data;
		d->page.mapping = v.page.mapping;
		d->page.index = v.page.index;
		d->page.private_ = v.page.private_;
		d->page.mapcount = v.page.mapcount;
		d->page.refcount = v.page.refcount;
		d->memcg_data = v.memcg_data;
	}
}

/* The first three have words of their own, page[2] its own address. */
static void write_compounds(struct descriptor *d, uint64_t n, uint64_t step,
			    uint64_t per_compound)
{
	const struct descriptor head = d[0], first = d[1], tail = d[3];

	for (; n; n--, d += step) {
		d[0] = head;
		d[1] = first;
		d[2] = tail;
		d[2].page.zone_device_data = d[2].page.mapping =
			(uintptr_t)&d[2].page.zone_device_data;
		write_run(d + 3, per_compound - 3, &tail);
	}
}

uint64_t control_write(struct zonedev_namespace *ns)
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(ns);
	struct descriptor *d = (struct descriptor *)written_of(ns).at;
	uint64_t step = UINT64_C(1) << g->pgmap.vmemmap_shift;
	uint64_t start = clock_ns();

	if (step == 1) {
		const struct descriptor image = *d;

		write_run(d, g->init_pages, &image);
	} else {
		write_compounds(d, g->init_pages / step, step,
				g->per_compound);
	}
	return clock_since(start);
}

int control_possible(const struct zonedev_geometry *geometry)
{
	return geometry->memmap_size / geometry->nr_pages ==
	       sizeof(struct descriptor);
}
