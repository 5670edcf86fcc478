/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compound.c - heads, their tails, and what is kept in the first two of them
 */
#include <string.h>
#include "kernel/compound.h"
#include "kernel/page.h"
#include "kernel/pageblock.h"

/* What prep_compound_head() writes into page[1] */
enum tail_value { ORDER, NR_PAGES, MINUS_ONE, ZERO, DESTRUCTOR };

/* Of 4 bytes, or of 1 where the value is an order or a destructor */
struct tail_field {
	unsigned char offset;
	unsigned char value;
	enum { ALWAYS, WITH_MM_ID, WITH_MAPCOUNT, WITH_MEMCG } when;
};

#define TAIL_FIELDS	10
#define COMPOUND_DTOR	1	/* the number of the ordinary destructor */

/*
 * The order at offset 0 is the low byte of the flags. Seen in kernels: v7.1 in
 * 7.1.3, 7.2 and 7.3, v6.12 in 6.12.117, v6.1 in 6.1.192.
 */
static const struct compound_fields {
	struct tail_field first[TAIL_FIELDS];	/* of page[1] */
	unsigned n;
	unsigned deferred_list;			/* of page[2]; 0: none */
} compound_fields[] = {
	[ZONEDEV_COMPOUND_V7_1] = {
		.first = {
			{ 0, ORDER, ALWAYS },
			{ 16, MINUS_ONE, ALWAYS },	/* _large_mapcount */
			{ 20, ZERO, WITH_MAPCOUNT },	/* _nr_pages_mapped */
			{ 24, MINUS_ONE, ALWAYS },	/* _entire_mapcount */
			{ 28, ZERO, ALWAYS },		/* _pincount */
			{ 32, MINUS_ONE, WITH_MM_ID },	/* _mm_id_mapcount */
			{ 36, MINUS_ONE, WITH_MM_ID },
			{ 40, ZERO, WITH_MM_ID },	/* _mm_ids */
			{ 44, ZERO, WITH_MM_ID },
			{ 56, NR_PAGES, WITH_MEMCG },	/* in memcg_data */
		}, .n = 10, .deferred_list = 16,
	},
	[ZONEDEV_COMPOUND_V6_12] = {
		.first = {
			{ 0, ORDER, ALWAYS },
			{ 16, MINUS_ONE, ALWAYS },	/* _large_mapcount */
			{ 20, MINUS_ONE, ALWAYS },	/* _entire_mapcount */
			{ 24, ZERO, ALWAYS },		/* _nr_pages_mapped */
			{ 28, ZERO, ALWAYS },		/* _pincount */
			{ 32, NR_PAGES, ALWAYS },	/* _folio_nr_pages */
		}, .n = 6,
	},
	[ZONEDEV_COMPOUND_V6_1] = {
		.first = {
			{ 16, DESTRUCTOR, ALWAYS },
			{ 17, ORDER, ALWAYS },
			{ 20, MINUS_ONE, ALWAYS },	/* compound_mapcount */
			{ 24, ZERO, ALWAYS },		/* compound_pincount */
			{ 28, NR_PAGES, ALWAYS },	/* compound_nr */
		}, .n = 5,
	},
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

/* The lowest byte of a word of 8, whatever the byte order; or any byte */
static void put_order(unsigned char *page, unsigned at, unsigned order)
{
	struct zonedev_page *tail = (struct zonedev_page *)page;

	if (at)
		page[at] = (unsigned char)order;
	else
		tail->flags = (tail->flags & ~UINT64_C(0xff)) | order;
}

static bool present(const struct memmap_init *in,
		    const struct tail_field *field)
{
	switch (field->when) {
	case WITH_MM_ID:
		return in->model->mm_id;
	case WITH_MAPCOUNT:
		return in->model->page_mapcount;
	case WITH_MEMCG:
		return in->layout.memcg_offset;
	case ALWAYS:
		break;
	}
	return true;
}

static void put_field(const struct memmap_init *in, unsigned char *page,
		      const struct tail_field *field)
{
	unsigned order = in->pgmap->vmemmap_shift;

	switch ((enum tail_value)field->value) {
	case ORDER:
		put_order(page, field->offset, order);
		break;
	case NR_PAGES:
		put32(page, field->offset, (int32_t)1 << order);
		break;
	case MINUS_ONE:
		put32(page, field->offset, -1);
		break;
	case ZERO:
		put32(page, field->offset, 0);
		break;
	case DESTRUCTOR:
		page[field->offset] = COMPOUND_DTOR;
		break;
	}
}

void zd_prep_compound_head(const struct memmap_init *in, uint64_t head_pfn)
{
	const struct compound_fields *f =
		&compound_fields[in->model->compound_fields];
	unsigned char *first = init_page(in, head_pfn + 1);
	unsigned char *second = init_page(in, head_pfn + 2);
	uint64_t list = (uintptr_t)second + f->deferred_list;
	unsigned i;

	for (i = 0; i < f->n; i++)
		if (present(in, &f->first[i]))
			put_field(in, first, &f->first[i]);
	if (f->deferred_list && in->pgmap->vmemmap_shift > 1) {
		memcpy(second + f->deferred_list, &list, sizeof(list));
		memcpy(second + f->deferred_list + 8, &list, sizeof(list));
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
