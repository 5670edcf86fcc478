/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * zonedev.h - what Linux does to the page descriptors of device memory, in
 * user space
 *
 * When a driver binds a device whose memory the kernel manages by pages
 * (persistent memory, CXL, GPU memory), memmap_init_zone_device() fills the
 * array of page descriptors, the memmap: 64 bytes for each 4 KiB. This library
 * does the same, field by field, for a modelled kernel configuration, by the
 * kernel's slow path, by the template and streaming paths of the patch series
 * of June 2026, and by its own.
 *
 * Types, constants and functions begin with zonedev_, also where the kernel
 * has a name of its own (struct page, struct zone, enum memory_type,
 * memmap_init_zone_device()): so a program that brings the kernel's
 * declarations, or compiles kernel code in user space, can include this too.
 *
 * The words are the kernel's: pfn, memmap, section, pageblock, altmap, compound
 * head and tail. Units: a pfn counts pages of the model's page size; sizes are
 * in bytes where a name says size, align or offset, in pages where it says
 * pages, reserve or free.
 *
 * Errors: functions return 0 or a negative errno. A refusal changes nothing and
 * tells the log callback, where there is one, which value was refused and why.
 * -EINVAL: the value is wrong by itself; -ERANGE: it does not fit where it
 * belongs; -EBUSY, -EEXIST, -EALREADY: not in this state; -ENOMEM.
 *
 * Threads: different zones and namespaces may be used at the same time, one of
 * them by one thread at a time. A struct zonedev serialises bind and unbind.
 *
 * Linking: pkg-config --cflags --libs zonedev
 */
#ifndef ZONEDEV_H
#define ZONEDEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if UINTPTR_MAX < UINT64_MAX
#error "libzonedev needs 64-bit pointers"
#endif

#if defined(__GNUC__)
#define ZONEDEV_API	__attribute__((visibility("default")))
#else
#define ZONEDEV_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The modelled kernel -------------------------------------------- */

enum zonedev_tail_mode {
	ZONEDEV_TAIL_MASK,	/* tails hold a mask, all the same one */
	ZONEDEV_TAIL_POINTER,	/* tails hold the address of their head */
	ZONEDEV_TAIL_MODES
};

enum zonedev_pageblock_rule {
	ZONEDEV_PAGEBLOCK_VISITED, /* v7.1-rc6: of pfns that are filled */
	/*
	 * 7.1.5 and later, 6.1.192 and 6.12.117 too: of the whole range; and
	 * descriptors of early sections are never taken for deduplicated ones
	 */
	ZONEDEV_PAGEBLOCK_RANGE,
	ZONEDEV_PAGEBLOCK_RULES
};

/* Where the tails of a compound keep its order, its size and its counts */
enum zonedev_compound_fields {
	ZONEDEV_COMPOUND_V7_1,	/* seen in 7.1 to 7.3 */
	ZONEDEV_COMPOUND_V6_12,	/* no ids of mms; page[2] is an ordinary tail */
	ZONEDEV_COMPOUND_V6_1,	/* destructor and order are bytes of page[1] */
	ZONEDEV_COMPOUND_FIELDS
};

/*
 * A kernel configuration, as far as it decides what a descriptor looks like.
 * All of it is checked together by zonedev_model_check(), which every user of
 * a model calls. Presets: zonedev_model().
 */
struct zonedev_model {
	const char *name;
	const char *what;	/* of a preset: what it stands for; or NULL */

	/* Memory: log2 of sizes in bytes, but for the order */
	unsigned page_shift;		/* 12, 14 or 16 */
	unsigned section_size_bits;
	unsigned max_physmem_bits;
	unsigned pageblock_order;	/* log2 of pages */

	/* Optional fields behind the 56 bytes that all descriptors have */
	unsigned page_alignment;	/* of a descriptor: 8 or 16 bytes */
	bool memcg;			/* memcg_data; _nr_pages in page[1] */
	bool want_page_virtual;
	bool kmsan;

	/* page->flags */
	unsigned nr_pageflags;		/* bits from 0 up */
	unsigned pg_head, pg_reserved;	/* bit numbers */
	bool sparsemem_vmemmap;		/* false: section bits in flags */
	unsigned nr_zones;		/* ZONE_DEVICE is the last */
	unsigned nodes_shift;
	bool numa_balancing;		/* last_cpupid, in flags if it fits */
	unsigned nr_cpus;		/* sizes last_cpupid */
	unsigned kasan_tag_width;	/* 0, 4 or 8 */
	bool lru_gen;

	/* Compounds */
	enum zonedev_tail_mode tail_mode; /* mask needs a power-of-two size */
	enum zonedev_compound_fields compound_fields;
	bool mm_id, page_mapcount;	/* fields of page[1] in 7.1 */
	bool optimize_dax_vmemmap;	/* deduplicated tail descriptors */
	unsigned max_folio_order;

	/* Behaviour */
	bool fs_dax_counted;	/* FS_DAX and PCI_P2PDMA start at 1, not 0 */
	enum zonedev_pageblock_rule pageblock_rule;
	bool mobility_grouping;		/* false: MOVABLE becomes UNMOVABLE */
	bool debug_poison;		/* memmap set to 0xff at (un)bind */
	uint64_t illegal_pointer;	/* base of TAIL_MAPPING */
	uint64_t page_offset;		/* __va(0) */
};

/* The preset of that name, or NULL */
ZONEDEV_API const struct zonedev_model *zonedev_model(const char *name);

/* All presets, the default (x86_64) first, NULL at the end */
ZONEDEV_API const struct zonedev_model *const *zonedev_models(void);

/*
 * 0, or -EINVAL and in @why (of @size bytes, may be NULL) one line that names
 * the value and the reason
 */
ZONEDEV_API int zonedev_model_check(const struct zonedev_model *model,
				    char *why, size_t size);

/* A bit field of page->flags; absent when @width is 0 */
struct zonedev_bits {
	unsigned shift, width;
};

/* Bytes of the largest descriptor that a model can lead to */
#define ZONEDEV_PAGE_SIZE_MAX	96

/* The layout that a model leads to. Offsets in bytes, 0: field is absent */
struct zonedev_layout {
	unsigned size;	/* of a descriptor: 56 to ZONEDEV_PAGE_SIZE_MAX */
	unsigned memcg_offset, virtual_offset, last_cpupid_offset;
	unsigned kmsan_shadow_offset, kmsan_origin_offset;
	struct zonedev_bits section, node, zone, last_cpupid, kasan_tag;
	struct zonedev_bits lru_gen, lru_refs;
	enum zonedev_tail_mode tail_mode; /* pointer where mask cannot be */
	bool dedup;			/* descriptors can be deduplicated */
	unsigned zone_device;		/* index of ZONE_DEVICE */
	uint32_t last_cpupid_mask;	/* all ones; 0 without NUMA balancing */
	uint64_t tail_mapping;
};

/* 0 or what zonedev_model_check() returns; @why may be NULL */
ZONEDEV_API int zonedev_layout(const struct zonedev_model *model,
			       struct zonedev_layout *layout,
			       char *why, size_t size);

/* ---- Descriptors ----------------------------------------------------- */

/*
 * The 56 bytes that every descriptor has. Names follow struct page of Linux
 * 7.1; a word that several uses share has the name of its use here.
 */
struct zonedev_page {
	uint64_t flags;
	uint64_t compound_info;		/* tail: bit 0 set; else the pgmap */
	uint64_t zone_device_data;
	uint64_t mapping;
	uint64_t index;
	uint64_t private_;
	int32_t mapcount;
	int32_t refcount;
};

enum zonedev_migratetype {
	ZONEDEV_MIGRATE_UNMOVABLE = 0,
	ZONEDEV_MIGRATE_MOVABLE = 1,
};

enum zonedev_memory_type {
	ZONEDEV_MEMORY_PRIVATE = 1,
	ZONEDEV_MEMORY_COHERENT,
	ZONEDEV_MEMORY_FS_DAX,
	ZONEDEV_MEMORY_GENERIC,
	ZONEDEV_MEMORY_PCI_P2PDMA,
	ZONEDEV_MEMORY_TYPES
};

/* The part of the device that holds its own memmap, in pages */
struct zonedev_altmap {
	uint64_t base_pfn, end_pfn;
	uint64_t reserve;	/* at the base, never initialised */
	uint64_t free;		/* after it, for the memmap */
	uint64_t align, alloc;	/* what the allocator took */
};

#define ZONEDEV_PGMAP_ALTMAP_VALID	1u

/* Its address is what descriptors of heads and order-0 pages hold. */
struct zonedev_pagemap {
	enum zonedev_memory_type type;
	unsigned flags;
	unsigned vmemmap_shift;	/* order of the compounds; 0: single pages */
	struct zonedev_altmap altmap;
	uint64_t ref;		/* references that the bound pages hold */
};

enum zonedev_level {
	ZONEDEV_ERROR,		/* a refusal */
	ZONEDEV_WARNING,
	ZONEDEV_DEBUG,		/* the kernel's debug line, with ns */
	ZONEDEV_LEVELS
};

/* What the page_ref_set tracepoint records, from the page after the store */
struct zonedev_page_ref_set {
	uint64_t pfn, flags, mapping;
	int32_t count, mapcount, val;
	enum zonedev_migratetype migratetype;
};

/*
 * Callbacks, each may be NULL. They are called by the thread that initialises,
 * under no lock of the library, so they may call it. While @page_ref_set is
 * there, the base path runs whatever was asked for; like the kernel, a call
 * looks at the hooks once, at its start.
 */
struct zonedev_hooks {
	void (*log)(void *arg, enum zonedev_level level, const char *line);
	void (*page_ref_set)(void *arg,
			     const struct zonedev_page_ref_set *event);
	void *arg;
};

/*
 * A range of pfns with the memory of its descriptors. The first members are the
 * caller's; zonedev_zone_alloc() sets the others, or the caller does:
 *
 * @layout is what zonedev_layout() makes of @model, and neither changes any
 * more: no call checks the model again. @idx is @layout.zone_device. @memmap is
 * the descriptor of @start_pfn, aligned to 16 bytes at least; in mask mode the
 * descriptor of a compound's head must be aligned to the size of the compound's
 * descriptors. @pageblocks has a byte for each pageblock from the one of
 * @start_pfn on, is aligned to 8 bytes and its size is a multiple of 8; the
 * byte is the migratetype.
 *
 * Several ranges of one pgmap are initialised by a call each, in one zone or in
 * several; a pgmap with an altmap has one range.
 */
struct zonedev_zone {
	const struct zonedev_model *model;
	unsigned nid;
	bool early;		/* its sections have been there since boot */
	uint64_t start_pfn, nr_pages;
	struct zonedev_hooks hooks;

	struct zonedev_layout layout;
	unsigned idx;		/* must be that of ZONE_DEVICE */
	void *memmap;
	uint8_t *pageblocks;
};

/*
 * zonedev_zone_alloc - memory for the descriptors of a zone
 *
 * @zone has the caller's members; layout, idx, memmap and pageblocks are set,
 * such that zonedev_memmap_init() of @pgmap can use them: aligned to 2 MiB and
 * to its compounds, huge pages advised where all of it is written, no page of
 * it touched yet. The memmap is 0, the pageblocks UNMOVABLE, or in an early
 * zone MOVABLE. @pgmap may be NULL: single pages. 0; -EINVAL, -ERANGE or
 * -ENOMEM, and @zone as it was.
 */
ZONEDEV_API int zonedev_zone_alloc(struct zonedev_zone *zone,
				   const struct zonedev_pagemap *pgmap);

/* Gives that memory back; a zone without any is ignored. */
ZONEDEV_API void zonedev_zone_free(struct zonedev_zone *zone);

/* The descriptor of @pfn, or NULL outside @zone */
ZONEDEV_API struct zonedev_page *
zonedev_pfn_to_page(const struct zonedev_zone *zone, uint64_t pfn);

/* ---- Initialisation -------------------------------------------------- */

enum zonedev_path {
	ZONEDEV_AUTO,		/* the fastest here, measured at work */
	ZONEDEV_BASE,		/* each field of each page, v7.1-rc6 */
	ZONEDEV_HEAD_TEMPLATE,	/* heads copied from a template */
	ZONEDEV_TEMPLATE,	/* tails too */
	ZONEDEV_STREAMING,	/* the series: most copies streaming */
	ZONEDEV_PATHS
};

/* "auto", "base", ... or NULL; and back, or -ENOENT */
ZONEDEV_API const char *zonedev_path_name(enum zonedev_path path);
ZONEDEV_API int zonedev_path_find(const char *name);

/*
 * The CPUs that the calling thread may use: those of its affinity mask, and no
 * more than the quotas of its cgroups (versions 1 and 2, read once); 1 or more
 */
ZONEDEV_API unsigned zonedev_cpus(void);

/*
 * How to initialise. {0} is the same as NULL: auto, without restrictions.
 *
 * A strategy is a way in which auto stores a run of descriptors: "base", each
 * field of each; "copies", one streaming copy each, where page->virtual makes
 * them differ; or the name of a backend of libstreamcpy, whose fill writes a
 * run of equal ones. Auto writes by base until another strategy has been found
 * to be faster here and now, in blocks that take turns with base's; what that
 * and all later trials may add is 1 % of the time. On CPUs where streaming
 * stores were measured to be faster by far (AMD's Zen 5, Intel's Emerald
 * Rapids) used memmaps begin with those, which trials then confirm or replace.
 * It learns from the work itself, for all of its threads: apart for memmaps
 * that are fresh or used, with compounds or without, by one thread or several.
 * Used memmaps of at most 64 MiB (4 GiB of device) stay in caches, and base
 * writes them. The bytes do not depend on any of it.
 */
struct zonedev_options {
	enum zonedev_path path;
	/*
	 * Of the memmap: it has never been touched. zonedev_bind() and
	 * zonedev_rebind() know, and set it.
	 */
	bool fresh;
	/*
	 * What follows is for auto; with another path a thread count above 1
	 * and the others, where they are set, are refused with -EINVAL.
	 *
	 * Threads to write with, at most; 0: zonedev_cpus(), which is also the
	 * most. There are fewer where the work is too little for their start
	 * to pay; the report tells.
	 */
	unsigned threads;
	/*
	 * Only strategies that do not displace what the caches hold; base,
	 * where this CPU has none
	 */
	bool keep_caches;
	/*
	 * The only strategy, by its name; NULL for all. -ENOENT: there is none
	 * of that name; -ENOTSUP: not on this CPU; -EINVAL: not for
	 * descriptors of this model, or not one that keeps the caches.
	 */
	const char *strategy;
	/* Where what is learnt is kept; NULL: with the process */
	struct zonedev_tuner *tuner;
};

/*
 * zonedev_tuner - what auto has learnt
 *
 * Calls that share one learn together. It may be used by several threads at a
 * time: one call learns, those beside it go by what is known.
 */
struct zonedev_tuner;

/* One that knows nothing, or NULL and errno: ENOMEM */
ZONEDEV_API struct zonedev_tuner *zonedev_tuner_new(void);

/* No call may use it any more. NULL is ignored. */
ZONEDEV_API void zonedev_tuner_free(struct zonedev_tuner *tuner);

#define ZONEDEV_LEARNT_VERSION	1
#define ZONEDEV_LEARNT_MAX	32

/*
 * What a tuner knows, for a file or another process of the same machine: plain
 * data, without pointers. Which strategy was the best in which context, a
 * number that says what kind of call it is.
 */
struct zonedev_learnt {
	uint32_t version;	/* ZONEDEV_LEARNT_VERSION */
	uint32_t nr_strategies;
	struct zonedev_learnt_strategy {
		uint32_t context;
		char name[28];
	} strategy[ZONEDEV_LEARNT_MAX];
};

/* @tuner may be NULL: the process's. While calls use it, too. */
ZONEDEV_API void zonedev_tuner_export(struct zonedev_tuner *tuner,
				      struct zonedev_learnt *learnt);

/*
 * Begin with what was learnt elsewhere; the first thing that is tried then is
 * base, so that what is wrong here is soon undone. A strategy that is not
 * known, or not on this CPU, is left out. 0, or -EINVAL and nothing changed:
 * another version, or not what an export gives.
 */
ZONEDEV_API int zonedev_tuner_import(struct zonedev_tuner *tuner,
				     const struct zonedev_learnt *learnt);

/* What was done, page by page: how often each way was taken */
struct zonedev_counts {
	uint64_t slow;		/* descriptors built field by field */
	uint64_t cached;	/* copied by memcpy() */
	uint64_t streaming;	/* copied by memcpy_streaming() */
	uint64_t filled;	/* written as part of a run of equal ones */
	uint64_t drains;
};

#define ZONEDEV_STRATEGIES_MAX	24

/* What auto spent on one: @pages are descriptors, @ns summed over threads */
struct zonedev_strategy {
	const char *name;
	uint64_t chunks, pages, ns;
};

struct zonedev_report {
	enum zonedev_path path;	/* that ran: base where an opt-out held */
	uint64_t init_pfn;	/* the first that is initialised */
	uint64_t init_pages;	/* from there to the end of the range */
	uint64_t compounds;
	uint64_t per_compound;	/* descriptors written of each */
	uint64_t ns;
	struct zonedev_counts counts;
	unsigned threads;
	unsigned nr_strategies;
	struct zonedev_strategy strategies[ZONEDEV_STRATEGIES_MAX];
};

/*
 * zonedev_memmap_init - fill the descriptors of a bound range
 *
 * [@start_pfn, @start_pfn + @nr_pages) lies in @zone, both multiples of 2 MiB;
 * the pfns below altmap base + reserve + free, if there is an altmap, are left
 * out, and what remains begins and ends with whole compounds. All paths write
 * the same bytes, and no byte of any other descriptor, nor of those that a
 * deduplicated layout never visits.
 * @options may be NULL ({0}), and so may @report.
 *
 * An unknown pagemap type is not refused: as in the kernel the count stays 1,
 * with a warning.
 */
ZONEDEV_API int
zonedev_memmap_init(struct zonedev_zone *zone, uint64_t start_pfn,
			uint64_t nr_pages, struct zonedev_pagemap *pgmap,
			const struct zonedev_options *options,
			struct zonedev_report *report);

/*
 * zonedev_memmap_init_altmap - fill the descriptors of the memmap's own pages
 *
 * What move_pfn_range_to_zone() does to [base + reserve, base + reserve +
 * free): reserved pages with a count of 1 and no pgmap. Those below keep their
 * bytes. Without an altmap it does nothing.
 */
ZONEDEV_API int zonedev_memmap_init_altmap(struct zonedev_zone *zone,
				   const struct zonedev_pagemap *pgmap);

/* ---- Life cycle ------------------------------------------------------ */

enum zonedev_map {
	ZONEDEV_MAP_MEM,	/* the memmap is in ordinary memory */
	ZONEDEV_MAP_DEV,	/* on the device, behind an altmap */
	ZONEDEV_MAPS
};

/* What a namespace is made from, in the words of ndctl create-namespace */
struct zonedev_config {
	enum zonedev_memory_type type;	/* fsdax: FS_DAX, devdax: GENERIC */
	enum zonedev_map map;
	uint64_t start_pfn;
	/*
	 * In bytes. The end is a multiple of 2 MiB and of @align; so is the
	 * start, but with map=dev 2 MiB are enough: the memmap lies before the
	 * first multiple of @align.
	 */
	uint64_t size;
	uint64_t align;		/* bytes: 4K, 2M, 1G; compounds of devdax */
	unsigned nid;
	/*
	 * All of it lies in sections that have been there since boot: their
	 * memmap and pageblock map (all MOVABLE) are older than the bind and
	 * outlive it, nothing is taken from the altmap, and every pfn has a
	 * descriptor of its own. Those that nobody writes are 0 here.
	 */
	bool early;
	struct zonedev_hooks hooks;
};

/*
 * What memremap_pages() is asked for such a namespace, before anything is
 * allocated: @pgmap with type, vmemmap_shift and altmap, and the size of the
 * memmap that will be written. 0, or the refusal in @why (may be NULL).
 */
struct zonedev_geometry {
	struct zonedev_pagemap pgmap;
	uint64_t start_pfn, nr_pages;
	uint64_t init_pfn;	/* the first that is initialised */
	uint64_t init_pages;
	uint64_t per_compound;	/* descriptors written of each compound */
	uint64_t nr_sections;	/* that it touches: section adds of a bind */
	uint64_t memmap_size;	/* bytes of address space */
	uint64_t memmap_written; /* bytes that are touched */
};

ZONEDEV_API int zonedev_geometry(const struct zonedev_model *model,
				 const struct zonedev_config *config,
				 struct zonedev_geometry *geometry,
				 char *why, size_t size);

struct zonedev;			/* a machine: a model and its namespaces */
struct zonedev_namespace;

/* A machine of that model, or NULL and errno: EINVAL or ENOMEM */
ZONEDEV_API struct zonedev *zonedev_new(const struct zonedev_model *model);

/* Unbinds what is still bound. NULL is ignored. */
ZONEDEV_API void zonedev_free(struct zonedev *machine);

/* Times of the parts of a bind, in ns */
struct zonedev_bind_report {
	uint64_t map_ns;	/* address space, sections, pageblock map */
	uint64_t altmap_ns;	/* the pages that hold the memmap */
	uint64_t total_ns;
	struct zonedev_report init;	/* of zonedev_memmap_init() */
};

/*
 * zonedev_bind - memremap_pages(): map a memmap and fill it
 *
 * The memmap is a fresh mapping, aligned to 2 MiB and to the compounds, huge
 * pages advised. @options and @report may be NULL.
 */
ZONEDEV_API int zonedev_bind(struct zonedev *machine,
			     const struct zonedev_config *config,
			     const struct zonedev_options *options,
			     struct zonedev_namespace **namespace_,
			     struct zonedev_bind_report *report);

/*
 * zonedev_unbind - memunmap_pages(): drop the pgmap references, keep the
 * memmap for a rebind
 *
 * -EBUSY while pages are held (zonedev_get_page()); -EALREADY when not bound.
 */
ZONEDEV_API int zonedev_unbind(struct zonedev_namespace *ns);

/*
 * zonedev_rebind - bind once more, over the same memmap
 *
 * With map=dev it is the same memory of the device; with map=mem the kernel
 * takes pages that were used before, and so is this. -EBUSY when bound.
 */
ZONEDEV_API int zonedev_rebind(struct zonedev_namespace *ns,
			       const struct zonedev_options *options,
			       struct zonedev_bind_report *report);

/* Gives the memmap back; an unbound namespace only. NULL is ignored. */
ZONEDEV_API int zonedev_destroy(struct zonedev_namespace *ns);

/*
 * Hold a bound page, as a user that took a reference; and let it go. The count
 * of a compound is that of its head. -EALREADY: not bound, or no reference of
 * zonedev_get_page() to that page is left; -ERANGE: not a page of it, or all
 * the references that a count can hold; -ENOMEM.
 */
ZONEDEV_API int zonedev_get_page(struct zonedev_namespace *ns, uint64_t pfn);
ZONEDEV_API int zonedev_put_page(struct zonedev_namespace *ns, uint64_t pfn);

ZONEDEV_API const struct zonedev_geometry *
zonedev_namespace_geometry(const struct zonedev_namespace *ns);
ZONEDEV_API struct zonedev_zone *
zonedev_namespace_zone(struct zonedev_namespace *ns);
ZONEDEV_API struct zonedev_pagemap *
zonedev_namespace_pgmap(struct zonedev_namespace *ns);

/*
 * The descriptor that backs @pfn: in a deduplicated layout the tails from the
 * third page of descriptors on share those of the second, but for early
 * sections. NULL outside.
 */
ZONEDEV_API const struct zonedev_page *
zonedev_backing_page(const struct zonedev_namespace *ns, uint64_t pfn);

#ifdef __cplusplus
}
#endif

#endif
