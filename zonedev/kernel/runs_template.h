/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * runs_template.h - the hot loops for descriptors of SIZE bytes
 *
 * Parameters: SIZE, a multiple of 8 from 56 to 96, and NAME(x), the name of
 * function x for it. The size is a constant here so that each copy is the
 * library's inline one, and the slow path a fixed row of stores.
 */
#define REST	((SIZE - sizeof(struct zonedev_page)) / 8)

struct NAME(descriptor) {
	struct zonedev_page page;
	uint64_t rest[REST ? REST : 1];
};

/*
 * The compiler sees that nothing here aliases, keeps the values in registers
 * and merges neighbours into wider stores: what a kernel build makes of
 * __init_zone_device_page(), less the atomic stores that it may not merge, and
 * as fast as a loop without a model. The zeros are read from @values, for a
 * constant zero is stored word by word; and whether there are fields of their
 * own is asked once, not for each descriptor: in a cache either cost a third.
 */
static inline __attribute__((always_inline)) void
NAME(build_fields)(struct run run, const struct page_values *values,
		   unsigned virtual_at, unsigned cpupid_at)
{
	const struct zonedev_page v = values->page;
	const uint32_t cpupid = values->last_cpupid;

	for (; run.n; run.n--, run.at += SIZE) {
		struct NAME(descriptor) *restrict d = (void *)run.at;

		d->page.flags = v.flags;
		d->page.compound_info = v.compound_info;
		d->page.zone_device_data = v.zone_device_data;
		d->page.mapping = v.mapping;
		d->page.index = v.index;
		d->page.private_ = v.private_;
		d->page.mapcount = v.mapcount;
		d->page.refcount = v.refcount;
		memset(d->rest, 0, REST * 8);
		if (virtual_at) {
			memcpy(run.at + virtual_at, &run.va, 8);
			run.va += run.va_step;
		}
		if (cpupid_at)
			memcpy(run.at + cpupid_at, &cpupid, 4);
	}
}

static void NAME(build)(const struct zonedev_layout *layout, struct run run,
			const struct page_values *values)
{
	const unsigned virtual_at = layout->virtual_offset;
	const unsigned cpupid_at = layout->last_cpupid_offset;

	if (virtual_at || cpupid_at)
		NAME(build_fields)(run, values, virtual_at, cpupid_at);
	else
		NAME(build_fields)(run, values, 0, 0);
}

static inline void NAME(refresh)(unsigned virtual_at, struct run *run,
				 unsigned char *template)
{
	if (virtual_at) {
		memcpy(template + virtual_at, &run->va, 8);
		run->va += run->va_step;
	}
}

static void NAME(copy)(const struct zonedev_layout *layout, struct run run,
		       unsigned char *template)
{
	const unsigned virtual_at = layout->virtual_offset;

	for (; run.n; run.n--, run.at += SIZE) {
		NAME(refresh)(virtual_at, &run, template);
		memcpy(run.at, template, SIZE);
	}
}

static void NAME(stream)(const struct zonedev_layout *layout, struct run run,
			 unsigned char *template)
{
	const unsigned virtual_at = layout->virtual_offset;

	for (; run.n; run.n--, run.at += SIZE) {
		NAME(refresh)(virtual_at, &run, template);
		memcpy_streaming(run.at, template, SIZE);
	}
}

static const struct runs NAME(runs) = {
	.build = NAME(build),
	.copy = NAME(copy),
	.stream = NAME(stream),
};

#undef REST
#undef SIZE
#undef NAME
