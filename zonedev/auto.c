/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * auto.c - runs of equal descriptors, chunk by chunk, each by the way that
 * costs least here
 *
 * Between two changes that depend on the pfn a template does not change, so
 * the run is one fill instead of a copy for each descriptor. A chunk ends
 * where no compound, section or word of the pageblock map is shared with the
 * next, so threads need not know of each other.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "auto.h"
#include "clock.h"
#include "ways.h"
#include "workers.h"

/*
 * 2 MiB of descriptors: one huge page to fault in, long against the two clock
 * readings (50 ns of about 100 us), short against a bind, so that trying every
 * way costs little.
 */
#define CHUNK_BYTES	(UINT64_C(2) << 20)

/* What all workers of a call share */
struct job {
	const struct init *in;
	struct ways ways;
	struct tuner *tuner;
	uint64_t chunk_pages;		/* a power of two */
	_Atomic uint64_t next;		/* the first pfn not yet taken */
};

struct worker_job {
	struct job *job;
	struct init in;			/* its templates and counts are ours */
	struct zonedev_choice choices[TUNER_WAYS];
	bool began;
};

static void make_template(struct init *in, struct kind *kind, uint64_t pfn)
{
	struct run run = zd_init_run(in, pfn, 1);

	run.at = kind->template;
	in->runs->build(&in->layout, run, &kind->values);
}

/* The end of the section of @pfn where its number is in the flags, or @end */
static uint64_t section_end(const struct init *in, uint64_t pfn, uint64_t end)
{
	uint64_t pages, next;

	if (!in->layout.section.width)
		return end;
	pages = UINT64_C(1) << (in->model->section_size_bits -
				in->model->page_shift);
	next = (pfn / pages + 1) * pages;
	return next < end ? next : end;
}

static void write_equal(struct init *in, struct kind *kind,
			const struct way *way, uint64_t pfn, uint64_t end)
{
	uint64_t next;

	for (; pfn < end; pfn = next) {
		next = section_end(in, pfn, end);
		zd_init_refresh_section(in, kind, pfn);
		way->write(way, in, kind, pfn, next - pfn);
	}
}

static void build(struct init *in, struct kind *kind, uint64_t pfn, uint64_t n)
{
	zd_init_refresh_section(in, kind, pfn);
	in->runs->build(&in->layout, zd_init_run(in, pfn, n), &kind->values);
	in->counts.slow += n;
}

/*
 * The head and the two tails that hold its compound's data go the slow way and
 * through the cache, before the run behind them: nothing that was streamed is
 * written again, so no drain is needed between compounds.
 */
static void write_compound(struct init *in, const struct way *way,
			   uint64_t head)
{
	uint64_t end = head + in->per_compound;
	uint64_t own = in->per_compound > 3 ? 3 : in->per_compound;

	build(in, &in->head, head, 1);
	zd_init_set_head(in, head);
	if (in->layout.tail_mode == ZONEDEV_TAIL_POINTER) {
		zd_init_tail_values(in, head);
		make_template(in, &in->tail, head + 1);
	}
	build(in, &in->tail, head + 1, own - 1);
	zd_init_prep_head(in, head);
	write_equal(in, &in->tail, way, head + own, end);
}

static void write_descriptors(struct init *in, const struct way *way,
			      uint64_t pfn, uint64_t end, uint64_t step)
{
	if (step == 1) {
		write_equal(in, &in->head, way, pfn, end);
		return;
	}
	for (; pfn < end; pfn += step)
		write_compound(in, way, pfn);
}

/* Those of the pfns whose descriptors are written */
static void visit_pageblocks(const struct init *in, uint64_t pfn, uint64_t end,
			     uint64_t step)
{
	uint64_t visited = in->per_compound;

	if (in->model->pageblock_rule != ZONEDEV_PAGEBLOCK_VISITED)
		return;
	if (visited == step)
		visited = step = end - pfn;
	for (; pfn < end; pfn += step)
		zd_pageblock_set_range(in->zone, in->model, pfn,
				       pfn + visited);
}

/*
 * The pageblocks come after all descriptors of the chunk: setting one is a
 * locked instruction, which waits until every streaming store before it has
 * left the core. One for each 2 MiB compound cost 7 % of a rebind of dax_pmem
 * (AMD EPYC, family 25 model 17: 67.9 ms against 62.9).
 */
static void write_chunk(struct init *in, const struct way *way, uint64_t pfn,
			uint64_t end)
{
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	write_descriptors(in, way, pfn, end, step);
	visit_pageblocks(in, pfn, end, step);
}

/* Descriptors written for the pfns of whole compounds, or single pages */
static uint64_t descriptors(const struct init *in, uint64_t pages)
{
	return (pages >> in->pgmap->vmemmap_shift) * in->per_compound;
}

static bool take_chunk(struct job *job, uint64_t *pfn, uint64_t *end)
{
	uint64_t next, from = atomic_load(&job->next);

	do {
		if (from >= job->in->end)
			return false;
		next = (from / job->chunk_pages + 1) * job->chunk_pages;
		if (next > job->in->end)
			next = job->in->end;
	} while (!atomic_compare_exchange_weak(&job->next, &from, next));
	*pfn = from;
	*end = next;
	return true;
}

static void worker_begin(struct worker_job *mine)
{
	struct init *in = &mine->in;

	zd_init_tail_values(in, in->pfn);
	make_template(in, &in->head, in->pfn);
	make_template(in, &in->tail, in->pfn);
	mine->began = true;
}

static void worker_run(void *arg)
{
	struct worker_job *mine = arg;
	struct job *job = mine->job;
	uint64_t pfn, end, start, ns, n;
	unsigned way;

	worker_begin(mine);
	while (take_chunk(job, &pfn, &end)) {
		way = zd_tuner_pick(job->tuner, job->ways.eligible);
		start = clock_ns();
		write_chunk(&mine->in, &job->ways.way[way], pfn, end);
		ns = clock_ns() - start;
		n = descriptors(&mine->in, end - pfn);
		zd_tuner_learn(job->tuner, way, n, ns);
		mine->choices[way].chunks++;
		mine->choices[way].pages += n;
		mine->choices[way].ns += ns;
	}
	memcpy_streaming_drain();
	mine->in.counts.drains++;
}

/*
 * A power of two of pages, so that chunks end at compounds, sections and words
 * of the pageblock map, which are powers of two as well: eight pageblocks at
 * least.
 */
static uint64_t chunk_pages(const struct init *in)
{
	uint64_t pages = UINT64_C(8) << in->model->pageblock_order;
	uint64_t step = UINT64_C(1) << in->pgmap->vmemmap_shift;

	if (pages < step)
		pages = step;
	while (descriptors(in, pages) * in->layout.size < CHUNK_BYTES)
		pages *= 2;
	return pages;
}

static unsigned threads_for(const struct init *in, uint64_t chunk,
			    unsigned wanted)
{
	uint64_t chunks = (in->end - 1) / chunk - in->pfn / chunk + 1;

	if (!wanted)
		wanted = zd_workers_cpus();
	return wanted < chunks ? wanted : (unsigned)chunks;
}

static void merge(struct init *in, struct zonedev_report *report,
		  const struct worker_job *mine)
{
	unsigned way;

	in->counts.slow += mine->in.counts.slow;
	in->counts.cached += mine->in.counts.cached;
	in->counts.streaming += mine->in.counts.streaming;
	in->counts.filled += mine->in.counts.filled;
	in->counts.drains += mine->in.counts.drains;
	for (way = 0; way < TUNER_WAYS; way++) {
		report->choices[way].chunks += mine->choices[way].chunks;
		report->choices[way].pages += mine->choices[way].pages;
		report->choices[way].ns += mine->choices[way].ns;
	}
}

/* Ways that had no chunk are left out of the report. */
static void report_choices(struct zonedev_report *report,
			   const struct ways *ways)
{
	unsigned way, n = 0;

	for (way = 0; way < TUNER_WAYS; way++) {
		if (!report->choices[way].chunks)
			continue;
		report->choices[n] = report->choices[way];
		report->choices[n++].backend = ways->way[way].name;
	}
	report->nr_choices = n;
}

static void run_alone(struct worker_job *mine, struct job *job,
		      const struct init *in)
{
	memset(mine, 0, sizeof(*mine));
	mine->job = job;
	mine->in = *in;
	worker_run(mine);
}

/* 0, or nothing was done for want of memory */
static int run_together(struct job *job, struct init *in, unsigned threads,
			struct zonedev_report *report)
{
	struct worker_job *jobs = calloc(threads, sizeof(*jobs));
	void **args = calloc(threads, sizeof(*args));
	unsigned i;

	if (!jobs || !args) {
		free(args);
		free(jobs);
		return -1;
	}
	for (i = 0; i < threads; i++) {
		jobs[i].job = job;
		jobs[i].in = *in;
		args[i] = &jobs[i];
	}
	report->threads = zd_workers_run(threads, worker_run, args);
	for (i = 0; i < threads; i++)
		if (jobs[i].began)
			merge(in, report, &jobs[i]);
	free(args);
	free(jobs);
	return 0;
}

void zd_auto_init(struct init *in, const struct zonedev_options *options,
		  struct zonedev_report *report)
{
	struct job job = { .in = in, .next = in->pfn };
	struct worker_job alone;
	unsigned threads;

	job.chunk_pages = chunk_pages(in);
	threads = threads_for(in, job.chunk_pages, options->threads);
	job.tuner = zd_tuner_of(&(struct tuner_regime){
		.fresh = options->fresh,
		.compound = in->pgmap->vmemmap_shift > 0,
		.threads = threads > 1,
		.bytes = descriptors(in, in->end - in->pfn) * in->layout.size,
	});
	zd_ways_init(&job.ways, in, options->keep_caches);
	if (threads <= 1 || run_together(&job, in, threads, report)) {
		run_alone(&alone, &job, in);
		merge(in, report, &alone);
	}
	report_choices(report, &job.ways);
}
