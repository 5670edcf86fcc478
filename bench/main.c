/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - whether auto keeps its targets here: make bench-check
 *
 * Each cell of the matrix is one interleaved run, as zonedev bench makes it,
 * and each ratio is one of medians of that run. Nothing is left to judgement:
 * targets.c has the numbers, and a ratio fails that misses its own by more
 * than its own rounds differ.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <streamcpy.h>
#include "common/machine.h"
#include "common/message.h"
#include "zonedev/bench/load.h"
#include "zonedev/bench/measure.h"
#include "common/size.h"
#include "zonedev/bench/sweep.h"
#include "request.h"

#define NAME		"bench/targets"

/* Beside the memmap: the program, the hogs, and what others may want */
#define SPARE_MEMORY	(UINT64_C(256) << 20)

/*
 * So many bytes of descriptors are written by each row of a cell, in a number
 * of rounds that has a median and quartiles: 2 minutes for all, and yet 101
 * rounds where one takes microseconds.
 */
#define CELL_BYTES	(UINT64_C(16) << 30)
#define ROUNDS_LEAST	9
#define ROUNDS_MOST	101

#define SWEEP_SCENARIO	"nd_pmem"

struct check {
	const struct check_request *request;
	unsigned threads;	/* 2, or the one CPU that we may use */
	unsigned verdict[TARGET_MISSED + 1];
	unsigned left_out;
};

struct cell {
	struct check *check;
	const struct scenario *scenario;
	bool published;		/* the size at which P1, P2, P4, P5 count */
	struct zonedev_geometry geometry;
	struct measurement measurement;
	const struct measured *base, *template, *alone, *together;
	unsigned ways;		/* the first row that is held to a way */
};

static bool wanted(const struct check *c, enum target target)
{
	return c->request->targets >> target & 1;
}

static const char *const verdicts[] = {
	[TARGET_MET] = "met",
	[TARGET_CLOSE] = "not met, within the spread",
	[TARGET_MISSED] = "MISSED",
};

/* @bound is the most that the write limit of this run allows; 0: unknown. */
static void judge(struct check *c, enum target target, const char *where,
		  double ratio, double spread, double bound)
{
	const struct target_row *t = target_row(target);
	enum target_verdict verdict = target_judge(target, ratio, spread);

	c->verdict[verdict]++;
	printf("%-4s %-18s %-34s %6.2f %6.2f %6.2f  %s", t->name, t->what,
	       where, ratio, t->least, spread, verdicts[verdict]);
	if (verdict != TARGET_MET && bound && bound < t->least)
		printf("; cannot be had here: the write limit allows %.2f",
		       bound);
	printf("\n");
	fflush(stdout);
}

static void leave_out(struct check *c, const char *where, const char *why)
{
	c->left_out++;
	printf("%-4s %-18s %-34s left out: %s\n", "", "", where, why);
}

static void name_cell(const struct cell *cell, const char *regime,
		      unsigned threads, char text[64])
{
	char size[24];

	size_words(cell->measurement.config.size, size);
	snprintf(text, 64, "%s %s %s x%u", cell->scenario->name, size, regime,
		 threads);
}

/* What base's time divided by the fastest plain fill's comes to */
static double bound(const struct cell *cell, const struct sample *of,
		    unsigned threads)
{
	const char *name;
	double limit = limits_best(&cell->measurement.limits, LIMIT_ANY,
				   threads, &name);

	return limit ? sample_median(of) / limit : 0;
}

static void judge_ratio(const struct cell *cell, enum target target,
			const struct measured *of, const struct measured *row)
{
	double spread, ratio = sample_ratio(&of->rebind, &row->rebind, &spread);
	char where[64];

	name_cell(cell, "rebind", row->threads, where);
	judge(cell->check, target, where, ratio, spread,
	      bound(cell, &of->rebind, measured_threads(row)));
}

static void judge_fresh(const struct cell *cell, const struct measured *row)
{
	double spread, ratio = sample_ratio(&cell->base->first, &row->first,
					    &spread);
	char where[64];

	name_cell(cell, "fresh", row->threads, where);
	judge(cell->check, TARGET_NEVER_SLOWER, where, ratio, spread, 0);
}

static const struct measured *best_way(const struct cell *cell)
{
	const struct measurement *m = &cell->measurement;
	const struct measured *best = cell->base;
	unsigned i;

	for (i = cell->ways; i < m->nr_rows; i++)
		if (sample_median(&m->row[i].rebind) <
		    sample_median(&best->rebind))
			best = &m->row[i];
	return best;
}

static void judge_limit(const struct cell *cell)
{
	const struct limit *limit = limits_fastest(&cell->measurement.limits,
						   LIMIT_ANY, 1);
	double spread, ratio;
	char where[64];

	if (!limit)
		return;
	ratio = sample_ratio(&limit->ns, &cell->alone->rebind, &spread);
	name_cell(cell, "rebind", 1, where);
	judge(cell->check, TARGET_LIMIT, where, ratio, spread, 0);
}

static void judge_published(const struct cell *cell)
{
	const struct check *c = cell->check;

	if (wanted(c, TARGET_BEST))
		judge_ratio(cell, TARGET_BEST, best_way(cell), cell->alone);
	if (wanted(c, TARGET_BASE))
		judge_ratio(cell, TARGET_BASE, cell->base, cell->alone);
	if (wanted(c, TARGET_TEMPLATE))
		judge_ratio(cell, TARGET_TEMPLATE, cell->template,
			    cell->alone);
	if (wanted(c, TARGET_THREADS) && cell->together)
		judge_ratio(cell, TARGET_THREADS, cell->base, cell->together);
	if (wanted(c, TARGET_LIMIT))
		judge_limit(cell);
}

static void judge_cell(const struct cell *cell)
{
	const struct check *c = cell->check;

	if (wanted(c, TARGET_NEVER_SLOWER)) {
		judge_ratio(cell, TARGET_NEVER_SLOWER, cell->base,
			    cell->alone);
		if (cell->together)
			judge_ratio(cell, TARGET_NEVER_SLOWER, cell->base,
				    cell->together);
		if (cell->measurement.binds)
			judge_fresh(cell, cell->alone);
		if (cell->measurement.binds && cell->together)
			judge_fresh(cell, cell->together);
	}
	if (cell->published)
		judge_published(cell);
}

static const struct measured *add_row(struct cell *cell,
				      enum zonedev_path path, unsigned threads,
				      const char *way)
{
	struct measured *row = &cell->measurement.row[
		cell->measurement.nr_rows++];

	row->path = path;
	row->threads = threads;
	row->strategy = way;
	return row;
}

static void add_rows(struct cell *cell)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	const struct check *c = cell->check;

	cell->base = add_row(cell, ZONEDEV_BASE, 1, NULL);
	cell->alone = add_row(cell, ZONEDEV_AUTO, 1, NULL);
	if (c->threads > 1)
		cell->together = add_row(cell, ZONEDEV_AUTO, c->threads, NULL);
	if (cell->published && wanted(c, TARGET_TEMPLATE))
		cell->template = add_row(cell, ZONEDEV_TEMPLATE, 1, NULL);
	cell->ways = cell->measurement.nr_rows;
	if (!cell->published || !wanted(c, TARGET_BEST))
		return;
	for (; *b && cell->measurement.nr_rows < MEASURE_ROWS; b++)
		add_row(cell, ZONEDEV_AUTO, 1, (*b)->name);
}

/* Odd, so that the median is one of them */
static unsigned rounds(const struct zonedev_geometry *g)
{
	uint64_t n = CELL_BYTES / (g->memmap_written + 1);

	if (n < ROUNDS_LEAST)
		return ROUNDS_LEAST;
	return n < ROUNDS_MOST ? (unsigned)n | 1 : ROUNDS_MOST;
}

static bool fits(const struct cell *cell)
{
	return cell->geometry.memmap_written + SPARE_MEMORY <=
	       machine_memory();
}

/* Cells that have nothing to be judged by are not measured. */
static bool needed(const struct cell *cell)
{
	const unsigned everywhere = 1u << TARGET_NEVER_SLOWER;
	const unsigned published = 1u << TARGET_BEST | 1u << TARGET_BASE |
				   1u << TARGET_TEMPLATE |
				   1u << TARGET_THREADS | 1u << TARGET_LIMIT;

	return cell->check->request->targets &
	       (everywhere | (cell->published ? published : 0));
}

/* 0, or 1 when it could not be measured at all */
static int run_cell(struct check *c, const struct scenario *s, uint64_t size,
		    bool largest)
{
	struct cell cell = {
		.check = c, .scenario = s,
		.published = largest && s->published[ZONEDEV_BASE].rebind > 0,
	};
	struct measurement *m = &cell.measurement;
	char where[64], why[256];
	int err;

	m->name = s->name;
	m->model = zonedev_models()[0];
	m->config = (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = size, .start_pfn = SCENARIO_START_PFN,
	};
	if (!needed(&cell))
		return 0;
	name_cell(&cell, "", c->threads, where);
	*strrchr(where, ' ') = '\0';
	if (zonedev_geometry(m->model, &m->config, &cell.geometry, why,
			     sizeof(why)))
		return leave_out(c, where, why), 0;
	if (!fits(&cell))
		return leave_out(c, where, "its descriptors do not fit into memory"), 0;
	add_rows(&cell);
	m->rebinds = rounds(&cell.geometry);
	m->binds = s->whole_binds ? m->rebinds : 0;
	err = measure(m, why, sizeof(why));
	if (err)
		complain(NAME, "%s: %s; everything was undone", where, why);
	else
		judge_cell(&cell);
	measure_free(m);
	return err ? 1 : 0;
}

static int run_sweep(struct check *c)
{
	const struct scenario *s = scenario_find(SWEEP_SCENARIO);
	struct sweep sweep = {
		.model = zonedev_models()[0],
		.config = {
			.type = s->type, .map = s->map, .align = s->align,
			.start_pfn = SCENARIO_START_PFN,
		},
		.rounds = ROUNDS_LEAST,
		.row = { { .path = ZONEDEV_AUTO, .threads = 1 } },
		.nr_rows = 1,
	};
	unsigned cheapest, dearest;
	char why[256], low[24], high[24], where[96];
	double flat, spread;
	int err = sweep_sizes(&sweep, UINT64_MAX, why, sizeof(why));

	if (err)
		return leave_out(c, "sweep", why), 0;
	err = sweep_run(&sweep, why, sizeof(why));
	if (err) {
		complain(NAME, "sweep: %s; everything was undone", why);
	} else {
		flat = sweep_flatness(&sweep, &sweep.row[0], &cheapest,
				      &dearest, &spread);
		size_short(sweep.size[0].bytes, low);
		size_short(sweep.size[sweep.nr_sizes - 1].bytes, high);
		snprintf(where, sizeof(where), SWEEP_SCENARIO " %s to %s rebind x1",
			 low, high);
		judge(c, TARGET_FLAT, where, flat, spread, 0);
	}
	sweep_free(&sweep);
	return err ? 1 : 0;
}

static int run_all(struct check *c)
{
	const struct check_request *r = c->request;
	unsigned s, i;
	int status = 0;

	for (s = 0; !status && s < r->nr_scenarios; s++)
		for (i = 0; !status && i < r->nr_sizes; i++)
			status = run_cell(c, r->scenario[s], r->size[i],
					  r->size[i] == r->largest);
	for (s = 0; !status && s < r->nr_scenarios; s++)
		if (wanted(c, TARGET_FLAT) &&
		    !strcmp(r->scenario[s]->name, SWEEP_SCENARIO))
			status = run_sweep(c);
	return status;
}

static void print_head(const struct check *c)
{
	const struct check_request *r = c->request;

	printf("%s, %s\n%s", r->origin.cpu, r->origin.date, r->origin.command);
	if (r->load)
		printf("; %" PRIu64 " other thread%s copying memory", r->load,
		       r->load == 1 ? "" : "s");
	printf("\n\n%-4s %-18s %-34s %6s %6s %6s\n", "", "what", "where",
	       "ratio", "wanted", "spread");
}

static int run(const struct command *command, int argc, char **argv)
{
	struct check_request request;
	struct check c = { .request = &request };
	int status = check_request_take(command, &request, argc, argv);

	if (status)
		return status == -1 ? 0 : status;
	c.threads = machine_cpus() > 1 ? 2 : 1;
	if (load_start((unsigned)request.load))
		return failed(NAME, "--load: no memory or threads for %" PRIu64 " copying threads",
			      request.load);
	print_head(&c);
	if (c.threads < 2)
		leave_out(&c, "2 threads", "we may run on one CPU only");
	status = run_all(&c);
	load_stop();
	printf("\n%u met, %u not met within their spread, %u missed, %u left out\n",
	       c.verdict[TARGET_MET], c.verdict[TARGET_CLOSE],
	       c.verdict[TARGET_MISSED], c.left_out);
	return status || c.verdict[TARGET_MISSED] ? 1 : 0;
}

int main(int argc, char **argv)
{
	const struct command command = {
		.name = NAME,
		.about =
"Measures what auto must come to, ratio by ratio, and exits with 1 if one is\n"
"missed by more than its rounds differ. On an idle machine.\n",
		.groups = check_request_options, .run = run,
	};

	return command_main(&command, argc, argv);
}
