/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model.c - from a kernel configuration to the layout of its descriptors
 *
 * The rules are those of page-flags-layout.h and of struct page in Linux 7.1.
 */
#include <errno.h>
#include <string.h>
#include "kernel/model.h"

#define FLAGS_BITS	64
#define TAIL_MAPPING	0x400

/* What is common to the x86-64 presets: build A of a distribution's kernel */
#define X86_64								\
	.page_shift = 12, .section_size_bits = 27,			\
	.max_physmem_bits = 52, .pageblock_order = 9,			\
	.page_alignment = 16, .memcg = true, .nr_pageflags = 25,	\
	.pg_head = 6, .pg_reserved = 13, .sparsemem_vmemmap = true,	\
	.nr_zones = 5, .nodes_shift = 10, .numa_balancing = true,	\
	.nr_cpus = 8192, .lru_gen = true,				\
	.tail_mode = ZONEDEV_TAIL_MASK, .mm_id = true,			\
	.page_mapcount = true, .optimize_dax_vmemmap = true,		\
	.max_folio_order = 22, .mobility_grouping = true,		\
	.illegal_pointer = 0xdead000000000000,				\
	.page_offset = 0xffff888000000000

/* Linux 6: tails hold pointers, and no mm_id; later stable releases */
#define V6								\
	.tail_mode = ZONEDEV_TAIL_POINTER, .mm_id = false,		\
	.fs_dax_counted = true,						\
	.pageblock_rule = ZONEDEV_PAGEBLOCK_RANGE

/* Memory tagging has page flags, and pages of 4 KiB are the usual ones. */
#define ARM64								\
	.max_physmem_bits = 48, .nr_pageflags = 26, .nodes_shift = 4,	\
	.nr_cpus = 512, .tail_mode = ZONEDEV_TAIL_POINTER,		\
	.optimize_dax_vmemmap = false,					\
	.page_offset = 0xffff000000000000

/* Later initialisers win, which is the point here: a preset is a difference. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
#define PRESET(...)	&(const struct zonedev_model){ X86_64, __VA_ARGS__ }

static const struct zonedev_model *const presets[] = {
	PRESET(.name = "x86_64",
	       .what = "a distribution: NUMA balancing, 8192 CPUs, MEMCG"),
	/*
	 * Debian's builds, by what their descriptors held after a bind:
	 * 6.1.192, 6.12.117, 7.1.3, 7.2.11, 7.3.4
	 */
	PRESET(.name = "linux-6.1", .what = "Debian's 6.1, from 6.1.192 on",
	       .pg_head = 16, .pg_reserved = 12, V6,
	       .compound_fields = ZONEDEV_COMPOUND_V6_1),
	PRESET(.name = "linux-6.12", .what = "Debian's 6.12, from 6.12.117 on",
	       .nr_pageflags = 24, V6,
	       .compound_fields = ZONEDEV_COMPOUND_V6_12),
	PRESET(.name = "linux-7.1", .what = "x86_64 under its kernel's name"),
	PRESET(.name = "linux-7.2",
	       .what = "Debian's 7.2: all pageblocks of a range are set",
	       .pageblock_rule = ZONEDEV_PAGEBLOCK_RANGE),
	PRESET(.name = "linux-7.3", .what = "Debian's 7.3, which is as 7.2",
	       .pageblock_rule = ZONEDEV_PAGEBLOCK_RANGE),
	PRESET(.name = "x86_64-small", .what = "the default configuration: 64 CPUs, 64 nodes",
	       .nodes_shift = 6, .nr_cpus = 64, .numa_balancing = false,
	       .lru_gen = false),
	PRESET(.name = "x86_64-pointer",
	       .what = "the same without hugetlbfs",
	       .nodes_shift = 6, .nr_cpus = 64, .numa_balancing = false,
	       .lru_gen = false, .tail_mode = ZONEDEV_TAIL_POINTER),
	/* 23 page flags, no ZONE_DMA */
	PRESET(.name = "x86_64-nonuma",
	       .what = "neither NUMA nor MEMCG nor PAGE_MAPCOUNT",
	       .nodes_shift = 0, .nr_cpus = 64, .numa_balancing = false,
	       .memcg = false, .nr_zones = 4, .nr_pageflags = 23,
	       .page_mapcount = false),
	PRESET(.name = "arm64", .what = "4 KiB pages, 512 CPUs", ARM64),
	/* Larger pages; a pageblock is what one entry of the PMD maps */
	PRESET(.name = "arm64-16k", .what = "16 KiB pages", ARM64,
	       .page_shift = 14, .pageblock_order = 11, .max_folio_order = 20),
	PRESET(.name = "arm64-64k", .what = "64 KiB pages", ARM64,
	       .page_shift = 16, .section_size_bits = 29, .pageblock_order = 13,
	       .max_folio_order = 18),
	/* ZONE_DEVICE excludes it; it exercises the refresh of section bits */
	PRESET(.name = "classic-sparse",
	       .what = "hypothetical: section bits in page->flags",
	       .max_physmem_bits = 46, .sparsemem_vmemmap = false,
	       .nodes_shift = 6, .numa_balancing = false, .nr_cpus = 64,
	       .lru_gen = false, .optimize_dax_vmemmap = false),
	/* Only loongarch64 with KFENCE has page->virtual and ZONE_DEVICE */
	PRESET(.name = "page-virtual",
	       .what = "with page->virtual, as loongarch64 with KFENCE",
	       .section_size_bits = 29, .max_physmem_bits = 48,
	       .want_page_virtual = true, .nodes_shift = 6, .nr_cpus = 64,
	       .numa_balancing = false, .illegal_pointer = 0,
	       .page_offset = 0x9000000000000000),
	NULL
};

#pragma GCC diagnostic pop

const struct zonedev_model *const *zonedev_models(void)
{
	return presets;
}

const struct zonedev_model *zonedev_model(const char *name)
{
	const struct zonedev_model *const *preset = presets;

	for (; *preset; preset++)
		if (!strcmp((*preset)->name, name))
			return *preset;
	return NULL;
}

static unsigned ceil_log2(unsigned n)
{
	unsigned log = 0;

	while (log < 31 && 1u << log < n)
		log++;
	return log;
}

/* Zones are numbered from 0; up to 8 have a field. */
static unsigned zones_width(unsigned nr_zones)
{
	return ceil_log2(nr_zones);
}

/* The next field downwards; @left is what remains below the ones before */
static struct zonedev_bits place(unsigned *left, unsigned width)
{
	*left -= width;
	return (struct zonedev_bits){ width ? *left : 0, width };
}

/*
 * From the top: section, node, zone, last_cpupid, kasan_tag, lru_gen,
 * lru_refs. A node number that does not fit lives elsewhere, and last_cpupid
 * then gets a field of the descriptor; the rest must fit.
 */
static int place_flags(const struct zonedev_model *m,
		       struct zonedev_layout *l, const struct log *log)
{
	unsigned room = FLAGS_BITS - m->nr_pageflags, left = FLAGS_BITS;
	unsigned section = m->sparsemem_vmemmap ? 0 :
			   m->max_physmem_bits - m->section_size_bits;
	unsigned zone = zones_width(m->nr_zones);
	unsigned gen = m->lru_gen ? 3 : 0, node = m->nodes_shift;
	unsigned cpupid = m->numa_balancing ? 8 + ceil_log2(m->nr_cpus) : 0;
	unsigned used = section + zone + gen;

	if (used + node > room && m->sparsemem_vmemmap)
		return zd_refuse(log, -EINVAL, "nodes_shift %u does not fit in page->flags: %u of %u bits are taken, and with sparsemem_vmemmap it has no other place",
				 node, used + m->nr_pageflags, FLAGS_BITS);
	if (used > room)
		return zd_refuse(log, -EINVAL, "sections, zones and lru_gen need %u bits of page->flags and nr_pageflags %u leaves %u",
				 used, m->nr_pageflags, room);
	if (used + node > room)
		node = 0;
	used += node + m->kasan_tag_width;
	if (used > room)
		return zd_refuse(log, -EINVAL, "kasan_tag_width %u does not fit in page->flags: %u of %u bits are taken",
				 m->kasan_tag_width,
			      used - m->kasan_tag_width + m->nr_pageflags,
			      FLAGS_BITS);
	l->last_cpupid_mask = (uint32_t)((UINT64_C(1) << cpupid) - 1);
	if (used + cpupid > room)
		cpupid = 0;
	used += cpupid;
	l->section = place(&left, section);
	l->node = place(&left, node);
	l->zone = place(&left, zone);
	l->last_cpupid = place(&left, cpupid);
	l->kasan_tag = place(&left, m->kasan_tag_width);
	l->lru_gen = place(&left, gen);
	l->lru_refs = place(&left, !gen || room == used ? 0 :
				   room - used == 1 ? 1 : 2);
	return 0;
}

static unsigned take(unsigned *end, unsigned size, bool present)
{
	unsigned at = (*end + size - 1) / size * size;

	if (!present)
		return 0;
	*end = at + size;
	return at;
}

/* All of them, _last_cpupid with its padding */
_Static_assert(sizeof(struct zonedev_page) + 8 + 8 + 8 + 8 + 8 ==
	       ZONEDEV_PAGE_SIZE_MAX, "a field more needs a larger maximum");

static void place_fields(const struct zonedev_model *m,
			 struct zonedev_layout *l)
{
	unsigned end = sizeof(struct zonedev_page), align = m->page_alignment;

	l->memcg_offset = take(&end, 8, m->memcg);
	l->virtual_offset = take(&end, 8, m->want_page_virtual);
	l->last_cpupid_offset = take(&end, 4, m->numa_balancing &&
					      !l->last_cpupid.width);
	l->kmsan_shadow_offset = take(&end, 8, m->kmsan);
	l->kmsan_origin_offset = take(&end, 8, m->kmsan);
	l->size = (end + align - 1) / align * align;
}

/* A value outside [low, high], by its name */
struct bound {
	const char *name;
	unsigned value, low, high;
};

/* A section holds whole pageblocks, and whole subsections of 2 MiB. */
static unsigned least_section(const struct zonedev_model *m)
{
	unsigned pageblock = m->page_shift + m->pageblock_order;

	return pageblock > SUBSECTION_SHIFT ? pageblock : SUBSECTION_SHIFT;
}

static int check_bounds(const struct zonedev_model *m, const struct log *log)
{
	const struct bound bounds[] = {
		{ "pageblock_order", m->pageblock_order, 1, 16 },
		{ "section_size_bits", m->section_size_bits,
		  least_section(m), 40 },
		{ "max_physmem_bits", m->max_physmem_bits,
		  m->section_size_bits, 56 },
		{ "nr_pageflags", m->nr_pageflags, 7, 60 },
		{ "pg_head", m->pg_head, 0, m->nr_pageflags - 1 },
		{ "pg_reserved", m->pg_reserved, 0, m->nr_pageflags - 1 },
		{ "nr_zones", m->nr_zones, 2, 8 },
		{ "nodes_shift", m->nodes_shift, 0, 10 },
		{ "nr_cpus", m->nr_cpus, 1, 65536 },
		{ "max_folio_order", m->max_folio_order, 1, 22 },
	};
	const struct bound *b = bounds;

	for (; b < bounds + sizeof(bounds) / sizeof(bounds[0]); b++)
		if (b->value < b->low || b->value > b->high)
			return zd_refuse(log, -EINVAL, "%s is %u; it must be %u to %u",
				      b->name, b->value, b->low, b->high);
	return 0;
}

static int check_choices(const struct zonedev_model *m, const struct log *log)
{
	unsigned shift = m->page_shift, kasan = m->kasan_tag_width;

	if (shift != 12 && shift != 14 && shift != 16)
		return zd_refuse(log, -EINVAL, "page_shift is %u; pages have 4, 16 or 64 KiB, so 12, 14 or 16",
				 shift);
	if (m->page_alignment != 8 && m->page_alignment != 16)
		return zd_refuse(log, -EINVAL, "page_alignment is %u; descriptors are aligned to 8 or 16 bytes",
				 m->page_alignment);
	if (kasan != 0 && kasan != 4 && kasan != 8)
		return zd_refuse(log, -EINVAL, "kasan_tag_width is %u; a tag has 4 bits (hardware) or 8 (software), and 0 is none",
				 kasan);
	if ((unsigned)m->tail_mode >= ZONEDEV_TAIL_MODES)
		return zd_refuse(log, -EINVAL, "tail_mode is %u; it is 0 for a mask or 1 for a pointer",
				 (unsigned)m->tail_mode);
	if ((unsigned)m->pageblock_rule >= ZONEDEV_PAGEBLOCK_RULES)
		return zd_refuse(log, -EINVAL, "pageblock_rule is %u; it is 0 for visited pfns or 1 for the range",
				 (unsigned)m->pageblock_rule);
	if ((unsigned)m->compound_fields >= ZONEDEV_COMPOUND_FIELDS)
		return zd_refuse(log, -EINVAL, "compound_fields is %u; it is 0 for v7.1, 1 for v6.12 or 2 for v6.1",
				 (unsigned)m->compound_fields);
	if (m->pg_head == m->pg_reserved || m->pg_head < 6)
		return zd_refuse(log, -EINVAL, "pg_head is bit %u; it must differ from pg_reserved and lie above the bits of locked to lru (0 to 5)",
				 m->pg_head);
	return 0;
}

static bool power_of_two(unsigned n)
{
	return !(n & (n - 1));
}

int zd_layout(const struct zonedev_model *m, struct zonedev_layout *layout,
	      const struct log *log)
{
	struct zonedev_layout l = {0};
	int err;

	err = check_choices(m, log);
	if (err)
		return err;
	err = check_bounds(m, log);
	if (err)
		return err;
	err = place_flags(m, &l, log);
	if (err)
		return err;
	place_fields(m, &l);
	l.tail_mode = power_of_two(l.size) ? m->tail_mode :
		      ZONEDEV_TAIL_POINTER;
	l.dedup = m->optimize_dax_vmemmap && power_of_two(l.size);
	l.zone_device = m->nr_zones - 1;
	l.tail_mapping = m->illegal_pointer + TAIL_MAPPING;
	*layout = l;
	return 0;
}

int zonedev_layout(const struct zonedev_model *model,
		   struct zonedev_layout *layout, char *why, size_t size)
{
	const struct log log = { .text = why, .size = size };

	return zd_layout(model, layout, &log);
}

int zonedev_model_check(const struct zonedev_model *model, char *why,
			size_t size)
{
	struct zonedev_layout layout;

	return zonedev_layout(model, &layout, why, size);
}
