/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * page.c - descriptors of single pages, heads and tails
 *
 * The slow path stores each field; the others copy a template, which was read
 * back from the first real descriptor of its kind, as the series does it: in
 * mask mode a tail on the stack could not be asked for its head.
 *
 * Where the page_ref_set hook is there, each store to the count is an event,
 * recorded from the page as it is after the store; so the fields are stored in
 * the kernel's order there, which the untraced loop leaves to the compiler.
 */
#include <string.h>
#include <streamcpy.h>
#include "kernel/page.h"
#include "kernel/pageblock.h"

static void set_section(const struct memmap_init *in, uint64_t *flags,
			uint64_t pfn)
{
	struct zonedev_bits bits = in->layout.section;

	*flags &= ~bits_value(bits, UINT64_MAX);
	*flags |= bits_value(bits, pfn / section_pages(in->model));
}

/*
 * A type that a driver hands out page by page starts at 0; GENERIC pages are
 * in use from the start, and what is unknown keeps the 1 of every new page.
 */
static int32_t initial_count(const struct zonedev_model *model,
			     enum zonedev_memory_type type)
{
	switch (type) {
	case ZONEDEV_MEMORY_PRIVATE:
	case ZONEDEV_MEMORY_COHERENT:
		return 0;
	case ZONEDEV_MEMORY_FS_DAX:
	case ZONEDEV_MEMORY_PCI_P2PDMA:
		return model->fs_dax_counted;
	case ZONEDEV_MEMORY_GENERIC:
	case ZONEDEV_MEMORY_TYPES:
		break;
	}
	return 1;
}

void zd_page_values(const struct memmap_init *in, struct page_template *t)
{
	const struct zonedev_layout *l = &in->layout;
	struct page_values *v = &t->values;

	memset(v, 0, sizeof(*v));
	v->page.flags = bits_value(l->node, in->zone->nid) |
			bits_value(l->zone, in->zone->idx) |
			bits_value(l->last_cpupid, l->last_cpupid_mask) |
			UINT64_C(1) << in->model->pg_reserved;
	v->page.compound_info = (uintptr_t)in->pgmap;
	v->page.mapcount = -1;
	v->page.refcount = initial_count(in->model, in->pgmap->type);
	v->last_cpupid = l->last_cpupid_mask;
}

void zd_page_section(const struct memmap_init *in, struct page_template *t,
		     uint64_t pfn)
{
	if (!in->layout.section.width)
		return;
	set_section(in, &t->values.page.flags, pfn);
	memcpy(t->bytes, &t->values.page.flags, 8);
}

struct run zd_page_run(const struct memmap_init *in, uint64_t pfn, uint64_t n)
{
	unsigned shift = in->model->page_shift;

	return (struct run){
		.at = init_page(in, pfn),
		.n = n,
		.va = in->model->page_offset + (pfn << shift),
		.va_step = UINT64_C(1) << shift,
	};
}

/* ---- Events ---------------------------------------------------------- */

static void set_count(const struct memmap_init *in, struct zonedev_page *page,
		      uint64_t pfn, int32_t count)
{
	const struct zonedev_hooks *hooks = &in->log.hooks;
	struct zonedev_page_ref_set event;

	page->refcount = count;
	event = (struct zonedev_page_ref_set){
		.pfn = pfn,
		.flags = page->flags,
		.mapping = page->mapping,
		.count = page->refcount,
		.mapcount = page->mapcount,
		.val = count,
		.migratetype = zd_pageblock_get(in->zone, pfn),
	};
	hooks->page_ref_set(hooks->arg, &event);
}

static uint64_t links(const struct memmap_init *in, uint64_t flags)
{
	const struct zonedev_layout *l = &in->layout;

	return flags & (bits_value(l->section, UINT64_MAX) |
			bits_value(l->node, UINT64_MAX) |
			bits_value(l->zone, UINT64_MAX));
}

/* __init_single_page(), the type's count, and prep_compound_tail() */
static void build_traced(struct memmap_init *in, const struct page_template *t,
			 uint64_t pfn)
{
	const struct page_values *v = &t->values;
	struct zonedev_page *page = (struct zonedev_page *)init_page(in, pfn);

	memset(page, 0, in->layout.size);
	page->flags = links(in, v->page.flags);
	set_count(in, page, pfn, 1);
	page->mapcount = -1;
	page->flags = v->page.flags;
	if (in->layout.last_cpupid_offset)
		memcpy((char *)page + in->layout.last_cpupid_offset,
		       &v->last_cpupid, sizeof(v->last_cpupid));
	page->compound_info = (uintptr_t)in->pgmap;
	if (pfn % pageblock_pages(in->model) == 0)
		zd_pageblock_visit(in, pfn);
	if (in->head.values.page.refcount == 0)
		set_count(in, page, pfn, 0);
	if (t == &in->tail) {
		page->mapping = v->page.mapping;
		page->compound_info = v->page.compound_info;
		set_count(in, page, pfn, 0);
	}
}

static void build_all_traced(struct memmap_init *in,
			     const struct page_template *t, uint64_t pfn,
			     uint64_t n)
{
	struct run run = zd_page_run(in, pfn, n);

	in->counts.slow += n;
	for (; n; n--, pfn++) {
		build_traced(in, t, pfn);
		if (in->layout.virtual_offset)
			memcpy(init_page(in, pfn) + in->layout.virtual_offset,
			       &run.va, sizeof(run.va));
		run.va += run.va_step;
	}
}

/* ---- Runs ------------------------------------------------------------ */

void zd_pages_build(struct memmap_init *in, const struct page_template *t,
		    uint64_t pfn, uint64_t n)
{
	in->runs->build(&in->layout, zd_page_run(in, pfn, n), &t->values);
	in->counts.slow += n;
}

static void build(struct memmap_init *in, const struct page_template *t,
		  uint64_t pfn, uint64_t n)
{
	if (in->log.hooks.page_ref_set)
		build_all_traced(in, t, pfn, n);
	else
		zd_pages_build(in, t, pfn, n);
}

static void copy_cached(struct memmap_init *in, struct page_template *t,
			uint64_t pfn, uint64_t n)
{
	in->runs->copy(&in->layout, zd_page_run(in, pfn, n), t->bytes);
	in->counts.cached += n;
}

static void copy(struct memmap_init *in, struct page_template *t, uint64_t pfn,
		 uint64_t n)
{
	if (!t->streamed) {
		copy_cached(in, t, pfn, n);
		return;
	}
	in->runs->stream(&in->layout, zd_page_run(in, pfn, n), t->bytes);
	in->counts.streaming += n;
}

/*
 * The first page of a run: slow where there is no template yet, which it then
 * becomes; else a cached copy, since only a pageblock's first page is alone
 * here and the kernel reads it back.
 */
static void init_first(struct memmap_init *in, struct page_template *t,
		       uint64_t pfn)
{
	if (t->seeded) {
		copy_cached(in, t, pfn, 1);
		return;
	}
	build(in, t, pfn, 1);
	memcpy(t->bytes, init_page(in, pfn), in->layout.size);
	t->seeded = true;
}

void zd_pages_init(struct memmap_init *in, struct page_template *t,
		   uint64_t pfn, uint64_t n)
{
	bool aligned = pfn % pageblock_pages(in->model) == 0;

	zd_page_section(in, t, pfn);
	if (!t->copied) {
		build(in, t, pfn, n);
	} else if (aligned || !t->seeded) {
		init_first(in, t, pfn);
		copy(in, t, pfn + 1, n - 1);
	} else {
		copy(in, t, pfn, n);
	}
	if (aligned)
		zd_pageblock_visit(in, pfn);
}
