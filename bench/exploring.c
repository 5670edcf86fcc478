/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exploring.c - what auto's trials cost, and its worst rebind
 *
 * A tuner that knows nothing learns for ten binds; what is judged comes after.
 * Of a bind that takes longer than others no clock tells whether trials or an
 * interruption did it: the worst of auto's binds took 0.8 times the worst of
 * base's in one run and 1.8 times in another. So the worst bind is one that
 * takes auto's median time and, in addition, the most that trials added to one.
 */
#include <stdio.h>
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/machine.h"
#include "common/message.h"
#include "common/size.h"
#include "judge.h"

#define NAME		"bench/targets"
#define LEARNING	10	/* binds */

struct exploring {
	struct zonedev *machine;
	struct zonedev_namespace *ns;
	struct zonedev_options by_auto, by_base;
	double all, added;	/* ns of auto, and what trials added */
	double worst;		/* what they added to a bind, part of it */
	struct sample auto_ns, base;
};

/* What strategies other than the most used took beyond that one's rate, ns */
static double added_by_trials(const struct zonedev_report *report)
{
	const struct zonedev_strategy *s, *champion = report->strategies;
	const struct zonedev_strategy *end = champion + report->nr_strategies;
	double rate, added = 0;

	for (s = champion; s < end; s++)
		if (s->pages > champion->pages)
			champion = s;
	if (!report->nr_strategies || !champion->pages)
		return 0;
	rate = (double)champion->ns / (double)champion->pages;
	for (s = report->strategies; s < end; s++)
		if (s != champion)
			added += (double)s->ns - rate * (double)s->pages;
	return added > 0 ? added : 0;
}

static void account(struct exploring *e, const struct zonedev_report *report)
{
	double all = (double)report->ns, added = added_by_trials(report);
	double part = all > added ? added / (all - added) : 0;

	e->all += all;
	e->added += added;
	e->worst = part > e->worst ? part : e->worst;
}

/* ns, or below 0 */
static double rebind(struct exploring *e, const struct zonedev_options *options,
		     bool counts)
{
	struct zonedev_bind_report report;
	int err = zonedev_unbind(e->ns);

	if (!err)
		err = zonedev_rebind(e->ns, options, &report);
	if (err)
		return -1;
	if (counts)
		account(e, &report.init);
	return (double)report.init.ns;
}

static int add_round(struct exploring *e, bool swap)
{
	double first = rebind(e, swap ? &e->by_base : &e->by_auto, !swap);
	double second = rebind(e, swap ? &e->by_auto : &e->by_base, swap);

	if (first < 0 || second < 0 ||
	    (swap ? sample_add_pair(&e->base, first, &e->auto_ns, second) :
		    sample_add_pair(&e->auto_ns, first, &e->base, second)))
		return STATUS_FAILED;
	return 0;
}

/* A value, and no estimate: it is the whole of what was seen. */
static struct interval as_seen(double value, size_t n)
{
	return (struct interval){ value, value, value, n };
}

static struct interval worst_bind(const struct exploring *e)
{
	struct interval times = statistics_ratio(&e->base, &e->auto_ns,
						 STATISTICS_ERROR);

	times.value /= 1 + e->worst;
	times.low /= 1 + e->worst;
	times.high /= 1 + e->worst;
	return times;
}

static void judge_exploring(struct check *c, const struct exploring *e,
			    const char *where)
{
	if (wanted(c, TARGET_EXPLORED))
		judge(c, TARGET_EXPLORED, where,
		      as_seen(e->all > 0 ? 1 - e->added / e->all : 0,
			      e->auto_ns.n));
	if (wanted(c, TARGET_WORST))
		judge(c, TARGET_WORST, where, worst_bind(e));
}

static int run_rounds(struct check *c, struct exploring *e)
{
	uint64_t start, time = c->seconds * 1000000000;
	bool swap = false;
	int status = 0;
	unsigned i;

	for (i = 0; !status && i < LEARNING; i++)
		if (rebind(e, &e->by_auto, false) < 0)
			status = STATUS_FAILED;
	for (start = clock_ns(); !status && !interrupt_came() &&
	     clock_ns() - start < time; swap = !swap)
		status = add_round(e, swap);
	return status;
}

static int run(struct check *c, const struct scenario *s, uint64_t size)
{
	const struct zonedev_config config = {
		.type = s->type, .map = s->map, .align = s->align,
		.size = size, .start_pfn = SCENARIO_START_PFN,
	};
	struct exploring e = {
		.by_auto = { .path = ZONEDEV_AUTO, .threads = 1 },
		.by_base = { .path = ZONEDEV_BASE },
	};
	char words[24], where[64];
	int status = STATUS_FAILED;

	size_words(size, words);
	snprintf(where, sizeof(where), "%s %s rebind x1", s->name, words);
	e.by_auto.tuner = zonedev_tuner_new();
	e.machine = zonedev_new(zonedev_models()[0]);
	if (e.by_auto.tuner && e.machine &&
	    !zonedev_bind(e.machine, &config, &e.by_base, &e.ns, NULL))
		status = run_rounds(c, &e);
	if (status)
		failed(NAME, "%s: cannot be bound again and again", where);
	else
		judge_exploring(c, &e, where);
	if (e.ns && (zonedev_unbind(e.ns) || zonedev_destroy(e.ns)))
		status = failed(NAME, "%s: cannot be unbound", where);
	zonedev_free(e.machine);
	zonedev_tuner_free(e.by_auto.tuner);
	sample_free(&e.auto_ns);
	sample_free(&e.base);
	return status;
}

/* The largest that fits: what is learnt counts most there. */
int check_exploring(struct check *c)
{
	const struct check_request *r = c->request;
	const struct scenario *s = r->scenario[0];
	struct zonedev_config config = {
		.type = s->type, .map = s->map, .align = s->align,
		.start_pfn = SCENARIO_START_PFN,
	};
	struct zonedev_geometry g;
	uint64_t largest = 0;
	unsigned i;

	if (interrupt_came() ||
	    (!wanted(c, TARGET_EXPLORED) && !wanted(c, TARGET_WORST)))
		return 0;
	for (i = 0; i < r->nr_sizes; i++) {
		config.size = r->size[i];
		if (config.size > largest &&
		    !zonedev_geometry(zonedev_models()[0], &config, &g, NULL,
				      0) &&
		    g.memmap_written + SPARE_MEMORY <= machine_memory())
			largest = config.size;
	}
	if (!largest)
		return leave_out(c, s->name, "no size of those fits"), 0;
	return run(c, s, largest);
}
