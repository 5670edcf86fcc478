/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * share.c - how much of the limit of a run a row has
 *
 * The limit is what none of the fills and none of the rows passed. Of one round
 * that says little: the same fill takes 5 to 9 % more or less (standard
 * deviation) in 7 ms and in 55 ms as well, and the fastest of twenty that are
 * equally fast is 10 to 15 % faster than any of them in the long run (AMD EPYC,
 * family 26 model 2, 27 November 2026: the best strategy alone had 0.93 of a
 * limit that was taken round by round). So the limit is that of a block of
 * rounds that follow one another: the fastest in all of them together.
 */
#include "share.h"

/*
 * A run of so many rounds and more is so many blocks, up to twice that. Of 16
 * the correlation from one to the next, by which their interval is widened
 * (statistics.c), is seen so badly that it had no end in two rows of six.
 */
#define BLOCKS	32

size_t share_block_rounds(size_t rounds)
{
	size_t n = 1;

	while (rounds / (2 * n) >= BLOCKS)
		n *= 2;
	return n;
}

/* The mean of @n rounds; 0 where it did not run in all of them */
static double mean_of(const struct sample *rounds, size_t first, size_t n)
{
	double sum = 0;
	size_t i;

	for (i = first; i < first + n; i++) {
		if (i >= rounds->n || !rounds->values[i])
			return 0;
		sum += rounds->values[i];
	}
	return sum / (double)n;
}

static void take_less(double *least, double ns)
{
	if (ns && (!*least || ns < *least))
		*least = ns;
}

/* Of what ran with at most so many threads */
static double least_of(const struct measurement *m, unsigned threads,
		       size_t first, size_t n)
{
	double least = mean_of(&m->base.rebind.ns, first, n);
	const struct limit *l = m->limits.limit;
	const struct measured *row = m->row;

	for (; row < m->row + m->nr_rows; row++)
		if (measured_threads(row) <= threads)
			take_less(&least, mean_of(&row->rebind.ns, first, n));
	for (; l < m->limits.limit + m->limits.nr; l++)
		if (l->threads <= threads)
			take_less(&least, mean_of(&l->rounds, first, n));
	return least;
}

int share_blocks(const struct measurement *m, const struct measured *row,
		 struct sample *limit, struct sample *own)
{
	size_t n = share_block_rounds(m->base.rebind.ns.n), first;
	int err = 0;

	for (first = 0; !err && first + n <= row->rebind.ns.n; first += n)
		err = sample_add_pair(limit,
				      least_of(m, measured_threads(row), first,
					       n),
				      own, mean_of(&row->rebind.ns, first, n));
	return err;
}

static struct interval of_blocks(const struct measurement *m,
				 const struct measured *row, bool share)
{
	struct sample limit = {0}, own = {0};
	struct interval interval = {0};

	if (!share_blocks(m, row, &limit, &own))
		interval = share ? statistics_ratio(&limit, &own,
						    STATISTICS_ERROR) :
			   statistics_median(&limit, STATISTICS_ERROR);
	sample_free(&limit);
	sample_free(&own);
	return interval;
}

struct interval share_limit(const struct measurement *m,
			    const struct measured *row)
{
	return of_blocks(m, row, false);
}

struct interval share_of_limit(const struct measurement *m,
			       const struct measured *row)
{
	return of_blocks(m, row, true);
}
