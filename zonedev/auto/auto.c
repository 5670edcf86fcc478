/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.c - chunk by chunk, each by the way that costs least here
 *
 * A chunk ends where no compound, section or word of the pageblock map is
 * shared with the next, so threads need not know of each other.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "auto/auto.h"
#include "auto/fill.h"
#include "auto/queue.h"
#include "auto/threads.h"
#include "auto/tuner.h"
#include "clock.h"

_Static_assert(TUNER_WAYS >= STRATEGIES_MAX, "a strategy has no tuner");

/* What all workers of a call share */
struct job {
	const struct strategies *all;
	struct tuner_field field;	/* of all */
	bool choose;			/* false: @strategy for all chunks */
	unsigned strategy;
	struct tuner *tuner;
	struct queue queue;
};

/* One worker's part; its templates and counts are written, so not shared */
struct part {
	struct job *job;
	struct memmap_init *in;
	struct zonedev_strategy *spent;	/* of STRATEGIES_MAX */
};

/* A worker among others */
struct member {
	struct part part;
	struct memmap_init in;
	struct zonedev_strategy spent[STRATEGIES_MAX];
};

static unsigned pick(struct job *job)
{
	return job->choose ? zd_tuner_pick(job->tuner, &job->field) :
	       job->strategy;
}

static void learn(struct job *job, unsigned strategy, uint64_t n, uint64_t ns)
{
	if (job->choose)
		zd_tuner_learn(job->tuner, &job->field, strategy, n, ns);
}

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
		strategy = pick(job);
		weakly_ordered |= job->all->strategy[strategy].weakly_ordered;
		start = clock_ns();
		zd_chunk_write(part->in, &job->all->strategy[strategy], pfn,
			       end);
		ns = clock_since(start);
		n = chunk_descriptors(part->in, end - pfn);
		learn(job, strategy, n, ns);
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

/* As many as were asked for and can be of use, and so many CPUs */
static unsigned most_threads(const struct memmap_init *in, unsigned wanted)
{
	uint64_t chunk = zd_chunk_pages(in);
	uint64_t chunks = (in->end - 1) / chunk - in->pfn / chunk + 1;
	unsigned cpus, most = wanted;

	if (!most || most > chunks)
		most = chunks > THREADS_MAX ? THREADS_MAX : (unsigned)chunks;
	if (most == 1)
		return 1;
	cpus = zonedev_cpus();
	if (most <= cpus)
		return most;
	if (wanted > cpus)
		warn_threads(in, wanted, cpus, "CPUs are available");
	return cpus;
}

/* Beyond that the start of threads cannot be felt. */
static struct tuner *crew_tuner(const struct tuner_regime *regime,
				unsigned most)
{
	struct tuner_regime crew = *regime;

	crew.question = TUNER_CREW;
	crew.threads = true;
	return most > 1 && regime->bytes <= TUNER_IN_CACHE ?
	       zd_tuner_of(&crew) : NULL;
}

/* Ways of a crew tuner: 1, 2, 4 ... threads, and @most, which is over 1 */
static struct tuner_field crew_sizes(unsigned most)
{
	return (struct tuner_field){
		.eligible = UINT32_MAX >> (__builtin_clz(most - 1) - 1),
	};
}

static unsigned crew_size(unsigned way, unsigned most)
{
	return UINT32_C(1) << way < most ? UINT32_C(1) << way : most;
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

/*
 * A fresh page has just been zeroed through the caches: what the chunk before
 * left there is gone, and strategies of both kinds can be compared as they are.
 */
static void set_strategies(struct job *job, const struct memmap_init *in,
			   const struct zonedev_options *options)
{
	struct tuner_field *field = &job->field;

	job->all = zd_strategies();
	field->streaming = options->fresh ? 0 : job->all->non_temporal;
	field->parent = job->all->parent;
	if (options->strategy)
		zd_strategies_only(options->strategy, &in->layout, false,
				   &field->eligible, &in->log);
	else
		field->eligible = zd_strategies_eligible(job->all, &in->layout,
							 options->keep_caches);
	job->strategy = (unsigned)__builtin_ctz(field->eligible);
}

/* One strategy for the whole call; what it cost is learnt when it is over. */
static void hold_one(struct job *job)
{
	job->strategy = pick(job);
	job->choose = false;
}

/* Several chunks, by as many threads as have been found to be worth it */
static void run_chunks(struct job *job, struct memmap_init *in,
		       const struct zonedev_options *options,
		       struct tuner_regime *regime, uint64_t start,
		       struct zonedev_report *report)
{
	bool hold = job->choose && regime->bytes <= TUNER_IN_CACHE;
	unsigned most = most_threads(in, options->threads), size = 0;
	struct tuner *crew = job->choose ? crew_tuner(regime, most) : NULL;
	uint64_t n = regime->bytes / in->layout.size;
	struct tuner_field sizes = {0};
	unsigned threads = most;

	if (crew) {
		sizes = crew_sizes(most);
		size = zd_tuner_pick(crew, &sizes);
		threads = crew_size(size, most);
	}
	regime->threads = threads > 1;
	if (job->choose)
		job->tuner = zd_tuner_of(regime);
	if (hold)
		hold_one(job);
	run(job, in, threads, report);
	report->ns = clock_since(start);
	if (hold)
		zd_tuner_learn(job->tuner, &job->field, job->strategy, n,
			       report->ns);
	if (crew)
		zd_tuner_learn(crew, &sizes, size, n, report->ns);
	report_strategies(report, job->all);
	if (report->threads < threads)
		warn_threads(in, threads, report->threads, "could be started");
}

/*
 * Up to so many bytes of descriptors, those of a deduplicated 2 MiB among them,
 * stay in the first-level cache, where base takes 0.2 us: to choose would cost
 * more (80 ns on an AMD EPYC, family 25 model 17) than any choice gains.
 */
#define SHORT		(UINT64_C(16) << 10)

bool zd_auto_is_base(const struct memmap_init *in,
		     const struct zonedev_options *options)
{
	return chunk_descriptors(in, in->end - in->pfn) * in->layout.size <=
	       SHORT && !options->strategy && !options->keep_caches;
}

static void report_one(struct zonedev_report *report, const char *name,
		       uint64_t n)
{
	report->strategies[0] = (struct zonedev_strategy){
		name, 1, n, report->ns,
	};
	report->nr_strategies = 1;
}

void zd_auto_report_base(const struct memmap_init *in,
			 struct zonedev_report *report)
{
	report_one(report, "base", chunk_descriptors(in, in->end - in->pfn));
}

/* A call of one chunk: nobody to share with, and its time is the chunk's. */
static void run_chunk(struct job *job, struct memmap_init *in,
		      const struct tuner_regime *regime, uint64_t start,
		      struct zonedev_report *report)
{
	uint64_t n = chunk_descriptors(in, in->end - in->pfn);
	const struct strategy *strategy;
	unsigned number;

	if (job->choose)
		job->tuner = zd_tuner_of(regime);
	number = pick(job);
	strategy = &job->all->strategy[number];
	zd_chunk_prepare(in);
	zd_chunk_write(in, strategy, in->pfn, in->end);
	if (strategy->weakly_ordered)
		init_drain(in);
	report->ns = clock_since(start);
	learn(job, number, n, report->ns);
	report_one(report, strategy->name, n);
}

void zd_auto_init(struct memmap_init *in,
		  const struct zonedev_options *options, uint64_t start,
		  struct zonedev_report *report)
{
	struct tuner_regime regime = {
		.question = TUNER_WAY,
		.fresh = options->fresh,
		.compound = in->pgmap->vmemmap_shift > 0,
		.differing = in->layout.virtual_offset > 0,
		.keep_caches = options->keep_caches,
		.bytes = chunk_descriptors(in, in->end - in->pfn) *
			 in->layout.size,
	};
	uint64_t chunk = zd_chunk_pages(in);
	struct job job;

	job.tuner = NULL;
	job.choose = !options->strategy && !clock_is_coarse(in);
	set_strategies(&job, in, options);
	if (((in->pfn ^ (in->end - 1)) & -chunk) == 0)
		run_chunk(&job, in, &regime, start, report);
	else
		run_chunks(&job, in, options, &regime, start, report);
}
