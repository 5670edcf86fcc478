/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace.c - the slow path with its page_ref_set events
 *
 * Each store to the count is an event, recorded from the page as it is after
 * the store; so the fields must be stored in the kernel's order here, which
 * the untraced loop leaves to the compiler.
 */
#include <string.h>
#include "init.h"

static void set_count(const struct init *in, struct zonedev_page *page,
		      uint64_t pfn, int32_t count)
{
	const struct zonedev_hooks *hooks = &in->hooks;
	struct zonedev_page_ref_set event;

	page->refcount = count;
	event = (struct zonedev_page_ref_set){
		.pfn = pfn,
		.flags = page->flags,
		.mapping = page->mapping,
		.count = page->refcount,
		.mapcount = page->mapcount,
		.val = count,
		.migratetype = zd_pageblock_get(in->zone, in->model, pfn),
	};
	hooks->page_ref_set(hooks->arg, &event);
}

static uint64_t links(const struct init *in, uint64_t flags)
{
	const struct zonedev_layout *l = &in->layout;

	return flags & (bits_value(l->section, UINT64_MAX) |
			bits_value(l->node, UINT64_MAX) |
			bits_value(l->zone, UINT64_MAX));
}

/* __init_single_page(), the type's count, and prep_compound_tail() */
static void trace_page(struct init *in, const struct kind *kind, uint64_t pfn)
{
	const struct page_values *v = &kind->values;
	struct zonedev_page *page = (struct zonedev_page *)init_page(in, pfn);
	bool tail = kind == &in->tail;

	memset(page, 0, in->layout.size);
	page->flags = links(in, v->page.flags);
	set_count(in, page, pfn, 1);
	page->mapcount = -1;
	page->flags = v->page.flags;
	if (in->layout.last_cpupid_offset)
		memcpy((char *)page + in->layout.last_cpupid_offset,
		       &v->last_cpupid, sizeof(v->last_cpupid));
	page->compound_info = (uintptr_t)in->pgmap;
	if (pfn % pageblock_pages(in) == 0)
		zd_pageblock_visit(in, pfn);
	if (in->head.values.page.refcount == 0)
		set_count(in, page, pfn, 0);
	if (tail) {
		page->mapping = v->page.mapping;
		page->compound_info = v->page.compound_info;
		set_count(in, page, pfn, 0);
	}
}

void zd_trace_pages(struct init *in, const struct kind *kind, uint64_t pfn,
		    uint64_t n)
{
	struct run run = zd_init_run(in, pfn, n);

	for (; n; n--, pfn++) {
		trace_page(in, kind, pfn);
		if (in->layout.virtual_offset)
			memcpy(init_page(in, pfn) + in->layout.virtual_offset,
			       &run.va, sizeof(run.va));
		run.va += run.va_step;
	}
}
