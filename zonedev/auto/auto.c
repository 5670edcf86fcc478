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
#include "auto.h"
#include "chunk.h"
#include "clock.h"
#include "cpus.h"
#include "queue.h"
#include "workers.h"

/* What all workers of a call share */
struct job {
	const struct ways *ways;
	struct tuner_field field;	/* of ways */
	bool choose;			/* false: it is @way for all */
	unsigned way;
	struct tuner *tuner;
	struct queue queue;
};

/* One worker's part; its templates and counts are written, so not shared */
struct part {
	struct job *job;
	struct init *in;
	struct zonedev_choice *choices;	/* of TUNER_WAYS */
	bool populate;			/* this, and nothing else */
};

/* A worker among others */
struct member {
	struct part part;
	struct init in;
	struct zonedev_choice choices[TUNER_WAYS];
};

static unsigned pick(struct job *job)
{
	return job->choose ? zd_tuner_pick(job->tuner, &job->field) : job->way;
}

static void learn(struct job *job, unsigned way, uint64_t n, uint64_t ns)
{
	if (job->choose)
		zd_tuner_learn(job->tuner, &job->field, way, n, ns);
}

static void account(struct part *part, unsigned way, uint64_t n, uint64_t ns)
{
	part->choices[way].chunks++;
	part->choices[way].pages += n;
	part->choices[way].ns += ns;
}

static void drain(struct init *in)
{
	memcpy_streaming_drain();
	in->counts.drains++;
}

static void write_chunks(struct part *part)
{
	struct job *job = part->job;
	uint64_t pfn, end, start, n, ns;
	bool weakly_ordered = false;
	unsigned way;

	zd_chunk_prepare(part->in);
	while (zd_queue_take(&job->queue, &pfn, &end)) {
		way = pick(job);
		weakly_ordered |= job->ways->way[way].weakly_ordered;
		start = clock_ns();
		zd_chunk_write(part->in, &job->ways->way[way], pfn, end);
		ns = clock_since(start);
		n = chunk_descriptors(part->in, end - pfn);
		learn(job, way, n, ns);
		account(part, way, n, ns);
	}
	if (weakly_ordered)
		drain(part->in);
}

static void part_run(void *arg)
{
	struct part *part = arg;
	uint64_t pfn, end;

	if (!part->populate) {
		write_chunks(part);
		return;
	}
	while (zd_queue_take(&part->job->queue, &pfn, &end))
		zd_chunk_populate(part->in, pfn, end);
}

static void *address_of(const void *in, uint64_t pfn)
{
	return init_page(in, pfn);
}

static void queue_all(struct job *job, const struct init *in, unsigned threads)
{
	zd_queue_init(&job->queue, in->pfn, in->end, zd_chunk_pages(in));
	if (threads > 1)
		zd_queue_by_node(&job->queue, address_of, in);
}

static void merge(struct init *in, struct zonedev_report *report,
		  const struct member *member)
{
	unsigned way;

	in->counts.slow += member->in.counts.slow;
	in->counts.cached += member->in.counts.cached;
	in->counts.streaming += member->in.counts.streaming;
	in->counts.filled += member->in.counts.filled;
	in->counts.drains += member->in.counts.drains;
	for (way = 0; way < TUNER_WAYS; way++) {
		report->choices[way].chunks += member->choices[way].chunks;
		report->choices[way].pages += member->choices[way].pages;
		report->choices[way].ns += member->choices[way].ns;
	}
}

static void run_alone(struct job *job, struct init *in, bool populate,
		      struct zonedev_report *report)
{
	struct part part = {
		.job = job, .in = in, .choices = report->choices,
		.populate = populate,
	};

	queue_all(job, in, 1);
	part_run(&part);
}

/* Without memory for more, one thread does it all. */
static void run_together(struct job *job, struct init *in, unsigned threads,
			 bool populate, struct zonedev_report *report)
{
	struct member *members = calloc(threads, sizeof(*members));
	void **args = calloc(threads, sizeof(*args));
	unsigned i;

	report->threads = 1;
	if (!members || !args) {
		run_alone(job, in, populate, report);
	} else {
		queue_all(job, in, threads);
		for (i = 0; i < threads; i++) {
			members[i].in = *in;
			members[i].part = (struct part){
				.job = job, .in = &members[i].in,
				.choices = members[i].choices,
				.populate = populate,
			};
			args[i] = &members[i].part;
		}
		report->threads = zd_workers_run(threads, part_run, args);
		for (i = 0; i < report->threads; i++)
			merge(in, report, &members[i]);
		zd_queue_free(&job->queue);
	}
	free(args);
	free(members);
}

static void run(struct job *job, struct init *in, unsigned threads,
		bool populate, struct zonedev_report *report)
{
	if (threads > 1)
		run_together(job, in, threads, populate, report);
	else
		run_alone(job, in, populate, report);
}

/* Ways that had no chunk are left out of the report. */
static void report_choices(struct zonedev_report *report,
			   const struct ways *ways)
{
	unsigned way, n = 0;

	for (way = 0; way < ways->n; way++) {
		if (!report->choices[way].chunks)
			continue;
		report->choices[n] = report->choices[way];
		report->choices[n++].backend = ways->way[way].name;
	}
	memset(&report->choices[n], 0,
	       (ZONEDEV_CHOICES_MAX - n) * sizeof(report->choices[0]));
	report->nr_choices = n;
}

static void warn_threads(const struct init *in, unsigned wanted, unsigned got,
			 const char *why)
{
	char line[128];

	snprintf(line, sizeof(line), "asked for %u threads; %u %s", wanted,
		 got, why);
	init_log(in, ZONEDEV_WARNING, line);
}

/* As many as were asked for and can be of use, and so many CPUs */
static unsigned most_threads(const struct init *in, unsigned wanted)
{
	uint64_t chunk = zd_chunk_pages(in);
	uint64_t chunks = (in->end - 1) / chunk - in->pfn / chunk + 1;
	unsigned cpus, most = wanted;

	if (!most || most > chunks)
		most = chunks > WORKERS_MAX ? WORKERS_MAX : (unsigned)chunks;
	if (most == 1)
		return 1;
	cpus = zd_cpus();
	if (most <= cpus)
		return most;
	if (wanted > cpus)
		warn_threads(in, wanted, cpus, "CPUs are ours to use");
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

static bool clock_is_coarse(const struct init *in)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, look_at_clock);
	if (coarse)
		init_log(in, ZONEDEV_WARNING, "the clock is too coarse to tell ways of writing apart; auto takes the first it may");
	return coarse;
}

int zd_auto_check(const struct zonedev_options *options,
		  const struct zonedev_layout *layout, struct refusal *why)
{
	uint32_t eligible;

	if (options->path != ZONEDEV_AUTO || !options->way)
		return 0;
	return zd_ways_only(options->way, layout, &eligible, why);
}

/*
 * A fresh page has just been zeroed through the caches: what the chunk before
 * left there is gone, and ways of both kinds can be compared as they are.
 */
static void set_ways(struct job *job, const struct init *in,
		     const struct zonedev_options *options)
{
	struct tuner_field *field = &job->field;

	job->ways = zd_ways();
	field->streaming = options->fresh ? 0 : job->ways->non_temporal;
	field->parent = job->ways->parent;
	if (options->way)
		zd_ways_only(options->way, &in->layout, &field->eligible, NULL);
	else
		field->eligible = zd_ways_eligible(job->ways, &in->layout,
						   options->keep_caches);
	job->way = (unsigned)__builtin_ctz(field->eligible);
}

/* Lets a whole call go one way; what it cost is learnt when it is over. */
static void hold_one_way(struct job *job)
{
	job->way = pick(job);
	job->choose = false;
}

/* Several chunks, by as many threads as have been found to be worth it */
static void run_chunks(struct job *job, struct init *in,
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
		hold_one_way(job);
	if (options->populate)
		run(job, in, threads, true, report);
	run(job, in, threads, false, report);
	report->ns = clock_since(start);
	if (hold)
		zd_tuner_learn(job->tuner, &job->field, job->way, n,
			       report->ns);
	if (crew)
		zd_tuner_learn(crew, &sizes, size, n, report->ns);
	report_choices(report, job->ways);
	if (report->threads < threads)
		warn_threads(in, threads, report->threads, "could be started");
}

/*
 * Up to so many bytes of descriptors, those of a deduplicated 2 MiB among them,
 * stay in the first-level cache, where base takes 0.2 us: to choose would cost
 * more (80 ns on an AMD EPYC, family 25 model 17) than any choice gains.
 */
#define SHORT		(UINT64_C(16) << 10)

bool zd_auto_is_base(const struct init *in,
		     const struct zonedev_options *options)
{
	return chunk_descriptors(in, in->end - in->pfn) * in->layout.size <=
	       SHORT && !options->way && !options->keep_caches &&
	       !options->populate;
}

static void report_one(struct zonedev_report *report, const char *way,
		       uint64_t n)
{
	report->choices[0] = (struct zonedev_choice){ way, 1, n, report->ns };
	report->nr_choices = 1;
}

void zd_auto_report_base(const struct init *in, struct zonedev_report *report)
{
	report_one(report, "base", chunk_descriptors(in, in->end - in->pfn));
}

/* A call of one chunk: nobody to share with, and its time is the chunk's. */
static void run_chunk(struct job *job, struct init *in,
		      const struct zonedev_options *options,
		      const struct tuner_regime *regime, uint64_t start,
		      struct zonedev_report *report)
{
	uint64_t n = chunk_descriptors(in, in->end - in->pfn);
	const struct way *way;
	unsigned number;

	if (job->choose)
		job->tuner = zd_tuner_of(regime);
	if (options->populate)
		zd_chunk_populate(in, in->pfn, in->end);
	number = pick(job);
	way = &job->ways->way[number];
	zd_chunk_prepare(in);
	zd_chunk_write(in, way, in->pfn, in->end);
	if (way->weakly_ordered)
		drain(in);
	report->ns = clock_since(start);
	learn(job, number, n, report->ns);
	report_one(report, way->name, n);
}

void zd_auto_init(struct init *in, const struct zonedev_options *options,
		  uint64_t start, struct zonedev_report *report)
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
	job.choose = !options->way && !clock_is_coarse(in);
	set_ways(&job, in, options);
	if (((in->pfn ^ (in->end - 1)) & -chunk) == 0)
		run_chunk(&job, in, options, &regime, start, report);
	else
		run_chunks(&job, in, options, &regime, start, report);
}
