/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oracle.c - what a descriptor must be, worked out on its own
 *
 * Linux 7.1: struct page in mm_types.h, flags in page-flags-layout.h, the
 * order of stores in mm_init.c, prep_compound_tail() and prep_compound_head().
 * What is older is as it was read out of Debian's 6.1.192 and 6.12.117.
 */
#include <string.h>
#include "oracle.h"

/* Offsets in a descriptor */
enum {
	FLAGS = 0, COMPOUND_INFO = 8, PGMAP = 8, LRU = 8, MAPPING = 24,
	MAPCOUNT = 48, REFCOUNT = 52, OPTIONAL = 56,
	/* overlaid in page[1] and page[2] */
	LARGE_MAPCOUNT = 16, ENTIRE_MAPCOUNT = 24, MM_ID_MAPCOUNT = 32,
	DEFERRED_LIST = 16,
};

static void put64(unsigned char *page, unsigned at, uint64_t value)
{
	memcpy(page + at, &value, 8);
}

static void put32(unsigned char *page, unsigned at, uint32_t value)
{
	memcpy(page + at, &value, 4);
}

static unsigned bits_for(unsigned n)
{
	unsigned bits = 0;

	for (n--; n; n >>= 1)
		bits++;
	return bits;
}

/* page->flags from the top bit down; which fields fit, and their values */
struct flags {
	uint64_t word;
	bool cpupid_fits;
};

static unsigned cpupid_bits(const struct zonedev_model *m)
{
	return m->numa_balancing ? 8 + bits_for(m->nr_cpus) : 0;
}

static void push(uint64_t *word, unsigned *top, unsigned width, uint64_t value)
{
	if (!width)
		return;
	*top -= width;
	*word |= (value & ((UINT64_C(1) << width) - 1)) << *top;
}

static struct flags flags_of(const struct oracle *o, uint64_t pfn)
{
	const struct zonedev_model *m = o->model;
	unsigned section = m->sparsemem_vmemmap ? 0 :
			   m->max_physmem_bits - m->section_size_bits;
	unsigned zone = bits_for(m->nr_zones), node = m->nodes_shift;
	unsigned gen = m->lru_gen ? 3 : 0, top = 64;
	unsigned free_bits = 64 - m->nr_pageflags;
	struct flags f = { .word = 0 };

	if (section + zone + gen + node > free_bits)
		node = 0;
	f.cpupid_fits = section + zone + gen + node + m->kasan_tag_width +
			cpupid_bits(m) <= free_bits;
	push(&f.word, &top, section,
	     pfn >> (m->section_size_bits - m->page_shift));
	push(&f.word, &top, node, o->nid);
	push(&f.word, &top, zone, m->nr_zones - 1);
	if (f.cpupid_fits)
		push(&f.word, &top, cpupid_bits(m), UINT64_MAX);
	f.word |= UINT64_C(1) << m->pg_reserved;
	return f;
}

/* The optional fields behind the first 56 bytes; 0: absent */
struct optional {
	unsigned memcg, virtual_, cpupid, size;
};

static struct optional optional_of(const struct zonedev_model *m, bool cpupid)
{
	struct optional f = { 0 };
	unsigned at = OPTIONAL;

	if (m->memcg) {
		f.memcg = at;
		at += 8;
	}
	if (m->want_page_virtual) {
		f.virtual_ = at;
		at += 8;
	}
	if (cpupid) {
		f.cpupid = at;
		at += 4;
	}
	if (m->kmsan)
		at = (at + 7) / 8 * 8 + 16;
	f.size = (at + m->page_alignment - 1) / m->page_alignment *
		 m->page_alignment;
	return f;
}

static struct optional fields(const struct oracle *o, const struct flags *flags)
{
	bool apart = o->model->numa_balancing && !flags->cpupid_fits;

	return optional_of(o->model, apart);
}

static unsigned size_of(const struct oracle *o)
{
	struct flags flags = flags_of(o, 0);

	return fields(o, &flags).size;
}

unsigned oracle_page_size(const struct zonedev_model *model)
{
	const struct oracle o = { .model = model };

	return size_of(&o);
}

static bool power_of_two(unsigned n)
{
	return (n & (n - 1)) == 0;
}

static bool has_altmap(const struct oracle *o)
{
	return o->pgmap->flags & ZONEDEV_PGMAP_ALTMAP_VALID;
}

static uint64_t first_pfn(const struct oracle *o)
{
	const struct zonedev_altmap *altmap = &o->pgmap->altmap;

	return has_altmap(o) ? altmap->base_pfn + altmap->reserve +
			       altmap->free : o->start_pfn;
}

/* Two pages of descriptors where the rest can share the second */
static uint64_t per_compound(const struct oracle *o, unsigned size)
{
	uint64_t pages = UINT64_C(1) << o->pgmap->vmemmap_shift;
	uint64_t page_size = UINT64_C(1) << o->model->page_shift;

	/* A fix of Linux 7.1.5, with that of the pageblocks */
	if (o->early && o->model->pageblock_rule == ZONEDEV_PAGEBLOCK_RANGE)
		return pages;
	if (o->model->optimize_dax_vmemmap && power_of_two(size) &&
	    !has_altmap(o) && pages * size > 2 * page_size)
		return 2 * page_size / size;
	return pages;
}

uint64_t oracle_per_compound(const struct oracle *o)
{
	return per_compound(o, size_of(o));
}

static uint32_t head_count(const struct oracle *o)
{
	switch ((int)o->pgmap->type) {
	case ZONEDEV_MEMORY_PRIVATE:
	case ZONEDEV_MEMORY_COHERENT:
		return 0;
	case ZONEDEV_MEMORY_FS_DAX:
	case ZONEDEV_MEMORY_PCI_P2PDMA:
		return o->model->fs_dax_counted ? 1 : 0;
	default:
		return 1;
	}
}

static uintptr_t address(const struct oracle *o, const struct optional *f,
			 uint64_t pfn)
{
	return o->start_page + (pfn - o->start_pfn) * f->size;
}

static uint64_t tail_info(const struct oracle *o, const struct optional *f,
			  uint64_t head)
{
	unsigned order = o->pgmap->vmemmap_shift, size = f->size;

	if (o->model->tail_mode == ZONEDEV_TAIL_MASK && power_of_two(size))
		return ~(((uint64_t)size << order) - 1) | 1;
	return address(o, f, head) | 1;
}

static void order_in_flags(unsigned char *page, unsigned order)
{
	page[FLAGS + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 7 : 0)] =
		(unsigned char)order;
}

/* Words 2 to 7 of page[1]: 7.1 to 7.3 */
static void first_tail_v7_1(const struct oracle *o, const struct optional *f,
			    unsigned char *page)
{
	unsigned order = o->pgmap->vmemmap_shift;

	order_in_flags(page, order);
	put32(page, LARGE_MAPCOUNT, UINT32_MAX);
	put32(page, ENTIRE_MAPCOUNT, UINT32_MAX);
	put32(page, ENTIRE_MAPCOUNT + 4, 0);
	if (o->model->mm_id) {
		put32(page, MM_ID_MAPCOUNT, UINT32_MAX);
		put32(page, MM_ID_MAPCOUNT + 4, UINT32_MAX);
	}
	if (f->memcg)
		put32(page, f->memcg, UINT32_C(1) << order);
}

/* 6.12: word 2 all ones, 3 zero, 4 the pages */
static void first_tail_v6_12(const struct oracle *o, unsigned char *page)
{
	unsigned order = o->pgmap->vmemmap_shift;

	order_in_flags(page, order);
	put32(page, 16, UINT32_MAX);
	put32(page, 20, UINT32_MAX);
	put64(page, 24, 0);
	put32(page, 32, UINT32_C(1) << order);
}

/* 6.1: word 2 is ffffffff0000OO01 with the order; the pages in word 3, high */
static void first_tail_v6_1(const struct oracle *o, unsigned char *page)
{
	unsigned order = o->pgmap->vmemmap_shift;

	page[16] = 1;
	page[17] = (unsigned char)order;
	put32(page, 20, UINT32_MAX);
	put32(page, 24, 0);
	put32(page, 28, UINT32_C(1) << order);
}

static void first_tail(const struct oracle *o, const struct optional *f,
		       unsigned char *page)
{
	if (o->model->compound_fields == ZONEDEV_COMPOUND_V6_1)
		first_tail_v6_1(o, page);
	else if (o->model->compound_fields == ZONEDEV_COMPOUND_V6_12)
		first_tail_v6_12(o, page);
	else
		first_tail_v7_1(o, f, page);
}

/* Only since 7.1 is page[2] more than any tail. */
static void second_tail(const struct oracle *o, const struct optional *f,
			uint64_t pfn, unsigned char *page)
{
	uint64_t list = address(o, f, pfn) + DEFERRED_LIST;

	if (o->model->compound_fields != ZONEDEV_COMPOUND_V7_1 ||
	    o->pgmap->vmemmap_shift < 2)
		return;
	put64(page, DEFERRED_LIST, list);
	put64(page, DEFERRED_LIST + 8, list);
}

static void tail(const struct oracle *o, const struct optional *f,
		 uint64_t head, uint64_t number, unsigned char *page)
{
	put64(page, COMPOUND_INFO, tail_info(o, f, head));
	put64(page, MAPPING, o->model->illegal_pointer + 0x400);
	put32(page, REFCOUNT, 0);
	if (number == 1)
		first_tail(o, f, page);
	if (number == 2)
		second_tail(o, f, head + 2, page);
}

/* What single pages, heads, tails and the altmap's own pages share */
static void any_page(const struct oracle *o, const struct flags *flags,
		     const struct optional *f, uint64_t pfn,
		     unsigned char page[ORACLE_PAGE_MAX])
{
	memset(page, 0, ORACLE_PAGE_MAX);
	put64(page, FLAGS, flags->word);
	put32(page, MAPCOUNT, UINT32_MAX);
	if (f->virtual_)
		put64(page, f->virtual_, o->model->page_offset +
		      (pfn << o->model->page_shift));
	if (f->cpupid)
		put32(page, f->cpupid,
		      (uint32_t)((UINT64_C(1) << cpupid_bits(o->model)) - 1));
}

bool oracle_page(const struct oracle *o, uint64_t pfn,
		 unsigned char page[ORACLE_PAGE_MAX])
{
	uint64_t compound = UINT64_C(1) << o->pgmap->vmemmap_shift;
	uint64_t number = pfn % compound;
	struct flags flags = flags_of(o, pfn);
	struct optional f = fields(o, &flags);

	if (pfn < first_pfn(o) || pfn >= o->start_pfn + o->nr_pages ||
	    number >= per_compound(o, f.size))
		return false;
	any_page(o, &flags, &f, pfn, page);
	if (compound > 1 && !number)
		put64(page, FLAGS, flags.word |
		      UINT64_C(1) << o->model->pg_head);
	put64(page, PGMAP, (uintptr_t)o->pgmap);
	put32(page, REFCOUNT, head_count(o));
	if (number)
		tail(o, &f, pfn - number, number, page);
	return true;
}

/* The hotplug step leaves the reserve out. */
static bool in_altmap(const struct oracle *o, uint64_t pfn)
{
	return has_altmap(o) && pfn < first_pfn(o) &&
	       pfn >= o->start_pfn + o->pgmap->altmap.reserve;
}

bool oracle_altmap_page(const struct oracle *o, uint64_t pfn,
			unsigned char page[ORACLE_PAGE_MAX])
{
	struct flags flags = flags_of(o, pfn);
	struct optional f = fields(o, &flags);
	uint64_t list = address(o, &f, pfn) + LRU;

	if (!in_altmap(o, pfn))
		return false;
	any_page(o, &flags, &f, pfn, page);
	put64(page, LRU, list);
	put64(page, LRU + 8, list);
	put32(page, REFCOUNT, 1);
	return true;
}

/* The 3 bits of the type and that of isolation; compact-skip stays. */
static unsigned char movable(const struct oracle *o, unsigned char before)
{
	unsigned type = o->model->mobility_grouping ? ZONEDEV_MIGRATE_MOVABLE :
			ZONEDEV_MIGRATE_UNMOVABLE;

	return (unsigned char)((before & ~0x17u) | type);
}

static uint64_t first_of_pageblock(const struct oracle *o, uint64_t pfn)
{
	return pfn >> o->model->pageblock_order << o->model->pageblock_order;
}

unsigned char oracle_pageblock(const struct oracle *o, uint64_t pfn,
			       unsigned char before)
{
	uint64_t compound = UINT64_C(1) << o->pgmap->vmemmap_shift;

	pfn = first_of_pageblock(o, pfn);
	if (pfn < first_pfn(o) || pfn >= o->start_pfn + o->nr_pages)
		return before;
	if (o->model->pageblock_rule == ZONEDEV_PAGEBLOCK_VISITED &&
	    pfn % compound >= oracle_per_compound(o))
		return before;
	return movable(o, before);
}

unsigned char oracle_altmap_pageblock(const struct oracle *o, uint64_t pfn,
				      unsigned char before)
{
	return in_altmap(o, first_of_pageblock(o, pfn)) ? movable(o, before) :
	       before;
}
