/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * round.c - one round: every row next to base, and the fills of that memory
 *
 * The machine drifts, so a row is compared with the run of base next to it, in
 * an order that alternates.
 */
#include <errno.h>
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/resident.h"
#include "round.h"

/* Every so many rounds the re-reads are measured too. */
#define REREAD_EVERY	8

/* What a round has come to so far: kept when it is complete */
struct round {
	struct measurement *m;
	struct binds *binds;
	enum phase phase;
	struct times row[MEASURE_ROWS], beside[MEASURE_ROWS], base;
	unsigned bases;
};

static struct paired *paired_of(enum phase phase, struct measured *row)
{
	return phase == PHASE_FRESH ? &row->fresh : &row->rebind;
}

bool phase_has(enum phase phase, const struct measured *row)
{
	return phase == PHASE_FRESH ? !row->type->write && !row->strategy :
	       !row->rests;
}

static bool is_late(const struct measurement *m)
{
	return m->deadline && clock_ns() > m->deadline;
}

static int sample(struct round *r, struct measured *row, struct times *times)
{
	if (is_late(r->m))
		return -ETIME;
	return r->phase == PHASE_FRESH ? binds_fresh(r->binds, row, times) :
	       binds_rebind(r->binds, row, times);
}

static int sample_base(struct round *r, unsigned first)
{
	struct times times;
	unsigned i;
	int err = sample(r, &r->m->base, &times);

	for (i = first; i < first + 2 && i < r->m->nr_rows; i++)
		r->beside[i] = times;
	r->base.init += times.init;
	r->base.whole += times.whole;
	r->bases++;
	return err;
}

static int sample_row(struct round *r, unsigned i)
{
	struct measured *row = &r->m->row[i];

	if (interrupt_came())
		return -EINTR;
	if (i >= r->m->nr_rows || !phase_has(r->phase, row))
		return 0;
	return sample(r, row, &r->row[i]);
}

static bool group_has(const struct round *r, unsigned first)
{
	const struct measurement *m = r->m;

	return phase_has(r->phase, &m->row[first]) ||
	       (first + 1 < m->nr_rows &&
		phase_has(r->phase, &m->row[first + 1]));
}

/* A race is between the strategies: base is not run beside them. */
static bool has_base(const struct round *r, unsigned first)
{
	const struct measurement *m = r->m;

	return !m->row[first].strategy || (first + 1 < m->nr_rows &&
					   !m->row[first + 1].strategy);
}

static void take_mean_of_base(struct round *r)
{
	unsigned i;

	for (i = 0; i < r->m->nr_rows; i++)
		if (!r->beside[i].init)
			r->beside[i] = (struct times){
				r->base.init / r->bases,
				r->base.whole / r->bases,
			};
}

/*
 * Two rows with base between them, and backwards in every other round. What
 * comes first in a round was slower by up to 5 % (1 GiB, AMD EPYC, family 26
 * model 2: base as a row beside base, in one process of three), so that is a
 * run of base which does not count.
 */
static int sample_all(struct round *r, unsigned number)
{
	unsigned groups = (r->m->nr_rows + 1) / 2, g, first, odd = number % 2;
	struct times uncounted;
	int err = sample(r, &r->m->base, &uncounted);

	for (g = 0; !err && g < groups; g++) {
		first = 2 * (odd ? groups - 1 - g : g);
		if (!group_has(r, first))
			continue;
		err = sample_row(r, first + odd);
		if (!err && has_base(r, first))
			err = sample_base(r, first);
		if (!err)
			err = sample_row(r, first + 1 - odd);
	}
	if (!err && !r->bases)
		err = sample_base(r, r->m->nr_rows);
	if (!err)
		take_mean_of_base(r);
	return err;
}

/* A clock that stepped back: a round that is no measurement, and is left out */
static bool is_valid(const struct round *r)
{
	const struct measurement *m = r->m;
	unsigned i;

	for (i = 0; i < m->nr_rows; i++)
		if (phase_has(r->phase, &m->row[i]) &&
		    !(r->row[i].init > 0 && r->beside[i].init > 0))
			return false;
	return r->base.init > 0;
}

static int keep_pair(struct paired *p, struct times row, struct times base)
{
	int err = sample_add_pair(&p->ns, row.init, &p->base, base.init);

	if (!err && row.whole)
		err = sample_add_pair(&p->whole, row.whole, &p->base_whole,
				      base.whole);
	return err;
}

static int keep(const struct round *r)
{
	struct measurement *m = r->m;
	struct times base = { r->base.init / r->bases,
			      r->base.whole / r->bases };
	int err = keep_pair(paired_of(r->phase, &m->base), base, base);
	unsigned i;

	for (i = 0; !err && i < m->nr_rows; i++)
		if (phase_has(r->phase, &m->row[i]))
			err = keep_pair(paired_of(r->phase, &m->row[i]),
					r->row[i], r->beside[i]);
	return err || r->phase == PHASE_FRESH ? err : limits_keep(&m->limits);
}

struct disturbance {
	struct binds *binds;
	struct measured *row;
	int err;
};

static void rebind_uncounted(void *arg)
{
	struct disturbance *d = arg;

	d->err = binds_rebind_once(d->binds, d->row, &(struct times){0});
}

static int measure_reread(struct binds *binds, struct measured *row)
{
	struct disturbance d = { .binds = binds, .row = row };
	double times = resident_reread(rebind_uncounted, &d);

	if (!d.err && times && sample_add(&row->reread, times))
		return -ENOMEM;
	return d.err;
}

static int measure_rereads(struct round *r)
{
	struct measurement *m = r->m;
	unsigned i;
	int err = measure_reread(r->binds, &m->base);

	for (i = 0; !err && i < m->nr_rows && !interrupt_came() &&
	     !is_late(m); i++)
		err = measure_reread(r->binds, &m->row[i]);
	return err;
}

int round_run(struct measurement *m, struct binds *binds, enum phase phase,
	      unsigned number)
{
	struct round r = { .m = m, .binds = binds, .phase = phase };
	int err = sample_all(&r, number);

	if (!err && phase == PHASE_REBIND)
		err = limits_round(&m->limits, binds->ns, binds->batch,
				   binds->settle, m->deadline);
	if (!err && is_valid(&r))
		err = keep(&r);
	measurement_rest_beaten(m);
	if (!err && phase == PHASE_REBIND && m->rereads &&
	    number % REREAD_EVERY == 0)
		err = measure_rereads(&r);
	return err;
}
