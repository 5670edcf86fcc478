/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cells.c - auto held to base, to the best strategy and to the limit
 *
 * Each cell of scenario x size is one run, as zonedev bench makes it.
 */
#include <string.h>
#include <streamcpy.h>
#include "common/interrupt.h"
#include "common/machine.h"
#include "common/message.h"
#include "common/size.h"
#include "zonedev/bench/measure.h"
#include "zonedev/bench/share.h"
#include "zonedev/bench/sweep.h"
#include "judge.h"

#define NAME		"bench/targets"

#define SWEEP_SCENARIO	"nd_pmem"
#define SWEEP_ROUNDS	64

/*
 * Descriptors that fit a third-level cache auto writes as base does, through
 * it: they may be there (T1). Its own way to write, which may cost a page less,
 * is that of larger devices.
 */
#define SWEEP_AUTO	(UINT64_C(8) << 30)

/*
 * T2 and T3 count from so many bytes of descriptors on: 16 GiB of single pages
 * have 256 MiB. Fewer stay in caches, whose limit is not the memory's: 100 GiB
 * of 1 GiB compounds whose tails are shared have 800 KiB.
 */
#define LARGE		(UINT64_C(128) << 20)

struct cell {
	struct check *check;
	const struct scenario *scenario;
	bool large;
	struct zonedev_geometry geometry;
	struct measurement measurement;
	const struct measured *alone, *together;
	unsigned strategies;	/* the first row that is held to one */
};

static void name_cell(const struct cell *cell, const char *phase,
		      unsigned threads, char text[64])
{
	char size[24];

	size_words(cell->measurement.config.size, size);
	snprintf(text, 64, "%s %s %s x%u", cell->scenario->name, size, phase,
		 threads);
}

/* With as many threads; base is one of them where that is 1 */
static const struct measured *best_strategy(const struct cell *cell,
					    const struct measured *row,
					    unsigned *n)
{
	const struct measurement *m = &cell->measurement;
	const struct measured *best = row->threads == 1 ? &m->base : NULL;
	unsigned i;

	*n = best ? 1 : 0;
	for (i = cell->strategies; i < m->nr_rows; i++) {
		if (m->row[i].threads != row->threads)
			continue;
		++*n;
		if (m->row[i].rests)
			continue;
		if (!best || sample_median(&m->row[i].rebind.ns) <
		    sample_median(&best->rebind.ns))
			best = &m->row[i];
	}
	return best;
}

/* What is judged of a cell, a ratio each */
struct question {
	enum target target;
	enum phase phase;
	unsigned threads;
	struct interval ratio;
};

#define QUESTIONS	4	/* of a row */

static unsigned ask(const struct cell *cell, const struct measured *row,
		    struct question question[QUESTIONS])
{
	const struct check *c = cell->check;
	const struct measured *best;
	struct question *q = question;
	unsigned n;

	if (wanted(c, TARGET_BASE)) {
		*q++ = (struct question){
			TARGET_BASE, PHASE_REBIND, row->threads,
			measured_ratio(row, STATISTICS_ERROR) };
		*q++ = (struct question){
			TARGET_BASE, PHASE_FRESH, row->threads,
			measured_fresh_ratio(row, false, STATISTICS_ERROR) };
	}
	if (!cell->large)
		return (unsigned)(q - question);
	best = best_strategy(cell, row, &n);
	if (best && wanted(c, TARGET_BEST))
		*q++ = (struct question){
			TARGET_BEST, PHASE_REBIND, row->threads,
			measured_between(row, best, STATISTICS_ERROR / n) };
	if (wanted(c, TARGET_LIMIT))
		*q++ = (struct question){
			TARGET_LIMIT, PHASE_REBIND, row->threads,
			share_of_limit(&cell->measurement, row) };
	return (unsigned)(q - question);
}

/*
 * An init of 4 KiB of descriptors takes 0.16 us. There auto is base itself, the
 * same code (check_auto), and which of the two is the faster depends on the
 * process: with the addresses of a program change the branches that are
 * mispredicted, 10 to 15 ns each, so that one had 0.79 to 1.22 of the other.
 */
#define SHORT_NS	1000

/* NULL, or why there is no answer: threads that are not to be had, no clock */
static const char *no_answer(const struct question *q,
			     const struct measured *row)
{
	const struct sample *base = &row->rebind.base;

	if (q->target == TARGET_BASE)
		return q->phase == PHASE_REBIND && base->n &&
		       sample_median(base) < SHORT_NS ?
		       "base itself, and too short to tell 2 %" : NULL;
	return measured_threads(row) < row->threads ?
	       "CPU mask or quota leaves fewer threads" : NULL;
}

static bool is_decided(const struct cell *cell, const struct measured *row,
		       enum phase phase)
{
	struct question question[QUESTIONS];
	unsigned i, n = ask(cell, row, question);

	for (i = 0; i < n; i++)
		if (question[i].phase == phase &&
		    !no_answer(&question[i], row) &&
		    target_judge(question[i].target, &question[i].ratio) ==
		    TARGET_UNDECIDED)
			return false;
	return true;
}

/*
 * A sequence of intervals may be looked at after each round, but rounds that
 * lean as the one before did show it only after some 60 (statistics.h): the
 * same code was once found to be 0.95 of itself. Those of large cells take
 * seconds, and hundreds of them are needed for T3 in any case.
 */
#define LEAST_ROUNDS		60
#define LEAST_ROUNDS_LARGE	24

static size_t rounds_of(const struct measured *row, enum phase phase)
{
	return phase == PHASE_FRESH ? row->fresh.ns.n : row->rebind.ns.n;
}

static bool enough(const struct measurement *m, enum phase phase,
		   const void *arg)
{
	const struct cell *cell = arg;

	return rounds_of(&m->base, phase) >= (cell->large ?
					      LEAST_ROUNDS_LARGE :
					      LEAST_ROUNDS) &&
	       is_decided(cell, cell->alone, phase) &&
	       is_decided(cell, cell->together, phase);
}

static void judge_row(const struct cell *cell, const struct measured *row)
{
	static const char *const phases[] = {
		[PHASE_FRESH] = "fresh", [PHASE_REBIND] = "rebind",
	};
	struct question question[QUESTIONS], *q = question;
	unsigned n = ask(cell, row, question);
	const char *why;
	char where[64];

	for (; q < question + n; q++) {
		name_cell(cell, phases[q->phase], q->threads, where);
		why = no_answer(q, row);
		if (why)
			leave_out(cell->check, where, why);
		else
			judge(cell->check, q->target, where, q->ratio);
	}
}

static void add_strategies(struct cell *cell, unsigned threads)
{
	const struct streamcpy_backend *const *b = streamcpy_backends();
	struct measured *row;

	for (; *b; b++) {
		row = measurement_add_row(&cell->measurement,
				      row_type_find("auto"), threads);
		if (row)
			row->strategy = (*b)->name;
	}
}

static void add_rows(struct cell *cell)
{
	struct measurement *m = &cell->measurement;
	const struct row_type *type = row_type_find("auto");

	m->base.type = row_type_at(0);
	m->base.threads = 1;
	cell->alone = measurement_add_row(m, type, 1);
	cell->together = measurement_add_row(m, type, 2);
	cell->strategies = m->nr_rows;
	if (!cell->large || !wanted(cell->check, TARGET_BEST))
		return;
	add_strategies(cell, 1);
	add_strategies(cell, 2);
}

static bool fits(const struct cell *cell)
{
	return cell->geometry.memmap_written + SPARE_MEMORY <=
	       machine_memory();
}

/* What has nothing to be judged by is not measured. */
static bool needed(const struct check *c, bool large)
{
	return wanted(c, TARGET_BASE) ||
	       (large && (wanted(c, TARGET_BEST) || wanted(c, TARGET_LIMIT)));
}

static int measure_cell(struct cell *cell, const char *where)
{
	struct measurement *m = &cell->measurement;
	char why[256];
	int err;

	add_rows(cell);
	m->fresh = true;
	m->fills = cell->large && wanted(cell->check, TARGET_LIMIT);
	m->enough = enough;
	m->enough_arg = cell;
	m->race = true;
	m->time_ns = cell->check->seconds * 1000000000;
	err = measure(m, why, sizeof(why));
	if (err) {
		failed(NAME, "%s: %s; everything was undone", where, why);
	} else {
		judge_row(cell, cell->alone);
		judge_row(cell, cell->together);
	}
	measurement_free(m);
	return err ? STATUS_FAILED : 0;
}

/* 0, or 1 when it could not be measured at all */
static int run_cell(struct check *c, const struct scenario *s, uint64_t size)
{
	struct cell cell = {
		.check = c, .scenario = s,
	};
	struct measurement *m = &cell.measurement;
	char where[64], why[256];

	if (!needed(c, true))
		return 0;
	m->name = s->name;
	m->model = zonedev_models()[0];
	m->config = (struct zonedev_config){
		.type = s->type, .map = s->map, .align = s->align,
		.size = size, .start_pfn = SCENARIO_START_PFN,
	};
	name_cell(&cell, "", 2, where);
	*strrchr(where, ' ') = '\0';
	if (zonedev_geometry(m->model, &m->config, &cell.geometry, why,
			     sizeof(why)))
		return leave_out(c, where, why), 0;
	cell.large = cell.geometry.memmap_written >= LARGE;
	if (!needed(c, cell.large))
		return 0;
	if (!fits(&cell))
		return leave_out(c, where, "its descriptors do not fit into memory"), 0;
	take_seconds(c, cell.large ? SECONDS_LARGE : SECONDS);
	return measure_cell(&cell, where);
}

static void judge_flat(struct check *c, const struct sweep *sweep,
		       const struct sweep_row *row, uint64_t least)
{
	unsigned first = 0, cheapest, dearest;
	char low[24], high[24], where[96];

	while (first + 2 < sweep->nr_sizes && sweep->size[first].bytes < least)
		first++;
	size_short(sweep->size[first].bytes, low);
	size_short(sweep->size[sweep->nr_sizes - 1].bytes, high);
	snprintf(where, sizeof(where), SWEEP_SCENARIO " %s %s to %s",
		 zonedev_path_name(row->path), low, high);
	judge(c, TARGET_FLAT, where,
	      sweep_flatness(sweep, row, first, &cheapest, &dearest));
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
		.rounds = SWEEP_ROUNDS,
		.row = { { .path = ZONEDEV_BASE, .threads = 1 },
			 { .path = ZONEDEV_AUTO, .threads = 1 } },
		.nr_rows = 2,
	};
	char why[256];
	int err = sweep_sizes(&sweep, UINT64_MAX, why, sizeof(why));

	if (err)
		return leave_out(c, "sweep", why), 0;
	err = sweep_run(&sweep, why, sizeof(why));
	if (err) {
		failed(NAME, "sweep: %s; everything was undone", why);
	} else {
		judge_flat(c, &sweep, &sweep.row[0], 0);
		judge_flat(c, &sweep, &sweep.row[1], SWEEP_AUTO);
	}
	sweep_free(&sweep);
	return err ? STATUS_FAILED : 0;
}

int check_cells(struct check *c)
{
	const struct check_request *r = c->request;
	unsigned s, i;
	int status = 0;

	for (s = 0; !status && s < r->nr_scenarios; s++)
		for (i = 0; !status && i < r->nr_sizes && !interrupt_came();
		     i++)
			status = run_cell(c, r->scenario[s], r->size[i]);
	for (s = 0; !status && s < r->nr_scenarios && !interrupt_came(); s++)
		if (wanted(c, TARGET_FLAT) &&
		    !strcmp(r->scenario[s]->name, SWEEP_SCENARIO))
			status = run_sweep(c);
	return status;
}
