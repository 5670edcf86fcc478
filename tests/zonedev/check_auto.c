/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_auto.c - auto writes base's bytes whatever happens, and says what did
 *
 * The clock and the creation of threads are caught by the linker (--wrap), to
 * be worse than any machine's, and what the tuner learns, to choose for it.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <streamcpy.h>
#include <string.h>
#include <time.h>
#include "auto/fill.h"
#include "auto/tuner.h"
#include "support/runner.h"
#include "support/zone_fixture.h"

#define FIRST_PFN	(UINT64_C(1) << 20)
/* Eight chunks of 2 MiB of descriptors */
#define NR_PAGES	(UINT64_C(8) << 15)

static enum { GOOD, COARSE, BACKWARDS, STILL, WILD } clock_is;
static unsigned threads_left = 1000;
static struct fixture f;
static atomic_uint drains;
/* All chunks but that one by base; at 0: as the tuner chooses */
static struct {
	unsigned at, strategy;
} one_chunk;
static unsigned learnt;
static pthread_t caller;
static bool elsewhere;		/* it was called in another thread */
static unsigned warnings;
static char warning[256], refusal[256];

int __real_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_gettime(clockid_t id, struct timespec *t);
int __real_clock_getres(clockid_t id, struct timespec *t);
int __wrap_clock_getres(clockid_t id, struct timespec *t);
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg);
void __real_zd_tuner_learn(struct tuner *tuner, uint64_t work, uint64_t ns);
void __wrap_zd_tuner_learn(struct tuner *tuner, uint64_t work, uint64_t ns);
void __real_memcpy_streaming_drain(void);
void __wrap_memcpy_streaming_drain(void);

int __wrap_clock_gettime(clockid_t id, struct timespec *t)
{
	static _Atomic unsigned calls;
	unsigned call = ++calls;

	if (clock_is == GOOD || clock_is == COARSE)
		return __real_clock_gettime(id, t);
	*t = (struct timespec){ .tv_sec = 1000000 };
	if (clock_is == BACKWARDS)
		t->tv_sec -= call;
	if (clock_is == WILD)
		t->tv_sec += call * 2654435761u % 1000;
	return 0;
}

int __wrap_clock_getres(clockid_t id, struct timespec *t)
{
	int err = __real_clock_getres(id, t);

	if (clock_is == COARSE)
		*t = (struct timespec){ .tv_nsec = 4000000 };
	return err;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*start)(void *), void *arg)
{
	if (!threads_left)
		return EAGAIN;
	threads_left--;
	return __real_pthread_create(thread, attr, start, arg);
}

void __wrap_zd_tuner_learn(struct tuner *tuner, uint64_t work, uint64_t ns)
{
	learnt++;
	elsewhere |= !pthread_equal(pthread_self(), caller);
	__real_zd_tuner_learn(tuner, work, ns);
	if (one_chunk.at)
		atomic_store(&tuner->current, learnt == one_chunk.at ?
			     one_chunk.strategy + 1 : STRATEGY_BASE + 1);
}

void __wrap_memcpy_streaming_drain(void)
{
	atomic_fetch_add(&drains, 1);
	__real_memcpy_streaming_drain();
}

static void keep(void *arg, enum zonedev_level level, const char *line)
{
	(void)arg;
	if (level == ZONEDEV_WARNING) {
		snprintf(warning, sizeof(warning), "%s", line);
		warnings++;
	}
	if (level == ZONEDEV_ERROR)
		snprintf(refusal, sizeof(refusal), "%s", line);
}

static void open_fixture(const char *model, enum zonedev_memory_type type,
			 unsigned order)
{
	fixture_open(&f, zonedev_model(model), FIRST_PFN, NR_PAGES);
	f.zone.hooks.log = keep;
	f.pgmap.type = type;
	f.pgmap.vmemmap_shift = order;
	warnings = 0;
	warning[0] = refusal[0] = '\0';
}

/*
 * What base leaves, then what auto does with these options; pages and
 * pageblocks must be the same.
 */
static struct zonedev_report same_as_base(struct zonedev_options options)
{
	struct zonedev_report report;
	unsigned char *image = malloc(f.memmap_size);
	unsigned char *blocks = malloc(f.pageblocks_size);

	ck_assert_ptr_nonnull(image);
	ck_assert_ptr_nonnull(blocks);
	fixture_init(&f, ZONEDEV_BASE);
	memcpy(image, f.zone.memmap, f.memmap_size);
	memcpy(blocks, f.zone.pageblocks, f.pageblocks_size);
	memset(f.zone.memmap, 0xff, f.memmap_size);
	memset(f.zone.pageblocks, 0, f.pageblocks_size);
	options.path = ZONEDEV_AUTO;
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST_PFN, NR_PAGES,
						 &f.pgmap, &options, &report),
			 0);
	ck_assert_mem_eq(f.zone.memmap, image, f.memmap_size);
	ck_assert_mem_eq(f.zone.pageblocks, blocks, f.pageblocks_size);
	free(blocks);
	free(image);
	return report;
}

/* Orders 0 and 9, deduplicated or not, in a model's range of eight chunks */
static const struct shape {
	const char *model;
	enum zonedev_memory_type type;
	unsigned order;
} shapes[] = {
	{ "x86_64", ZONEDEV_MEMORY_FS_DAX, 0 },
	{ "x86_64", ZONEDEV_MEMORY_GENERIC, 9 },
	{ "arm64", ZONEDEV_MEMORY_GENERIC, 9 },
	{ "classic-sparse", ZONEDEV_MEMORY_PRIVATE, 0 },
};

#define NR_SHAPES	((int)(sizeof(shapes) / sizeof(shapes[0])))

static uint64_t chunks_of(const struct zonedev_report *r)
{
	uint64_t chunks = 0;
	unsigned i;

	for (i = 0; i < r->nr_strategies; i++)
		chunks += r->strategies[i].chunks;
	return chunks;
}

START_TEST(auto_by_each_strategy_writes_bases_bytes)
{
	const struct shape *s = &shapes[_i];
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct zonedev_report r;

	open_fixture(s->model, s->type, s->order);
	r = same_as_base((struct zonedev_options){ .strategy = "base" });
	for (; *b; b++) {
		r = same_as_base((struct zonedev_options){
			.strategy = (*b)->name });
		ck_assert_uint_eq(r.nr_strategies, 1);
		ck_assert_str_eq(r.strategies[0].name, (*b)->name);
		ck_assert_uint_gt(r.counts.filled, 0);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(auto_with_page_virtual_fills_nothing)
{
	struct zonedev_report r;

	open_fixture("page-virtual", ZONEDEV_MEMORY_FS_DAX, 0);
	r = same_as_base((struct zonedev_options){ .strategy = "copies" });
	ck_assert_uint_eq(r.counts.streaming, NR_PAGES);
	r = same_as_base((struct zonedev_options){ .threads = 1 });
	ck_assert_uint_eq(r.counts.filled, 0);
	fixture_close(&f);
}
END_TEST

static int refused(const char *strategy)
{
	struct zonedev_options options = {
		.path = ZONEDEV_AUTO, .strategy = strategy,
	};

	return zonedev_memmap_init(&f.zone, FIRST_PFN, NR_PAGES, &f.pgmap,
				       &options, NULL);
}

static bool usable(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return true;
	return false;
}

START_TEST(strategy_that_cannot_be_is_refused)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();

	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	ck_assert_int_eq(refused("warp"), -ENOENT);
	ck_assert_ptr_nonnull(strstr(refusal, "warp"));
	ck_assert_int_eq(refused("copies"), -EINVAL);
	ck_assert_ptr_nonnull(strstr(refusal, "copies"));
	for (; *b; b++)
		if (!usable((*b)->name))
			ck_assert_int_eq(refused((*b)->name), -ENOTSUP);
	ck_assert(f.zone.pageblocks[0] == 0);
	ck_assert_uint_eq(fixture_page(&f, FIRST_PFN)->flags, UINT64_MAX);
	fixture_close(&f);
	open_fixture("page-virtual", ZONEDEV_MEMORY_FS_DAX, 0);
	ck_assert_int_eq(refused("generic"), -EINVAL);
	ck_assert_ptr_nonnull(strstr(refusal, "virtual"));
	fixture_close(&f);
}
END_TEST

START_TEST(auto_under_a_bad_clock_writes_bases_bytes)
{
	static const int clocks[] = { BACKWARDS, STILL, WILD };
	struct zonedev_report r;
	unsigned round;

	open_fixture("x86_64", ZONEDEV_MEMORY_GENERIC, 9);
	for (round = 0; round < 6; round++) {
		clock_is = clocks[_i];
		r = same_as_base((struct zonedev_options){
			.threads = round % 3 });
		clock_is = GOOD;
		ck_assert_uint_lt(r.ns, UINT64_C(1) << 62);
		ck_assert_uint_gt(chunks_of(&r), 0);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(coarse_clock_is_reported_and_base_chosen)
{
	struct zonedev_report r;

	clock_is = COARSE;
	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	r = same_as_base((struct zonedev_options){ .threads = 0 });
	ck_assert_uint_ge(warnings, 1);
	ck_assert_ptr_nonnull(strstr(warning, "coarse"));
	ck_assert_uint_eq(r.nr_strategies, 1);
	ck_assert_str_eq(r.strategies[0].name, "base");
	fixture_close(&f);
}
END_TEST

/* What auto does to the first @pages with these options; drains counted */
static struct zonedev_report init_range(uint64_t pages,
					struct zonedev_options options)
{
	struct zonedev_report report;

	drains = learnt = 0;
	caller = pthread_self();
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST_PFN, pages,
					     &f.pgmap, &options, &report), 0);
	return report;
}

/* Over 64 MiB of descriptors all threads asked for are used. */
static struct zonedev_report init_large_by(unsigned threads,
					   struct zonedev_tuner *tuner)
{
	const uint64_t pages = UINT64_C(2) << 20;
	struct zonedev_options options = {
		.threads = threads, .tuner = tuner,
	};
	struct zonedev_report r;

	fixture_open(&f, zonedev_model("x86_64"), FIRST_PFN, pages);
	f.zone.hooks.log = keep;
	f.pgmap.type = ZONEDEV_MEMORY_FS_DAX;
	warnings = 0;
	r = init_range(pages, options);
	ck_assert_uint_eq(fixture_page(&f, FIRST_PFN + pages - 1)->index, 0);
	ck_assert_uint_eq(f.zone.pageblocks[pages / 512 - 1],
			  ZONEDEV_MIGRATE_MOVABLE);
	fixture_close(&f);
	return r;
}

static struct zonedev_report init_large(unsigned threads)
{
	return init_large_by(threads, NULL);
}

/*
 * Descriptors that a cache holds until the next call teach nothing, and neither
 * do so few that the tuner would be felt; fresh pages are no such.
 */
START_TEST(what_stays_in_a_cache_is_not_learnt_from)
{
	const struct zonedev_options used = { .threads = 1 };
	const struct zonedev_options fresh = { .threads = 1, .fresh = true };

	init_large(1);
	ck_assert_uint_eq(learnt, 64);
	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	init_range(NR_PAGES, used);
	ck_assert_uint_eq(learnt, 0);
	init_range(NR_PAGES, fresh);
	ck_assert_uint_eq(learnt, NR_PAGES >> 15);
	init_range(512, fresh);		/* 32 KiB */
	ck_assert_uint_eq(learnt, 1);
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	f.pgmap.vmemmap_shift = 9;
	init_range(512, fresh);		/* 8 KiB */
	ck_assert_uint_eq(learnt, 0);
	fixture_close(&f);
}
END_TEST

/* Its first worker alone tells the tuner, that of calls by several threads. */
START_TEST(calls_by_several_threads_learn_apart)
{
	struct zonedev_tuner *tuner = zonedev_tuner_new();
	struct zonedev_learnt known;
	struct zonedev_report r = init_large_by(2, tuner);

	if (r.threads < 2) {
		printf("skipped: one CPU, one thread\n");
		zonedev_tuner_free(tuner);
		return;
	}
	ck_assert_uint_le(learnt, 64);
	ck_assert(!elsewhere);
	zonedev_tuner_export(tuner, &known);
	ck_assert_uint_eq(known.nr_strategies, 1);
	ck_assert_uint_eq(known.strategy[0].context, 16);
	zonedev_tuner_free(tuner);
}
END_TEST

START_TEST(failed_thread_creation_is_reported)
{
	unsigned cpus = init_large(0).threads;
	struct zonedev_report r;

	if (cpus < 2) {
		printf("skipped: one CPU, one thread\n");
		return;
	}
	threads_left = 0;
	r = init_large(2);
	ck_assert_uint_eq(r.threads, 1);
	ck_assert_uint_eq(warnings, 1);
	ck_assert_ptr_nonnull(strstr(warning, "2 threads"));
	ck_assert_uint_eq(chunks_of(&r), 64);
}
END_TEST

START_TEST(threads_beyond_cpus_are_not_started)
{
	struct zonedev_report all = init_large(0), r;

	ck_assert_uint_eq(warnings, 0);
	r = init_large(63);
	ck_assert_uint_eq(r.threads, all.threads < 63 ? all.threads : 63);
	if (all.threads < 63) {
		ck_assert_uint_eq(warnings, 1);
		ck_assert_ptr_nonnull(strstr(warning, "63 threads"));
	}
}
END_TEST

/* One chunk cannot be shared; nobody is told, but the report. */
START_TEST(threads_beyond_chunks_are_not_started)
{
	struct zonedev_options options = {
		.path = ZONEDEV_AUTO, .threads = 2,
	};
	struct zonedev_report r;

	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST_PFN, 512,
						 &f.pgmap, &options, &r), 0);
	ck_assert_uint_eq(r.threads, 1);
	ck_assert_uint_eq(warnings, 0);
	fixture_close(&f);
}
END_TEST

static unsigned flags_of(const char *name)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();

	for (; *b; b++)
		if (!strcmp((*b)->name, name))
			return (*b)->flags;
	return 0;
}

START_TEST(keep_caches_uses_non_temporal_strategies)
{
	bool have = false;
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct zonedev_report r;
	unsigned round, i;

	for (; *b; b++)
		have |= ((*b)->flags & STREAMCPY_NON_TEMPORAL) != 0;
	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	for (round = 0; round < 8; round++) {
		r = same_as_base((struct zonedev_options){
			.keep_caches = true, .threads = 1 });
		for (i = 0; have && i < r.nr_strategies; i++)
			ck_assert(flags_of(r.strategies[i].name) &
				  STREAMCPY_NON_TEMPORAL);
	}
	fixture_close(&f);
}
END_TEST

/*
 * One chunk and eight: the end of either drains what needs it, once; of two
 * workers each.
 */
START_TEST(weakly_ordered_strategy_is_drained_once)
{
	const uint64_t pages = _i ? NR_PAGES : 4096;
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct zonedev_report r;

	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	r = init_range(pages, (struct zonedev_options){ .strategy = "base" });
	ck_assert_uint_eq(r.counts.drains, 0);
	ck_assert_uint_eq(drains, 0);
	for (; *b; b++) {
		r = init_range(pages, (struct zonedev_options){
			.strategy = (*b)->name, .threads = 1 });
		ck_assert_uint_eq(r.counts.drains, (*b)->flags &
				  STREAMCPY_WEAKLY_ORDERED ? 1 : 0);
		ck_assert_uint_eq(drains, r.counts.drains);
		r = init_range(pages, (struct zonedev_options){
			.strategy = (*b)->name, .threads = 2 });
		ck_assert_uint_eq(drains, r.counts.drains);
		ck_assert_uint_eq(r.counts.filled, pages);
	}
	fixture_close(&f);
}
END_TEST

START_TEST(strategy_copies_is_drained_once)
{
	const uint64_t pages = _i ? NR_PAGES : 4096;

	open_fixture("page-virtual", ZONEDEV_MEMORY_FS_DAX, 0);
	init_range(pages, (struct zonedev_options){
		.strategy = "copies", .threads = 1 });
	ck_assert_uint_eq(drains, 1);
	fixture_close(&f);
}
END_TEST

/*
 * One chunk of several by another strategy, in the middle or at the end: a
 * drain is due where that one is weakly ordered, whichever came last.
 */
START_TEST(mixed_strategies_are_drained_whichever_was_last)
{
	const struct strategies *all = zd_strategies();
	const unsigned chunks = NR_PAGES >> 15;
	struct zonedev_tuner *tuner;
	struct zonedev_report r;
	unsigned i;

	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	for (i = 0; i < all->n; i++) {
		if (!(all->equal >> i & 1))
			continue;
		one_chunk.at = _i ? chunks - 1 : 3;
		one_chunk.strategy = i;
		learnt = 0;
		tuner = zonedev_tuner_new();
		r = init_range(NR_PAGES, (struct zonedev_options){
			.threads = 1, .fresh = true, .tuner = tuner });
		zonedev_tuner_free(tuner);
		ck_assert_uint_eq(learnt, chunks);
		ck_assert_uint_eq(chunks_of(&r), chunks);
		ck_assert_uint_eq(drains, all->strategy[i].weakly_ordered);
	}
	one_chunk.at = 0;
	fixture_close(&f);
}
END_TEST

/* Two more than the backends: base and copies */
START_TEST(report_has_room_for_every_strategy)
{
	const struct streamcpy_backend *const *b = streamcpy_known_backends();
	unsigned n = 2;

	while (*b++)
		n++;
	ck_assert_uint_le(n, ZONEDEV_STRATEGIES_MAX);
}
END_TEST

START_TEST(cached_strategy_with_keep_caches_is_refused)
{
	struct zonedev_options options = {
		.strategy = "base", .keep_caches = true,
	};

	open_fixture("x86_64", ZONEDEV_MEMORY_FS_DAX, 0);
	ck_assert_int_eq(zonedev_memmap_init(&f.zone, FIRST_PFN, NR_PAGES,
					     &f.pgmap, &options, NULL),
			 -EINVAL);
	ck_assert_ptr_nonnull(strstr(refusal, "strategy base with keep_caches"));
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("auto");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc,
			    auto_by_each_strategy_writes_bases_bytes,
			    0, NR_SHAPES);
	tcase_add_test(tc, auto_with_page_virtual_fills_nothing);
	tcase_add_test(tc, strategy_that_cannot_be_is_refused);
	tcase_add_loop_test(tc,
			    auto_under_a_bad_clock_writes_bases_bytes, 0, 3);
	tcase_add_test(tc, coarse_clock_is_reported_and_base_chosen);
	tcase_add_test(tc, what_stays_in_a_cache_is_not_learnt_from);
	tcase_add_test(tc, calls_by_several_threads_learn_apart);
	tcase_add_test(tc, failed_thread_creation_is_reported);
	tcase_add_test(tc, threads_beyond_cpus_are_not_started);
	tcase_add_test(tc, threads_beyond_chunks_are_not_started);
	tcase_add_test(tc, keep_caches_uses_non_temporal_strategies);
	tcase_add_loop_test(tc, weakly_ordered_strategy_is_drained_once, 0, 2);
	tcase_add_loop_test(tc, strategy_copies_is_drained_once, 0, 2);
	tcase_add_loop_test(tc,
			    mixed_strategies_are_drained_whichever_was_last,
			    0, 2);
	tcase_add_test(tc, report_has_room_for_every_strategy);
	tcase_add_test(tc, cached_strategy_with_keep_caches_is_refused);
	return run_tcase("auto", tc);
}
