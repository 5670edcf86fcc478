/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_random_inits.c - random models, ranges and types: every path writes
 * what the oracle says, and not one byte else
 *
 * CASES=n tries n cases instead of 10,000; SEED=n repeats a run, and CASE=n
 * with it that one case alone. What auto chose depends on the clock, so a
 * failure of its may need more than one try.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <streamcpy.h>
#include "support/random.h"
#include "descriptors/oracle.h"
#include "support/runner.h"
#include "support/zone_case.h"

/* The descriptors, and 64 MiB to align those of the largest compound */
#define ARENA							\
	(CASE_PAGES_MAX * ORACLE_PAGE_MAX + (UINT64_C(64) << 20))
#define CANARY_BYTES	64
#define NR_BATCHES	10

/* The memory of a case; @expected is what @actual must become */
struct image {
	unsigned char *actual, *expected;
	size_t size;
};

static struct image memmap, pageblocks;
static struct zone_case c;
static struct zonedev_zone zone;
static struct oracle oracle;
static unsigned page_size;	/* of a descriptor */
static uint64_t seed, number;
static uint64_t events;
static atomic_uint drains;

void __real_memcpy_streaming_drain(void);
void __wrap_memcpy_streaming_drain(void);

void __wrap_memcpy_streaming_drain(void)
{
	atomic_fetch_add(&drains, 1);
	__real_memcpy_streaming_drain();
}

static void count_event(void *arg, const struct zonedev_page_ref_set *event)
{
	(void)arg;
	(void)event;
	events++;
}

/* Ends the test with all that is needed to repeat the case. */
__attribute__((format(printf, 1, 2)))
static void fail_case(const char *format, ...)
{
	char what[512], whole[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	zone_case_describe(&c, whole, sizeof(whole));
	ck_abort_msg("SEED=%" PRIu64 " CASE=%" PRIu64 ": %s; %s", seed, number,
		     what, whole);
}

static uint64_t end_pfn(void)
{
	return c.start_pfn + c.nr_pages;
}

static bool whole_power(unsigned n)
{
	return (n & (n - 1)) == 0;
}

/*
 * Where the zone's descriptors begin: such that the heads are aligned where
 * they must be, and else as badly as is allowed.
 */
static uintptr_t place_memmap(void)
{
	uintptr_t at = (uintptr_t)memmap.actual + CANARY_BYTES;
	uintptr_t align = (uintptr_t)page_size << c.pgmap.vmemmap_shift;

	if (!c.pgmap.vmemmap_shift || !whole_power(page_size) ||
	    c.model.tail_mode == ZONEDEV_TAIL_POINTER)
		return (at + 15) / 16 * 16 + c.skew;
	at += c.before * page_size;
	return (at + align - 1) / align * align - c.before * page_size;
}

static void open_case(void)
{
	unsigned order = c.model.pageblock_order;
	uint64_t first = c.start_pfn - c.before;
	uint64_t last = end_pfn() + c.after + 1;

	page_size = oracle_page_size(&c.model);
	zone = (struct zonedev_zone){
		.model = &c.model, .idx = c.model.nr_zones - 1, .nid = c.nid,
		.early = c.early, .start_pfn = first, .nr_pages = last - first,
		.memmap = (void *)place_memmap(),
		.pageblocks = pageblocks.actual + CANARY_BYTES,
	};
	ck_assert_int_eq(zonedev_layout(&c.model, &zone.layout, NULL, 0), 0);
	oracle = (struct oracle){
		.model = &c.model, .pgmap = &c.pgmap, .nid = c.nid,
		.early = c.early,
		.start_pfn = c.start_pfn, .nr_pages = c.nr_pages,
		.start_page = (uintptr_t)zone.memmap + c.before * page_size,
	};
	memmap.size = (uintptr_t)zone.memmap - (uintptr_t)memmap.actual +
		      zone.nr_pages * page_size + CANARY_BYTES;
	pageblocks.size = ((last - 1) >> order) - (first >> order) + 1;
	pageblocks.size = (pageblocks.size + 7) / 8 * 8 + 2 * CANARY_BYTES;
	ck_assert_uint_le(memmap.size, ARENA);
}

/* Whatever a map's byte holds beside the type is to stay. */
static unsigned char map_byte(size_t i)
{
	return (unsigned char)(c.filler + i * 37);
}

static void fill(unsigned char *descriptors, unsigned char *map)
{
	size_t i;

	memset(descriptors, c.filler, memmap.size);
	for (i = 0; i < pageblocks.size; i++)
		map[i] = map_byte(i);
}

static void expect_pages(void)
{
	unsigned char page[ORACLE_PAGE_MAX], *to = memmap.expected;
	uint64_t pfn;

	to += oracle.start_page - (uintptr_t)memmap.actual;
	for (pfn = c.start_pfn; pfn < end_pfn(); pfn++, to += page_size)
		if (oracle_page(&oracle, pfn, page) ||
		    (c.init_altmap && oracle_altmap_page(&oracle, pfn, page)))
			memcpy(to, page, page_size);
}

static void expect_pageblocks(void)
{
	unsigned order = c.model.pageblock_order;
	uint64_t first = zone.start_pfn >> order, i;
	uint64_t last = (zone.start_pfn + zone.nr_pages - 1) >> order;
	unsigned char *to = pageblocks.expected + CANARY_BYTES;
	uint64_t pfn;

	for (i = 0; i <= last - first; i++) {
		pfn = (first + i) << order;
		if (c.init_altmap)
			to[i] = oracle_altmap_pageblock(&oracle, pfn, to[i]);
		to[i] = oracle_pageblock(&oracle, pfn, to[i]);
	}
}

static void assert_memmap(const char *who)
{
	const unsigned char *got = memmap.actual, *want = memmap.expected;
	int64_t page, at;
	size_t i = 0;

	if (!memcmp(got, want, memmap.size))
		return;
	while (got[i] == want[i])
		i++;
	at = (int64_t)i - (int64_t)(oracle.start_page - (uintptr_t)got);
	page = at / (int64_t)page_size - (at < 0);
	fail_case("%s: descriptor %" PRId64 " of the range, byte %" PRId64 ": %#x, expected %#x",
	     who, page, at - page * (int64_t)page_size, got[i], want[i]);
}

static void assert_pageblocks(const char *who)
{
	const unsigned char *got = pageblocks.actual;
	const unsigned char *want = pageblocks.expected;
	size_t i;

	for (i = 0; i < pageblocks.size; i++)
		if (got[i] != want[i])
			fail_case("%s: byte %zu of %zu of the pageblock map: %#x, expected %#x",
			     who, i, pageblocks.size, got[i], want[i]);
}

static void assert_equal(const char *who, const char *what, uint64_t got,
			 uint64_t expected)
{
	if (got != expected)
		fail_case("%s: %s %" PRIu64 ", expected %" PRIu64, who, what, got,
		     expected);
}

/* 2n for n compounds, 1 for single pages; auto has one for each thread */
static uint64_t expected_drains(const struct zonedev_report *r)
{
	if (!r->init_pages)
		return 0;
	if (r->path == ZONEDEV_STREAMING)
		return c.pgmap.vmemmap_shift ? 2 * r->compounds : 1;
	return r->path == ZONEDEV_AUTO ? drains : 0;
}

/* Born with 1; a type that starts at 0 sets it, and so does becoming a tail */
/* Whether a page's count, which began at 1, is set to 0 for its type */
static bool count_is_zeroed(void)
{
	switch (c.pgmap.type) {
	case ZONEDEV_MEMORY_PRIVATE:
	case ZONEDEV_MEMORY_COHERENT:
		return true;
	case ZONEDEV_MEMORY_FS_DAX:
	case ZONEDEV_MEMORY_PCI_P2PDMA:
		return !c.model.fs_dax_counted;
	default:
		return false;
	}
}

static uint64_t expected_events(const struct zonedev_report *r)
{
	uint64_t written = oracle_per_compound(&oracle);

	return r->compounds * (written * (1 + count_is_zeroed()) +
			       written - 1);
}

static void assert_report(const char *who, const struct zonedev_report *r)
{
	const struct zonedev_altmap *altmap = &c.pgmap.altmap;
	uint64_t cut = altmap->reserve + altmap->free;
	uint64_t written = r->counts.slow + r->counts.cached +
			   r->counts.streaming + r->counts.filled;

	assert_equal(who, "first pfn", r->init_pfn, c.start_pfn + cut);
	assert_equal(who, "pages", r->init_pages, c.nr_pages - cut);
	assert_equal(who, "compounds", r->compounds,
		     (c.nr_pages - cut) >> c.pgmap.vmemmap_shift);
	assert_equal(who, "descriptors of each", r->per_compound,
		     oracle_per_compound(&oracle));
	assert_equal(who, "descriptors written", written,
		     r->compounds * r->per_compound);
	assert_equal(who, "drains", drains, expected_drains(r));
	assert_equal(who, "drains reported", r->counts.drains, drains);
	assert_equal(who, "events", events,
		     zone.hooks.page_ref_set ? expected_events(r) : 0);
}

/* What the case draws for auto is refused by the other paths. */
static struct zonedev_options options_by(enum zonedev_path path)
{
	struct zonedev_options options = c.options;

	if (path != ZONEDEV_AUTO)
		options = (struct zonedev_options){ .path = path };
	return options;
}

static void try_path(enum zonedev_path path, const char *who)
{
	struct zonedev_options options;
	enum zonedev_path ran = path;
	struct zonedev_report report;

	if (zone.hooks.page_ref_set ||
	    (STREAMCPY_SANITIZED && path != ZONEDEV_AUTO))
		ran = ZONEDEV_BASE;
	options = options_by(path);
	fill(memmap.actual, pageblocks.actual);
	drains = 0;
	events = 0;
	if (c.init_altmap && zonedev_memmap_init_altmap(&zone, &c.pgmap))
		fail_case("the altmap was refused");
	if (zonedev_memmap_init(&zone, c.start_pfn, c.nr_pages, &c.pgmap,
				    &options, &report))
		fail_case("%s was refused", who);
	assert_equal(who, "path", report.path, ran);
	assert_report(who, &report);
	assert_memmap(who);
	assert_pageblocks(who);
}

static void try_case(void)
{
	enum zonedev_path path;

	zone_case_draw(&c, seed, number);
	open_case();
	fill(memmap.expected, pageblocks.expected);
	expect_pages();
	expect_pageblocks();
	for (path = 0; path < ZONEDEV_PATHS; path++)
		try_path(path, zonedev_path_name(path));
	if (!c.traced)
		return;
	zone.hooks.page_ref_set = count_event;
	try_path(ZONEDEV_AUTO, "traced");
}

static void *reserve(size_t size)
{
	void *got = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	ck_assert_ptr_ne(got, MAP_FAILED);
	return got;
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
	const char *given = getenv(name);

	return given ? strtoull(given, NULL, 0) : otherwise;
}

#ifdef __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZED	true
#else
#define ADDRESS_SANITIZED	false
#endif

/* Emulators get a tenth; under AddressSanitizer all are promised, and cheap. */
static uint64_t nr_cases(void)
{
	return from_environment("CASES", quick() && !ADDRESS_SANITIZED ?
				1000 : 10000);
}

START_TEST(every_path_of_random_case_equals_oracle)
{
	uint64_t all = nr_cases();
	uint64_t end = all * (uint64_t)(_i + 1) / NR_BATCHES;

	memmap.actual = reserve(ARENA);
	memmap.expected = reserve(ARENA);
	pageblocks.actual = reserve(CASE_PAGES_MAX);
	pageblocks.expected = reserve(CASE_PAGES_MAX);
	number = all * (uint64_t)_i / NR_BATCHES;
	if (getenv("CASE")) {
		number = from_environment("CASE", 0);
		end = number + 1;
	}
	for (; number < end; number++)
		try_case();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("random inits");

	seed = random_seed();
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, every_path_of_random_case_equals_oracle, 0,
			    getenv("CASE") ? 1 : NR_BATCHES);
	return run_tcase("random inits", tc);
}
