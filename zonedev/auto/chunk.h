/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * chunk.h - the piece of a range that one worker writes in one way
 */
#ifndef CHUNK_H
#define CHUNK_H

#include "kernel/init.h"
#include "ways.h"

/*
 * Pages between two boundaries that chunks may end at: no compound, section
 * or word of the pageblock map reaches across
 */
uint64_t zd_chunk_pages(const struct init *in);

/* Makes the templates of @in, which is the worker's own. */
void zd_chunk_prepare(struct init *in);

/* All that is due for [@pfn, @end), but for the drain */
void zd_chunk_write(struct init *in, const struct way *way, uint64_t pfn,
		    uint64_t end);

/* Lets the memory behind [@pfn, @end) be there, whatever it holds */
void zd_chunk_populate(const struct init *in, uint64_t pfn, uint64_t end);

/* Descriptors written for @pages pages: whole compounds, or single pages */
static inline uint64_t chunk_descriptors(const struct init *in, uint64_t pages)
{
	return (pages >> in->pgmap->vmemmap_shift) * in->per_compound;
}

#endif
