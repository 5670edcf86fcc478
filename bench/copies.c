/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copies.c - the copies held to libpmem, memcpy() and MOVNTI
 *
 * Sources and destinations are cold but for what a copy of that size leaves:
 * pieces lie behind one another in two areas of LARGE_COPY or more.
 */
#include <string.h>
#include <streamcpy.h>
#include "common/arena.h"
#include "common/clock.h"
#include "common/interrupt.h"
#include "common/machine.h"
#include "common/message.h"
#include "common/resident.h"
#include "common/size.h"
#include "streamcpy/methods.h"
#include "pairs.h"

#define NAME		"bench/targets"

#define LARGE_COPY	((size_t)64 << 20)
#define LARGEST_COPY	((size_t)256 << 20)

/* The constant copies: what 100 GiB of device have in descriptors */
#define LINES		((size_t)1536 << 20)

/* Runs of each, to find the best of several */
#define QUALIFYING	5

struct copy_work {
	const struct method *method;
	unsigned char *dst;
	const unsigned char *src;
	size_t piece, bytes;
};

/* memcpy_streaming() itself: the backend that the library has chosen */
static const struct method streaming = {
	.name = { "memcpy_streaming" },
	.copy = memcpy_streaming, .drain = memcpy_streaming_drain,
};

static double fill_once(const struct contender *contender)
{
	const struct copy_work *w = contender->what;
	uint64_t start = clock_ns();

	method_fill(w->method, w->dst, w->bytes);
	method_drain(w->method);
	return (double)(clock_ns() - start);
}

static double copy_once(const struct contender *contender)
{
	const struct copy_work *w = contender->what;
	uint64_t start = clock_ns();
	size_t at;

	for (at = 0; at < w->bytes; at += w->piece)
		method_copy(w->method, w->dst + at, w->src + at, w->piece);
	method_drain(w->method);
	return (double)(clock_ns() - start);
}

static const struct method *find(const struct method *all, unsigned n,
				 const char *name)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (!strcmp(all[i].name[OPERATION_COPY], name))
			return &all[i];
	return NULL;
}

/* The median of a few runs, the first of which settles the caches */
static double qualify(struct contender contender)
{
	struct sample sample = {0};
	unsigned i;
	double ns;

	contender.once(&contender);
	for (i = 0; i < QUALIFYING; i++)
		sample_add(&sample, contender.once(&contender));
	ns = sample_median(&sample);
	sample_free(&sample);
	return ns;
}

/* The fastest of the backends, or of the others */
static const struct method *fastest(const struct method *all, unsigned n,
				    bool ours, struct copy_work work,
				    double (*once)(const struct contender *))
{
	const struct method *best = NULL;
	double least = 0, ns;
	unsigned i;

	for (i = 0; i < n; i++) {
		if (!all[i].backend == ours)
			continue;
		work.method = &all[i];
		ns = qualify((struct contender){ once, &work });
		if (!best || ns < least) {
			best = &all[i];
			least = ns;
		}
	}
	return best;
}

static void compare(struct check *c, enum target target, const char *where,
		    struct copy_work work, const struct method *ours,
		    const struct method *theirs)
{
	struct copy_work other = work;

	work.method = ours;
	other.method = theirs;
	judge_pair(c, target, where, &(struct contender){ copy_once, &work },
		   &(struct contender){ copy_once, &other });
}

static void judge_copy(struct check *c, struct copy_work work,
		       const struct method *all, unsigned n)
{
	const struct method *pmem = find(all, n, "libpmem"), *ours, *theirs;
	bool large = work.piece >= LARGE_COPY;
	enum target target = large ? TARGET_PMEM_LARGE : TARGET_PMEM;
	char size[24], where[64];

	size_short(work.piece, size);
	snprintf(where, sizeof(where), "pieces of %s", size);
	if (wanted(c, target)) {
		if (pmem)
			compare(c, target, where, work, &streaming, pmem);
		else
			leave_out(c, where, "built without libpmem");
	}
	if (large && wanted(c, TARGET_MEMCPY))
		compare(c, TARGET_MEMCPY, where, work, &streaming,
			find(all, n, "memcpy"));
	if (!large || !wanted(c, TARGET_PEERS))
		return;
	ours = fastest(all, n, true, work, copy_once);
	theirs = fastest(all, n, false, work, copy_once);
	snprintf(where, sizeof(where), "%s: %s, %s", size,
		 ours->name[OPERATION_COPY], theirs->name[OPERATION_COPY]);
	compare(c, TARGET_PEERS, where, work, ours, theirs);
}

static void judge_copies(struct check *c, unsigned char *dst,
			 const unsigned char *src)
{
	static const size_t pieces[] = {
		(size_t)4 << 10, (size_t)64 << 10, (size_t)1 << 20,
		LARGE_COPY, LARGEST_COPY,
	};
	struct method all[METHODS_MAX];
	unsigned n = methods_list(all), i;

	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]) &&
		    !interrupt_came(); i++)
		judge_copy(c, (struct copy_work){
			.dst = dst, .src = src, .piece = pieces[i],
			.bytes = pieces[i] > LARGE_COPY ? pieces[i] :
				 LARGE_COPY,
		}, all, n);
}

struct line_work {
	unsigned char *dst;
	const uint64_t *line;
};

/* As a program does it: the size is a constant, and nothing is called. */
static double lines_once(const struct contender *contender)
{
	const struct line_work *w = contender->what;
	uint64_t start = clock_ns();
	size_t at;

	for (at = 0; at < LINES; at += 64)
		memcpy_streaming(w->dst + at, w->line, 64);
	memcpy_streaming_drain();
	return (double)(clock_ns() - start);
}

/* Two copies of 32 bytes are eight MOVNTI on every x86-64 CPU. */
static double movnti_once(const struct contender *contender)
{
	const struct line_work *w = contender->what;
	uint64_t start = clock_ns();
	size_t at;

	for (at = 0; at < LINES; at += 64) {
		memcpy_streaming(w->dst + at, w->line, 32);
		memcpy_streaming(w->dst + at + 32, w->line + 4, 32);
	}
	memcpy_streaming_drain();
	return (double)(clock_ns() - start);
}

/* By MOVDIR64B where its CPU makes it the faster, or as fast as memory takes */
static void judge_lines(struct check *c, unsigned char *dst)
{
	/* MOVDIR64B is slow where it reads two lines. */
	static const _Alignas(64) uint64_t line[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	const struct line_work work = { dst, line };
	struct copy_work fill = { .dst = dst, .bytes = LINES };
	struct method all[METHODS_MAX];
	unsigned n = methods_list(all);
	char where[64];

	if (streamcpy_line_mask_ == UINTPTR_MAX) {
		leave_out(c, "1.5 GiB of lines", "MOVDIR64B is not taken here");
		return;
	}
	fill.method = fastest(all, n, true, fill, fill_once);
	snprintf(where, sizeof(where), "1.5 GiB, fill %s",
		 fill.method->name[OPERATION_FILL]);
	judge_pair_or_limit(c, TARGET_LINE, "1.5 GiB of lines",
			    &(struct contender){ lines_once, &work },
			    &(struct contender){ movnti_once, &work },
			    &(struct pair_limit){ TARGET_LINE_LIMIT, where,
						  { fill_once, &fill } });
}

static void fill_streaming(void *dst)
{
	memset_streaming(dst, 0xa5, LARGE_COPY);
	memcpy_streaming_drain();
}

/* memset() may stream too; eight stores to a line do not. */
static void fill_cached(void *dst)
{
	volatile uint64_t *word = dst;
	size_t i;

	for (i = 0; i < LARGE_COPY / sizeof(*word); i++)
		word[i] = UINT64_C(0xa5a5a5a5a5a5a5a5);
}

/*
 * What fills so many pages has to have their addresses translated, and the walk
 * through the page tables, the host's too in a virtual machine, evicts lines as
 * well: on AMD EPYC, family 26 model 2, reading one line of each leaves the set
 * 2.6 to 4.1 times as slow, non-temporal fills by any backend 2.3 to 3.5 times,
 * and what fills through the caches 3.5 to 16 times (27 November 2026).
 */
static void read_pages(void *dst)
{
	const volatile unsigned char *at = dst;
	size_t i;

	for (i = 0; i < LARGE_COPY; i += 4096)
		(void)at[i];
}

struct reread_work {
	void (*fill)(void *dst);
	void *dst;
};

static double reread_once(const struct contender *contender)
{
	const struct reread_work *w = contender->what;
	double times = resident_reread(w->fill, w->dst);

	return times > 0 ? times : -1;
}

static void judge_rereads(struct check *c, void *dst)
{
	const struct reread_work ours = { fill_streaming, dst };
	const struct reread_work theirs = { fill_cached, dst };
	const struct reread_work pages = { read_pages, dst };

	if (!judge_pair_or_limit(c, TARGET_REREAD, "512 KiB, fill of 64 MiB",
				 &(struct contender){ reread_once, &ours },
				 &(struct contender){ reread_once, &theirs },
				 &(struct pair_limit){
					 TARGET_REREAD_LIMIT,
					 "512 KiB, 16384 pages",
					 { reread_once, &pages } }))
		leave_out(c, "512 KiB", "no memory for it");
}

static bool any_copy_wanted(const struct check *c)
{
	return wanted(c, TARGET_PMEM) || wanted(c, TARGET_MEMCPY) ||
	       wanted(c, TARGET_PEERS);
}

static void judge_all(struct check *c, unsigned char *dst,
		      const unsigned char *src)
{
	if (wanted(c, TARGET_LINE) && !interrupt_came())
		judge_lines(c, dst);
	if (any_copy_wanted(c))
		judge_copies(c, dst, src);
	if (wanted(c, TARGET_REREAD) && !interrupt_came())
		judge_rereads(c, dst);
}

int check_copies(struct check *c)
{
	size_t to = wanted(c, TARGET_LINE) ? LINES : LARGEST_COPY;
	size_t from = any_copy_wanted(c) ? LARGEST_COPY : LARGE_COPY;
	struct arena dst, src;
	int err;

	if (!any_copy_wanted(c) && !wanted(c, TARGET_LINE) &&
	    !wanted(c, TARGET_REREAD))
		return 0;
	if (to + from + SPARE_MEMORY > machine_memory())
		return leave_out(c, "copies", "they do not fit into memory"), 0;
	err = arena_map(&dst, to);
	if (err)
		return failed(NAME, "no memory to copy to: %s", strerror(-err));
	err = arena_map(&src, from);
	if (!err) {
		judge_all(c, dst.at, src.at);
		arena_unmap(&src);
	}
	arena_unmap(&dst);
	return err ? failed(NAME, "no memory to copy from: %s",
			    strerror(-err)) : 0;
}
