/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.c - descriptors of single pages, heads and tails
 *
 * The slow path stores each field; the others copy a template, which was read
 * back from the first real descriptor of its kind, as the series does it: in
 * mask mode a tail on the stack could not be asked for its head.
 */
#include <string.h>
#include <streamcpy.h>
#include "init.h"

static void set_section(const struct init *in, uint64_t *flags, uint64_t pfn)
{
	struct zonedev_bits bits = in->layout.section;
	uint64_t section = pfn >> (in->model->section_size_bits -
				   in->model->page_shift);

	*flags &= ~bits_value(bits, UINT64_MAX);
	*flags |= bits_value(bits, section);
}

/*
 * A type that a driver hands out page by page starts at 0; GENERIC pages are
 * in use from the start, and what is unknown keeps the count it was born with.
 */
static int32_t initial_count(enum zonedev_memory_type type)
{
	switch (type) {
	case ZONEDEV_MEMORY_PRIVATE:
	case ZONEDEV_MEMORY_COHERENT:
	case ZONEDEV_MEMORY_FS_DAX:
	case ZONEDEV_MEMORY_PCI_P2PDMA:
		return 0;
	case ZONEDEV_MEMORY_GENERIC:
		break;
	}
	return 1;
}

/* What heads and single pages of this range hold, but for section bits */
void zd_init_values(struct init *in, struct kind *kind)
{
	const struct zonedev_layout *l = &in->layout;
	struct page_values *v = &kind->values;

	memset(v, 0, sizeof(*v));
	v->page.flags = bits_value(l->node, in->zone->nid) |
			bits_value(l->zone, in->zone->idx) |
			bits_value(l->last_cpupid, l->last_cpupid_mask) |
			UINT64_C(1) << in->model->pg_reserved;
	v->page.compound_info = (uintptr_t)in->pgmap;
	v->page.mapcount = -1;
	v->page.refcount = initial_count(in->pgmap->type);
	v->last_cpupid = l->last_cpupid_mask;
}

/* The bits that change along a range; the kernel's set_page_section_from_pfn */
void zd_init_refresh_section(const struct init *in, struct kind *kind,
			     uint64_t pfn)
{
	if (!in->layout.section.width)
		return;
	set_section(in, &kind->values.page.flags, pfn);
	memcpy(kind->template, &kind->values.page.flags, 8);
}

struct run zd_init_run(const struct init *in, uint64_t pfn, uint64_t n)
{
	unsigned shift = in->model->page_shift;

	return (struct run){
		.at = init_page(in, pfn),
		.n = n,
		.va = in->model->page_offset + (pfn << shift),
		.va_step = UINT64_C(1) << shift,
	};
}

static void build(struct init *in, struct kind *kind, uint64_t pfn, uint64_t n)
{
	if (in->traced)
		zd_trace_pages(in, kind, pfn, n);
	else
		in->runs->build(&in->layout, zd_init_run(in, pfn, n),
				&kind->values);
	in->counts.slow += n;
}

static void copy(struct init *in, struct kind *kind, uint64_t pfn, uint64_t n)
{
	in->runs->copy(&in->layout, zd_init_run(in, pfn, n), kind->template);
	in->counts.cached += n;
}

static void stream(struct init *in, struct kind *kind, uint64_t pfn,
		   uint64_t n)
{
	in->runs->stream(&in->layout, zd_init_run(in, pfn, n), kind->template);
	in->counts.streaming += n;
}

/*
 * The first page of a run: slow where there is no template yet, which it then
 * becomes; else a cached copy, since only a pageblock's first page is alone
 * here and the kernel reads it back.
 */
static void init_first(struct init *in, struct kind *kind, uint64_t pfn)
{
	if (kind->seeded) {
		copy(in, kind, pfn, 1);
		return;
	}
	build(in, kind, pfn, 1);
	memcpy(kind->template, init_page(in, pfn), in->layout.size);
	kind->seeded = true;
}

/* @n descriptors from @pfn on, all in one pageblock */
void zd_init_pages(struct init *in, struct kind *kind, uint64_t pfn, uint64_t n)
{
	bool aligned = pfn % pageblock_pages(in) == 0;
	const uint64_t first = pfn;

	zd_init_refresh_section(in, kind, pfn);
	if (!kind->use_template) {
		build(in, kind, pfn, n);
	} else if (aligned || !kind->seeded) {
		init_first(in, kind, pfn++);
		n--;
		if (kind->stream)
			stream(in, kind, pfn, n);
		else
			copy(in, kind, pfn, n);
	} else if (kind->stream) {
		stream(in, kind, pfn, n);
	} else {
		copy(in, kind, pfn, n);
	}
	if (aligned)
		zd_pageblock_visit(in, first);
}
