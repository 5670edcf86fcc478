/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stores.c - the series' path, by other stores that need no vector registers
 *
 * The loop is that of the series for a template that does not change: a copy
 * for each page, by memcpy where the page is the first of a pageblock, whose
 * type is set then; a drain before a compound's head is finished, and one at
 * the end. The stores are the parameter, so their rows differ by nothing else.
 */
#include <string.h>
#include <streamcpy.h>
#include "common/clock.h"
#include "stores.h"
#include "written.h"

#define PAGE_WORDS	8
#define RUN_PAGES	64	/* 4 KiB of equal descriptors */

struct line {
	_Alignas(64) uint64_t word[PAGE_WORDS];
};

#if defined(__x86_64__)

/*
 * A copy of a constant size is a row of stores, and GCC 12 at -O2 leaves a loop
 * a loop, which took up to 1.5 times as long (Zen 5, 26 November 2026).
 */
#define UNROLLED	_Pragma("GCC unroll 8")

static inline void store_movnti(struct line *d, const struct line *s)
{
	unsigned i;

	UNROLLED
	for (i = 0; i < PAGE_WORDS; i++)
		__asm__ __volatile__("movnti{q\t%1, %0|\t%0, %1}"
				     : "=m"(d->word[i]) : "r"(s->word[i]));
}

/*
 * As posted, but by each of the last four descriptors of 4 KiB a line of the
 * next 4 KiB is prefetched: arch/x86/arch.c of the library says why.
 */
static inline void store_prefetch(struct line *d, const struct line *s)
{
	if ((~(uintptr_t)d & 0xf00) == 0)
		__asm__ __volatile__("prefetcht0\t{65(%0)|[%0+65]}"
				     : : "r"((uintptr_t)d | 0xfff));
	store_movnti(d, s);
}

/* By its bytes, for assemblers that do not know it: movdir64b (%rsi), %rdi */
static inline void store_movdir64b(struct line *d, const struct line *s)
{
	__asm__ __volatile__(".byte 0x66, 0x0f, 0x38, 0xf8, 0x3e"
			     : "=m"(*d) : "S"(s), "D"(d), "m"(*s));
}

static inline void store_prefetchw(struct line *d, const struct line *s)
{
	unsigned i;

	__asm__ __volatile__("prefetchw %0" : : "m"(d[32]));
	UNROLLED
	for (i = 0; i < PAGE_WORDS; i++)
		__asm__ __volatile__("mov{q\t%1, %0|\t%0, %1}"
				     : "=m"(d->word[i]) : "r"(s->word[i]));
}

static inline void store_fence(void)
{
	__asm__ __volatile__("sfence" : : : "memory");
}

#define STORE_RUN(name)							\
static void run_##name(struct line *d, uint64_t n, const struct line *s) \
{									\
	for (; n; n--, d++)						\
		store_##name(d, s);					\
}

STORE_RUN(movnti)
STORE_RUN(prefetch)
STORE_RUN(movdir64b)
STORE_RUN(prefetchw)

/* @s begins a run of RUN_PAGES */
static void run_rep_movs(struct line *d, uint64_t n, const struct line *s)
{
	uint64_t pages;

	for (; n; n -= pages) {
		const void *from = s;
		uint64_t bytes;

		pages = n < RUN_PAGES ? n : RUN_PAGES;
		bytes = pages * sizeof(*d);
		__asm__ __volatile__("rep movsb"
				     : "+D"(d), "+S"(from), "+c"(bytes)
				     : : "memory");
	}
}

/* A range of equal descriptors: pageblock by pageblock */
struct fill {
	void (*run)(struct line *d, uint64_t n, const struct line *s);
	struct zonedev_zone *zone;
	uint64_t pageblock;	/* pages */
	struct line image[RUN_PAGES];
};

static void fill_pages(struct fill *f, struct line *d, uint64_t pfn,
		       uint64_t n)
{
	uint64_t first = f->zone->start_pfn / f->pageblock, part;

	for (; n; n -= part, pfn += part, d += part) {
		part = f->pageblock - pfn % f->pageblock;
		if (part > n)
			part = n;
		if (pfn % f->pageblock) {
			f->run(d, part, f->image);
			continue;
		}
		*d = f->image[0];
		f->zone->pageblocks[pfn / f->pageblock - first] =
			ZONEDEV_MIGRATE_MOVABLE;
		f->run(d + 1, part - 1, f->image);
	}
}

static void set_image(struct fill *f, const struct line *d)
{
	unsigned i;

	for (i = 0; i < RUN_PAGES; i++)
		f->image[i] = *d;
}

/* Head and first tails have words of their own, page[2] its own address. */
static void fill_compounds(struct fill *f, struct line *d, uint64_t pfn,
			   uint64_t n, uint64_t step, uint64_t per_compound)
{
	const struct line head = d[0], first = d[1];
	uint64_t first_block = f->zone->start_pfn / f->pageblock;

	set_image(f, &d[3]);
	for (; n; n--, d += step, pfn += step) {
		store_fence();
		d[0] = head;
		f->zone->pageblocks[pfn / f->pageblock - first_block] =
			ZONEDEV_MIGRATE_MOVABLE;
		fill_pages(f, d + 3, pfn + 3, per_compound - 3);
		store_fence();
		d[1] = first;
		d[2] = f->image[0];
		d[2].word[2] = d[2].word[3] = (uintptr_t)&d[2].word[2];
	}
}

static uint64_t write_all(struct zonedev_namespace *ns,
			  void (*run)(struct line *d, uint64_t n,
				      const struct line *s))
{
	const struct zonedev_geometry *g = zonedev_namespace_geometry(ns);
	struct fill f = {
		.run = run, .zone = zonedev_namespace_zone(ns),
	};
	struct line *d = (struct line *)written_of(ns).at;
	uint64_t step = UINT64_C(1) << g->pgmap.vmemmap_shift;
	uint64_t start = clock_ns();

	f.pageblock = UINT64_C(1) << f.zone->model->pageblock_order;
	if (step == 1) {
		set_image(&f, d);
		fill_pages(&f, d, g->init_pfn, g->init_pages);
	} else {
		fill_compounds(&f, d, g->init_pfn, g->init_pages / step, step,
			       g->per_compound);
	}
	store_fence();
	return clock_since(start);
}

#define STORES_WRITE(name)						\
uint64_t stores_##name(struct zonedev_namespace *ns)			\
{									\
	return write_all(ns, run_##name);				\
}

bool stores_x86(void)
{
	return true;
}

#else

#define STORES_WRITE(name)						\
uint64_t stores_##name(struct zonedev_namespace *ns)			\
{									\
	(void)ns;							\
	return 0;							\
}

bool stores_x86(void)
{
	return false;
}

#endif

STORES_WRITE(movnti)
STORES_WRITE(prefetch)
STORES_WRITE(movdir64b)
STORES_WRITE(prefetchw)
STORES_WRITE(rep_movs)

static bool has_backend(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return stores_x86();
	return false;
}

bool stores_have_movdir64b(void)
{
	return has_backend("movdir64b");
}

bool stores_have_prefetchw(void)
{
	return has_backend("prefetchw");
}
