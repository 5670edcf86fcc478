/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * view.c - what the guest's kernel holds: its pagemap, memmap and pageblocks
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "view.h"

/* Of x86-64 with 4 levels of page tables and no KASLR */
#define VMEMMAP		UINT64_C(0xffffea0000000000)
#define PAGE_BYTES	4096u
#define BTF_MAX		(UINT64_C(64) << 20)

void symbols_take(struct symbols *s, const char *text)
{
	const struct {
		const char *name;
		uint64_t *address;
	} known[] = {
		{ "vmemmap_base", &s->vmemmap_base },
		{ "mem_section", &s->mem_section },
		{ "__start_BTF", &s->start_btf },
		{ "__stop_BTF", &s->stop_btf },
	};
	uint64_t address;
	char name[64];
	size_t i;

	if (sscanf(text, "%63s %" SCNx64, name, &address) != 2)
		return;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].name, name))
			*known[i].address = address;
}

/* 0 too where there is none */
static int read_btf(struct view *v)
{
	uint64_t start = v->symbols.start_btf, size;

	size = v->symbols.stop_btf - start;
	if (!start || !size || size > BTF_MAX)
		return 0;
	v->btf_bytes = malloc(size);
	if (!v->btf_bytes)
		return guest_fail(v->guest, "no memory for %" PRIu64 " bytes of BTF",
				  size);
	if (guest_read(v->guest, start, v->btf_bytes, size))
		return -1;
	v->has_btf = !btf_open(&v->btf, v->btf_bytes, size);
	return 0;
}

int view_open(struct view *v, struct guest *guest,
	      const struct symbols *symbols)
{
	*v = (struct view){
		.guest = guest, .symbols = *symbols, .vmemmap = VMEMMAP,
		.sizeof_page = 64,
	};
	if (symbols->vmemmap_base &&
	    guest_read(guest, symbols->vmemmap_base, &v->vmemmap,
		       sizeof(v->vmemmap)))
		return -1;
	if (read_btf(v))
		return -1;
	if (v->has_btf && btf_size(&v->btf, "page"))
		v->sizeof_page = (unsigned)btf_size(&v->btf, "page");
	return 0;
}

void view_close(struct view *v)
{
	if (v->has_btf)
		btf_close(&v->btf);
	free(v->btf_bytes);
	v->btf_bytes = NULL;
	v->has_btf = false;
}

/* A member of the structure in @bytes; false where it has none of that name */
static bool member(const struct view *v, const char *type, const char *name,
		   const unsigned char *bytes, size_t bytes_size,
		   uint64_t *value)
{
	size_t offset, size;

	if (!btf_member(&v->btf, type, name, &offset, &size) ||
	    size > sizeof(*value) || offset + size > bytes_size)
		return false;
	*value = 0;
	memcpy(value, bytes + offset, size);
	return true;
}

#define PAGEMAP		"dev_pagemap"
#define PAGEMAP_MAX	512

int view_pagemap(struct view *v, uint64_t address,
		 struct zonedev_pagemap *pgmap, uint64_t *start_pfn,
		 uint64_t *nr_pages)
{
	struct zonedev_altmap *altmap = &pgmap->altmap;
	unsigned char bytes[PAGEMAP_MAX];
	size_t size = btf_size(&v->btf, PAGEMAP);
	uint64_t type, flags, shift, start, end;

	if (!size || size > sizeof(bytes))
		return guest_fail(v->guest, "the kernel's BTF has no struct " PAGEMAP);
	if (guest_read(v->guest, address, bytes, size))
		return -1;
#define TAKE(name, value)	member(v, PAGEMAP, name, bytes, size, value)
	if (!TAKE("type", &type) || !TAKE("flags", &flags) ||
	    !TAKE("vmemmap_shift", &shift) || !TAKE("range.start", &start) ||
	    !TAKE("range.end", &end) ||
	    !TAKE("altmap.base_pfn", &altmap->base_pfn) ||
	    !TAKE("altmap.end_pfn", &altmap->end_pfn) ||
	    !TAKE("altmap.reserve", &altmap->reserve) ||
	    !TAKE("altmap.free", &altmap->free) ||
	    !TAKE("altmap.align", &altmap->align) ||
	    !TAKE("altmap.alloc", &altmap->alloc))
		return guest_fail(v->guest, "the kernel's struct " PAGEMAP " lacks a member that is needed");
#undef TAKE
	pgmap->type = (enum zonedev_memory_type)type;
	pgmap->flags = (unsigned)flags & ZONEDEV_PGMAP_ALTMAP_VALID;
	pgmap->vmemmap_shift = (unsigned)shift;
	*start_pfn = start / PAGE_BYTES;
	*nr_pages = (end + 1 - start) / PAGE_BYTES;
	if (!pgmap->flags)
		memset(altmap, 0, sizeof(*altmap));
	return 0;
}

/* 4 or 8: in new kernels the number of bits in use, of which 5 take a byte */
static unsigned pageblock_bits(const struct view *v)
{
	int64_t bits;

	if (!btf_enumerator(&v->btf, "__NR_PAGEBLOCK_BITS", &bits) &&
	    !btf_enumerator(&v->btf, "NR_PAGEBLOCK_BITS", &bits))
		return 0;
	return bits <= 4 ? 4 : 8;
}

/*
 * mem_section is an array of pages of struct mem_section, whose usage points
 * to the section's pageblock types.
 */
static int find_usage(struct view *v, uint64_t section, uint64_t *usage)
{
	size_t size = btf_size(&v->btf, "mem_section"), offset, length;
	uint64_t root, page, per_page;

	if (!v->symbols.mem_section || !size ||
	    !btf_member(&v->btf, "mem_section", "usage", &offset, &length))
		return guest_fail(v->guest, "the kernel does not tell where mem_section lies");
	per_page = PAGE_BYTES / size;
	if (guest_read(v->guest, v->symbols.mem_section, &root, 8) ||
	    guest_read(v->guest, root + section / per_page * 8, &page, 8))
		return -1;
	return guest_read(v->guest, page + section % per_page * size + offset,
			  usage, 8);
}

int view_pageblocks(struct view *v, uint64_t pfn,
		    unsigned char types[SECTION_PAGEBLOCKS])
{
	unsigned bits = pageblock_bits(v), i;
	unsigned char map[SECTION_PAGEBLOCKS];
	size_t offset, length;
	uint64_t usage;

	if (!bits || !btf_member(&v->btf, "mem_section_usage",
				 "pageblock_flags", &offset, &length))
		return guest_fail(v->guest, "the kernel does not tell how pageblocks are kept");
	if (find_usage(v, pfn / SECTION_PAGES, &usage) ||
	    guest_read(v->guest, usage + offset, map,
		       SECTION_PAGEBLOCKS * bits / 8))
		return -1;
	for (i = 0; i < SECTION_PAGEBLOCKS; i++)
		types[i] = bits == 8 ? map[i] :
			   (unsigned char)(map[i / 2] >> i % 2 * 4 & 0xf);
	return 0;
}
