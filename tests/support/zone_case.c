/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zone_case.c - a random model, and a random range to be initialised in it
 *
 * Most cases are small, so that there can be many; what needs room (several
 * chunks of auto, 1 GiB compounds) comes now and then.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "random.h"
#include "zone_case.h"

#define SUBSECTION_SHIFT	21
#define GIANT_ORDER		18	/* 1 GiB of 4 KiB pages */

struct draw {
	uint64_t random;
	unsigned eighths;	/* of the model's fields are redrawn */
};

static uint64_t between(struct draw *d, uint64_t low, uint64_t high)
{
	return low + random_next(&d->random) % (high - low + 1);
}

static bool one_in(struct draw *d, unsigned n)
{
	return between(d, 1, n) == 1;
}

static void vary(struct draw *d, unsigned *field, unsigned low, unsigned high)
{
	if (between(d, 1, 8) <= d->eighths)
		*field = (unsigned)between(d, low, high);
}

static void vary_flag(struct draw *d, bool *field)
{
	if (between(d, 1, 8) <= d->eighths)
		*field = one_in(d, 2);
}

static void vary_memory(struct draw *d, struct zonedev_model *m)
{
	unsigned pages = (m->page_shift - 12) / 2;

	vary(d, &pages, 0, 2);
	m->page_shift = 12 + 2 * pages;
	vary(d, &m->pageblock_order, 1, 13);
	vary(d, &m->section_size_bits, SUBSECTION_SHIFT, 30);
	vary(d, &m->max_physmem_bits, 40, 56);
	vary_flag(d, &m->sparsemem_vmemmap);
}

static void vary_fields(struct draw *d, struct zonedev_model *m)
{
	unsigned words = m->page_alignment / 8;

	vary(d, &words, 1, 2);
	m->page_alignment = 8 * words;
	vary_flag(d, &m->memcg);
	vary_flag(d, &m->want_page_virtual);
	vary_flag(d, &m->kmsan);
	vary_flag(d, &m->mm_id);
	vary_flag(d, &m->page_mapcount);
	if (one_in(d, 2))
		m->page_offset = random_next(&d->random) << m->page_shift;
	if (one_in(d, 4))
		m->illegal_pointer = 0;
}

static void vary_flags(struct draw *d, struct zonedev_model *m)
{
	unsigned kasan = m->kasan_tag_width / 4;

	vary(d, &m->nr_pageflags, 20, 30);
	vary(d, &m->pg_head, 6, m->nr_pageflags - 1);
	vary(d, &m->pg_reserved, 0, m->nr_pageflags - 1);
	vary(d, &m->nr_zones, 2, 8);
	vary(d, &m->nodes_shift, 0, 10);
	vary_flag(d, &m->numa_balancing);
	vary(d, &m->nr_cpus, 1, 8192);
	vary(d, &kasan, 0, 2);
	m->kasan_tag_width = 4 * kasan;
	vary_flag(d, &m->lru_gen);
}

static void vary_behaviour(struct draw *d, struct zonedev_model *m)
{
	unsigned tail = m->tail_mode, rule = m->pageblock_rule;
	unsigned fields = m->compound_fields;

	vary(d, &tail, ZONEDEV_TAIL_MASK, ZONEDEV_TAIL_POINTER);
	m->tail_mode = (enum zonedev_tail_mode)tail;
	vary(d, &fields, ZONEDEV_COMPOUND_V7_1, ZONEDEV_COMPOUND_V6_1);
	m->compound_fields = (enum zonedev_compound_fields)fields;
	vary_flag(d, &m->fs_dax_counted);
	vary(d, &rule, ZONEDEV_PAGEBLOCK_VISITED, ZONEDEV_PAGEBLOCK_RANGE);
	m->pageblock_rule = (enum zonedev_pageblock_rule)rule;
	vary_flag(d, &m->optimize_dax_vmemmap);
	vary(d, &m->max_folio_order, 1, 22);
	vary_flag(d, &m->mobility_grouping);
}

/* A preset, a preset with a few differences, or anything that fits */
static void draw_model(struct draw *d, struct zonedev_model *m)
{
	const struct zonedev_model *const *presets = zonedev_models();
	unsigned n = 0;

	while (presets[n])
		n++;
	do {
		*m = *presets[between(d, 0, n - 1)];
		d->eighths = one_in(d, 2) ? 8 : (unsigned)between(d, 0, 2);
		vary_memory(d, m);
		vary_fields(d, m);
		vary_flags(d, m);
		vary_behaviour(d, m);
	} while (zonedev_model_check(m, NULL, 0));
}

static unsigned draw_order(struct draw *d, const struct zonedev_model *m)
{
	unsigned order = 0;

	if (one_in(d, 1024))
		order = GIANT_ORDER;
	else if (one_in(d, 16))
		order = (unsigned)between(d, 10, 13);
	else if (!one_in(d, 3))
		order = (unsigned)between(d, 1, 9);
	return order < m->max_folio_order ? order : m->max_folio_order;
}

/*
 * Where a chunk of auto, a section or a pageblock ends is where mistakes are:
 * the range lies about a multiple of some power of two.
 */
static bool draw_range(struct draw *d, struct zone_case *c)
{
	const struct zonedev_model *m = &c->model;
	unsigned sub = SUBSECTION_SHIFT - m->page_shift;
	unsigned order = c->pgmap.vmemmap_shift;
	unsigned unit = order > sub ? order : sub;
	unsigned about = unit > 18 ? unit : (unsigned)between(d, unit, 18);
	uint64_t room = one_in(d, 64) ? 98304 : 2048;
	uint64_t limit = UINT64_C(1) << (m->max_physmem_bits - m->page_shift);
	uint64_t units = between(d, one_in(d, 32) ? 0 : 1,
				 1 + (room >> unit));
	uint64_t at = between(d, 1, (limit >> about) - 1);

	at = 1 + (at >> between(d, 0, 24));
	c->start_pfn = (at << about) - (between(d, 0, units) << unit);
	c->nr_pages = units << unit;
	c->before = between(d, 0, 700);
	c->after = between(d, 0, 700);
	return c->start_pfn >= c->before && c->start_pfn < limit &&
	       c->nr_pages <= limit - c->start_pfn;
}

/* The altmap ends at a compound, and without compounds anywhere. */
static void draw_altmap(struct draw *d, struct zone_case *c)
{
	unsigned order = c->pgmap.vmemmap_shift;
	uint64_t offset = between(d, 0, c->nr_pages >> order) << order;
	uint64_t reserve = between(d, 0, offset < 8 ? offset : 8);

	c->pgmap.flags = ZONEDEV_PGMAP_ALTMAP_VALID;
	c->pgmap.altmap = (struct zonedev_altmap){
		.base_pfn = c->start_pfn,
		.end_pfn = c->start_pfn + c->nr_pages - 1,
		.reserve = reserve, .free = offset - reserve,
	};
	c->init_altmap = one_in(d, 2);
}

void zone_case_draw(struct zone_case *c, uint64_t seed, uint64_t number)
{
	struct draw d = { .random = seed };

	d.random = random_next(&d.random) ^ number;
	memset(c, 0, sizeof(*c));
	do {
		draw_model(&d, &c->model);
		c->pgmap.vmemmap_shift = draw_order(&d, &c->model);
	} while (!draw_range(&d, c));
	c->model.name = "random";
	c->nid = (unsigned)between(&d, 0, (1u << c->model.nodes_shift) - 1);
	c->pgmap.type = (enum zonedev_memory_type)between(&d, 0, 7);
	if (one_in(&d, 3))
		draw_altmap(&d, c);
	c->early = one_in(&d, 4);
	c->traced = one_in(&d, 4);
	c->options.threads = (unsigned)between(&d, 1, 4);
	c->options.keep_caches = one_in(&d, 4);
	c->options.fresh = one_in(&d, 2);
	c->filler = (unsigned char)between(&d, 1, 254);
	c->skew = 16 * (unsigned)between(&d, 0, 15);
}

static void describe_model(const struct zonedev_model *m, char *text,
			   size_t size)
{
	snprintf(text, size,
		 "page_shift %u section_size_bits %u max_physmem_bits %u pageblock_order %u page_alignment %u memcg %d want_page_virtual %d kmsan %d nr_pageflags %u pg_head %u pg_reserved %u sparsemem_vmemmap %d nr_zones %u nodes_shift %u numa_balancing %d nr_cpus %u kasan_tag_width %u lru_gen %d tail_mode %d compound_fields %d fs_dax_counted %d mm_id %d page_mapcount %d optimize_dax_vmemmap %d pageblock_rule %d mobility_grouping %d",
		 m->page_shift, m->section_size_bits, m->max_physmem_bits,
		 m->pageblock_order, m->page_alignment, m->memcg,
		 m->want_page_virtual, m->kmsan, m->nr_pageflags, m->pg_head,
		 m->pg_reserved, m->sparsemem_vmemmap, m->nr_zones,
		 m->nodes_shift, m->numa_balancing, m->nr_cpus,
		 m->kasan_tag_width, m->lru_gen, (int)m->tail_mode,
		 (int)m->compound_fields, m->fs_dax_counted, m->mm_id,
		 m->page_mapcount, m->optimize_dax_vmemmap,
		 (int)m->pageblock_rule, m->mobility_grouping);
}

void zone_case_describe(const struct zone_case *c, char *text, size_t size)
{
	const struct zonedev_altmap *altmap = &c->pgmap.altmap;
	char model[768];

	describe_model(&c->model, model, sizeof(model));
	snprintf(text, size,
		 "%" PRIu64 " pages from %#" PRIx64 " between %" PRIu64 " and %" PRIu64 ", order %u, type %d, early %d, altmap %" PRIu64 " + %" PRIu64 ", node %u, skew %u, %u threads; %s",
		 c->nr_pages, c->start_pfn, c->before, c->after,
		 c->pgmap.vmemmap_shift, (int)c->pgmap.type, c->early,
		 altmap->reserve, altmap->free, c->nid, c->skew,
		 c->options.threads, model);
}
