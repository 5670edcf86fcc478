/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.c - chunk by chunk, each by the strategy that costs least here
 *
 * A chunk ends where no compound, section or word of the pageblock map is
 * shared with the next, so threads need not know of each other.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "auto/auto.h"
#include "auto/contexts.h"
#include "auto/fill.h"
#include "auto/queue.h"
#include "auto/threads.h"
#include "clock.h"
#include "kernel/series.h"

_Static_assert(TUNER_CANDIDATES >= STRATEGIES_MAX, "a strategy is no candidate");

/* What all workers of a call share */
struct job {
	const struct strategies *all;
	struct tuner_candidates set;	/* of all */
	struct tuner *tuner;		/* NULL: @strategy for all chunks */
	unsigned strategy;
	struct queue queue;
};

/* One worker's part; its templates and counts are written, so not shared */
struct part {
	struct job *job;
	struct memmap_init *in;
	struct zonedev_strategy *spent;	/* of STRATEGIES_MAX */
	bool learns;			/* the calling thread, for all */
};

/* A worker among others */
struct member {
	struct part part;
	struct memmap_init in;
	struct zonedev_strategy spent[STRATEGIES_MAX];
};

static void account(struct part *part, unsigned strategy, uint64_t n,
		    uint64_t ns)
{
	part->spent[strategy].chunks++;
	part->spent[strategy].pages += n;
	part->spent[strategy].ns += ns;
}

static void part_run(void *arg)
{
	struct part *part = arg;
	struct job *job = part->job;
	uint64_t pfn, end, start, n, ns;
	bool weakly_ordered = false;
	unsigned strategy;

	zd_chunk_prepare(part->in);
	while (zd_queue_take(&job->queue, &pfn, &end)) {
		strategy = job->tuner ? tuner_current(job->tuner) :
			   job->strategy;
		weakly_ordered |= job->all->strategy[strategy].weakly_ordered;
		start = clock_ns();
		zd_chunk_write(part->in, &job->all->strategy[strategy], pfn,
			       end);
		ns = clock_since(start);
		n = chunk_descriptors(part->in, end - pfn);
		if (part->learns)
			zd_tuner_learn(job->tuner, n, ns);
		account(part, strategy, n, ns);
	}
	if (weakly_ordered)
		init_drain(part->in);
}

static void *address_of(const void *in, uint64_t pfn)
{
	return init_page(in, pfn);
}

static void queue_all(struct job *job, const struct memmap_init *in,
		      unsigned threads)
{
	zd_queue_init(&job->queue, in->pfn, in->end, zd_chunk_pages(in));
	if (threads > 1)
		zd_queue_by_node(&job->queue, &zd_topology, address_of, in);
}

static void merge(struct memmap_init *in, struct zonedev_report *report,
		  const struct member *member)
{
	unsigned i;

	in->counts.slow += member->in.counts.slow;
	in->counts.cached += member->in.counts.cached;
	in->counts.streaming += member->in.counts.streaming;
	in->counts.filled += member->in.counts.filled;
	in->counts.drains += member->in.counts.drains;
	for (i = 0; i < STRATEGIES_MAX; i++) {
		report->strategies[i].chunks += member->spent[i].chunks;
		report->strategies[i].pages += member->spent[i].pages;
		report->strategies[i].ns += member->spent[i].ns;
	}
}

static void run_alone(struct job *job, struct memmap_init *in,
		      struct zonedev_report *report)
{
	struct part part = {
		.job = job, .in = in, .spent = report->strategies,
		.learns = job->tuner != NULL,
	};

	queue_all(job, in, 1);
	part_run(&part);
}

/* Without memory for more, one thread does it all. */
static void run_together(struct job *job, struct memmap_init *in,
			 unsigned threads, struct zonedev_report *report)
{
	struct member *members = calloc(threads, sizeof(*members));
	void **args = calloc(threads, sizeof(*args));
	unsigned i;

	report->threads = 1;
	if (!members || !args) {
		run_alone(job, in, report);
	} else {
		queue_all(job, in, threads);
		for (i = 0; i < threads; i++) {
			members[i].in = *in;
			members[i].part = (struct part){
				.job = job, .in = &members[i].in,
				.spent = members[i].spent,
				.learns = job->tuner && i == 0,
			};
			args[i] = &members[i].part;
		}
		report->threads = zd_threads_run(threads, part_run, args);
		for (i = 0; i < report->threads; i++)
			merge(in, report, &members[i]);
		zd_queue_free(&job->queue);
	}
	free(args);
	free(members);
}

static void run(struct job *job, struct memmap_init *in, unsigned threads,
		struct zonedev_report *report)
{
	if (threads > 1)
		run_together(job, in, threads, report);
	else
		run_alone(job, in, report);
}

/* Strategies that had no chunk are left out of the report. */
static void report_strategies(struct zonedev_report *report,
			      const struct strategies *all)
{
	unsigned i, n = 0;

	for (i = 0; i < all->n; i++) {
		if (!report->strategies[i].chunks)
			continue;
		report->strategies[n] = report->strategies[i];
		report->strategies[n++].name = all->strategy[i].name;
	}
	memset(&report->strategies[n], 0,
	       (STRATEGIES_MAX - n) * sizeof(report->strategies[0]));
	report->nr_strategies = n;
}

static void warn_threads(const struct memmap_init *in, unsigned wanted,
			 unsigned got, const char *why)
{
	zd_log(&in->log, ZONEDEV_WARNING, "asked for %u threads; %u %s",
	       wanted, got, why);
}

/* As many as were asked for and can be of use */
static unsigned useful_threads(const struct memmap_init *in, unsigned wanted)
{
	uint64_t chunk = zd_chunk_pages(in);
	uint64_t chunks = (in->end - 1) / chunk - in->pfn / chunk + 1;

	if (wanted && wanted <= chunks)
		return wanted;
	return chunks > THREADS_MAX ? THREADS_MAX : (unsigned)chunks;
}

/* And as many as there are CPUs */
static unsigned at_most(const struct memmap_init *in, unsigned threads,
			unsigned cpus, unsigned wanted)
{
	if (threads <= cpus)
		return threads;
	if (wanted > cpus)
		warn_threads(in, wanted, cpus, "CPUs are available");
	return cpus;
}

/* The numbers of threads to choose from: 1, 2, 4 ... and @most, over 1 */
static struct tuner_candidates thread_counts(unsigned most)
{
	return (struct tuner_candidates){
		.eligible = UINT32_MAX >> (__builtin_clz(most - 1) - 1),
	};
}

static unsigned thread_count(unsigned candidate, unsigned most)
{
	return UINT32_C(1) << candidate < most ? UINT32_C(1) << candidate :
	       most;
}

static bool coarse;

static void look_at_clock(void)
{
	coarse = clock_resolution_ns() > CLOCK_COARSE_NS;
}

static bool clock_is_coarse(const struct memmap_init *in)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, look_at_clock);
	if (coarse)
		zd_log(&in->log, ZONEDEV_WARNING, "the clock is too coarse to tell strategies apart; auto takes the first it may");
	return coarse;
}

int zd_auto_check(const struct zonedev_options *options,
		  const struct zonedev_layout *layout, const struct log *log)
{
	uint32_t eligible;

	if (options->path != ZONEDEV_AUTO || !options->strategy)
		return 0;
	return zd_strategies_only(options->strategy, layout,
				  options->keep_caches, &eligible, log);
}

/* What there is to choose from; the first is the baseline. */
static void set_strategies(struct job *job, const struct memmap_init *in,
			   const struct zonedev_options *options)
{
	struct tuner_candidates *set = &job->set;

	job->all = zd_strategies();
	set->kind = job->all->non_temporal;
	set->parent = job->all->parent;
	if (options->strategy)
		zd_strategies_only(options->strategy, &in->layout, false,
				   &set->eligible, &in->log);
	else
		set->eligible = zd_strategies_eligible(job->all, &in->layout,
							 options->keep_caches);
	set->baseline = (unsigned)__builtin_ctz(set->eligible);
	job->strategy = set->baseline;
}

static uint64_t descriptors_of(const struct memmap_init *in)
{
	return chunk_descriptors(in, in->end - in->pfn);
}

static uint64_t bytes_of(const struct memmap_init *in)
{
	return descriptors_of(in) * in->layout.size;
}

/*
 * Where descriptors stay in a cache between calls, what one costs depends on
 * who wrote it last, and a call is over before that is known: 494, 299, then
 * 150 us by base for 4 MiB after streaming stores, which take 150 to 200 each
 * time (AMD EPYC, family 25 model 17). There the baseline does all of it.
 */
static bool stays_cached(const struct memmap_init *in,
			 const struct zonedev_options *options)
{
	return !options->fresh && bytes_of(in) <= CACHED_MOST;
}

/* All chunks by @threads threads, each by what is best or is to be tried */
static void run_chosen(struct job *job, struct memmap_init *in,
		       const struct zonedev_options *options, unsigned threads,
		       struct zonedev_report *report)
{
	struct context context = {
		.fresh = options->fresh,
		.compound = in->pgmap->vmemmap_shift > 0,
		.differing = in->layout.virtual_offset > 0,
		.keep_caches = options->keep_caches,
		.parallel = threads > 1,
	};
	const struct tuner_policy *policy;
	struct tuner *tuner = zd_context_strategy(options->tuner, &context,
						  &policy);

	if (zd_tuner_begin(tuner, policy, &job->set,
			   (double)descriptors_of(in) / threads))
		job->tuner = tuner;
	else
		job->strategy = tuner_champion(tuner, &job->set);
	run(job, in, threads, report);
	if (job->tuner)
		zd_tuner_end(tuner);
}

static void run_by(struct job *job, struct memmap_init *in,
		   const struct zonedev_options *options, bool choose,
		   unsigned threads, struct zonedev_report *report)
{
	if (choose && !stays_cached(in, options))
		run_chosen(job, in, options, threads, report);
	else
		run(job, in, threads, report);
	if (report->threads < threads)
		warn_threads(in, threads, report->threads, "could be started");
}

/* A call so short that the start of threads can be felt: how many pay? */
static void run_counted(struct job *job, struct memmap_init *in,
			const struct zonedev_options *options, unsigned useful,
			uint64_t start, struct zonedev_report *report)
{
	const struct tuner_policy *policy;
	struct thread_context *context = zd_context_threads(options->tuner,
					options->fresh, bytes_of(in), &policy);
	unsigned most = at_most(in, useful, zd_context_cpus(context),
				options->threads), i;
	struct tuner *tuner = &context->tuner;
	struct tuner_candidates counts;
	uint64_t n = descriptors_of(in);
	bool leads;

	if (most == 1) {
		run_by(job, in, options, true, 1, report);
		return;
	}
	counts = thread_counts(most);
	leads = zd_tuner_begin(tuner, policy, &counts, (double)n);
	i = leads ? tuner_current(tuner) : tuner_champion(tuner, &counts);
	run_by(job, in, options, true, thread_count(i, most), report);
	if (leads) {
		zd_tuner_learn(tuner, n, clock_since(start));
		zd_tuner_end(tuner);
	}
}

/*
 * What one thread does by the baseline is base itself: the same code. Up to
 * SHORT bytes, those of a deduplicated 2 MiB among them, base takes 0.2 us,
 * and all that comes before the choice would take half of that (AMD EPYC,
 * family 25 model 17).
 */
#define SHORT		(UINT64_C(16) << 10)

bool zd_auto_is_base(const struct memmap_init *in,
		     const struct zonedev_options *options)
{
	uint64_t chunk, bytes = bytes_of(in);

	if (options->strategy || options->keep_caches)
		return false;
	if (bytes <= SHORT)
		return true;
	chunk = zd_chunk_pages(in);
	return stays_cached(in, options) &&
	       (options->threads == 1 ||
		((in->pfn ^ (in->end - 1)) & -chunk) == 0);
}

void zd_auto_was_base(const struct memmap_init *in,
		      struct zonedev_report *report)
{
	report->strategies[0] = (struct zonedev_strategy){
		.name = "base", .chunks = 1, .pages = descriptors_of(in),
		.ns = report->ns,
	};
	report->nr_strategies = 1;
}

void zd_auto_init(struct memmap_init *in,
		  const struct zonedev_options *options, uint64_t start,
		  struct zonedev_report *report)
{
	struct job job = { .tuner = NULL };
	unsigned threads;
	bool choose;

	set_strategies(&job, in, options);
	choose = !options->strategy && !clock_is_coarse(in);
	threads = useful_threads(in, options->threads);
	if (choose && threads > 1 && bytes_of(in) <= CACHED_MOST) {
		run_counted(&job, in, options, threads, start, report);
	} else {
		if (threads > 1)
			threads = at_most(in, threads, zonedev_cpus(),
					  options->threads);
		run_by(&job, in, options, choose, threads, report);
	}
	report->ns = clock_since(start);
	report_strategies(report, job.all);
}
