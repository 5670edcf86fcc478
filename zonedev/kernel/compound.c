/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compound.c - heads, their tails, and what is kept in the first two of them
 */
#include <string.h>
#include "kernel/compound.h"
#include "kernel/page.h"
#include "kernel/pageblock.h"

#define PG_ORDER_MASK	UINT64_C(0xff)	/* of page[1].flags */

/* page[1]: offsets in bytes of what overlays the tail's words */
enum {
	LARGE_MAPCOUNT = 16,
	NR_PAGES_MAPPED = 20,
	ENTIRE_MAPCOUNT = 24,
	PINCOUNT = 28,
	MM_ID_MAPCOUNT = 32,	/* two 32-bit counts */
	MM_IDS = 40,		/* two 32-bit ids */
	DEFERRED_LIST = 16,	/* page[2]: next and prev */
};

static unsigned log2_of(uint64_t n)
{
	return 63 - (unsigned)__builtin_clzll(n);
}

/*
 * What leads from a tail to its head. Mask mode: the descriptors of a compound
 * are naturally aligned, so that the head's address is the tail's less its low
 * bits. Bit 0 says that this is a tail.
 */
static uint64_t compound_info(const struct memmap_init *in, uint64_t head_pfn)
{
	unsigned shift;

	if (in->layout.tail_mode == ZONEDEV_TAIL_POINTER)
		return (uintptr_t)init_page(in, head_pfn) | 1;
	shift = in->pgmap->vmemmap_shift + log2_of(in->layout.size);
	return UINT64_MAX << shift | 1;
}

/* A tail is a page like the head, and then prep_compound_tail() */
void zd_tail_values(struct memmap_init *in, uint64_t head_pfn)
{
	struct zonedev_page *page = &in->tail.values.page;

	page->compound_info = compound_info(in, head_pfn);
	page->mapping = in->layout.tail_mapping;
	page->refcount = 0;
}

void zd_set_page_head(const struct memmap_init *in, uint64_t head_pfn)
{
	struct zonedev_page *head =
		(struct zonedev_page *)init_page(in, head_pfn);

	head->flags |= UINT64_C(1) << in->model->pg_head;
}

static void put32(unsigned char *page, unsigned at, int32_t value)
{
	memcpy(page + at, &value, sizeof(value));
}

static void prep_first_tail(const struct memmap_init *in, unsigned char *page)
{
	unsigned order = in->pgmap->vmemmap_shift;
	struct zonedev_page *tail = (struct zonedev_page *)page;

	tail->flags = (tail->flags & ~PG_ORDER_MASK) | order;
	put32(page, LARGE_MAPCOUNT, -1);
	if (in->model->page_mapcount)
		put32(page, NR_PAGES_MAPPED, 0);
	put32(page, ENTIRE_MAPCOUNT, -1);
	put32(page, PINCOUNT, 0);
	if (in->model->mm_id) {
		put32(page, MM_ID_MAPCOUNT, -1);
		put32(page, MM_ID_MAPCOUNT + 4, -1);
		put32(page, MM_IDS, 0);
		put32(page, MM_IDS + 4, 0);
	}
	if (in->layout.memcg_offset)
		put32(page, in->layout.memcg_offset, (int32_t)1 << order);
}

void zd_prep_compound_head(const struct memmap_init *in, uint64_t head_pfn)
{
	unsigned char *second = init_page(in, head_pfn + 2);
	uint64_t list = (uintptr_t)second + DEFERRED_LIST;

	prep_first_tail(in, init_page(in, head_pfn + 1));
	if (in->pgmap->vmemmap_shift > 1) {
		memcpy(second + DEFERRED_LIST, &list, sizeof(list));
		memcpy(second + DEFERRED_LIST + 8, &list, sizeof(list));
	}
}

/*
 * From an initialised head to a compound. The tail template is made anew for
 * each compound, as the series does in either mode; auto keeps it.
 */
void zd_compound_init(struct memmap_init *in, uint64_t head_pfn)
{
	uint64_t end = head_pfn + in->per_compound, pfn, next;

	zd_set_page_head(in, head_pfn);
	zd_tail_values(in, head_pfn);
	in->tail.seeded = false;
	for (pfn = head_pfn + 1; pfn < end; pfn = next) {
		next = zd_pageblock_end(in, pfn, end);
		zd_pages_init(in, &in->tail, pfn, next - pfn);
	}
	if (in->tail.streamed)
		init_drain(in);
	zd_prep_compound_head(in, head_pfn);
}
