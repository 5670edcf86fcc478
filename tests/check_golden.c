/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_golden.c - the bytes are those of a running Linux 7.1.3
 *
 * The files of tests/golden/ were read out of kernels when
 * memmap_init_zone_device() returned; their README tells how. Every path must
 * give every descriptor in them, those of the altmap's pages too, and the
 * pageblock types.
 */
#include <inttypes.h>
#include <stdio.h>
#include "runner.h"
#include "zone_fixture.h"

static const struct golden {
	const char *name, *model;
} goldens[] = {
	{ "fsdax-dev", "x86_64" },
	{ "devdax-2M-dev", "x86_64" },
	{ "devdax-2M-mem", "x86_64" },
	{ "private", "x86_64" },
	{ "B-fsdax-dev", "x86_64-pointer" },
	{ "B-devdax-2M-mem", "x86_64-pointer" },
};

#define NR_GOLDENS	(int)(sizeof(goldens) / sizeof(goldens[0]))
#define WORDS		8

static struct fixture f;
static uint64_t visited;	/* descriptors of each compound */

static FILE *open_golden(const struct golden *golden)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/golden/%s.txt",
		 srcdir ? srcdir : ".", golden->name);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "cannot read %s", path);
	return file;
}

struct header {
	uint64_t start, nr, visited;
	unsigned type, shift;
	struct vmem_altmap altmap;
	bool has_altmap;
};

static void read_header(FILE *file, struct header *h)
{
	struct vmem_altmap *a = &h->altmap;
	char line[4096];

	memset(h, 0, sizeof(*h));
	while (fgets(line, sizeof(line), file) &&
	       strcmp(line, "begin images\n")) {
		sscanf(line, "arg_start_pfn %" SCNx64, &h->start);
		sscanf(line, "arg_nr_pages %" SCNx64, &h->nr);
		sscanf(line, "pgmap_type %u", &h->type);
		sscanf(line, "vmemmap_shift %u", &h->shift);
		sscanf(line, "descriptors_visited_per_compound %" SCNx64,
		       &h->visited);
		h->has_altmap |= sscanf(line, "altmap base_pfn %" SCNx64
					" end_pfn %" SCNx64 " reserve %" SCNx64
					" free %" SCNx64, &a->base_pfn,
					&a->end_pfn, &a->reserve,
					&a->free) == 4;
	}
	ck_assert_uint_gt(h->nr, 0);
	ck_assert_uint_gt(h->type, 0);
}

static void bind(const struct golden *golden, const struct header *h,
		 enum zonedev_path path)
{
	struct zonedev_report report;

	fixture_open(&f, zonedev_model(golden->model), h->start, h->nr);
	memset(f.zone.memmap, 0, f.memmap_size);
	f.pgmap.type = (enum memory_type)h->type;
	f.pgmap.vmemmap_shift = h->shift;
	f.pgmap.flags = h->has_altmap ? PGMAP_ALTMAP_VALID : 0;
	f.pgmap.altmap = h->altmap;
	ck_assert_int_eq(memmap_init_altmap(&f.zone, &f.pgmap), 0);
	report = fixture_init(&f, path);
	ck_assert_uint_eq(report.per_compound, h->visited);
	visited = h->visited;
}

/* Tails that a deduplicated memmap does not hold are those of its 2nd page. */
static const unsigned char *backing(uint64_t pfn)
{
	uint64_t compound = UINT64_C(1) << f.pgmap.vmemmap_shift;
	uint64_t tail = pfn % compound, half = visited / 2;

	if (tail >= visited)
		pfn += half + tail % half - tail;
	return (const unsigned char *)fixture_page(&f, pfn);
}

/* A word as the file writes it: hex, PGMAP, SELF+0xN or page[0xPFN]+0xN */
struct word {
	const char *text;
	uint64_t value;		/* or the offset */
	bool self;
};

static struct word parse_word(const char *text)
{
	struct word w = { .text = text };
	uint64_t pfn, offset;

	if (!strcmp(text, "PGMAP")) {
		w.value = (uintptr_t)&f.pgmap;
	} else if (sscanf(text, "SELF+%" SCNx64, &w.value) == 1) {
		w.self = true;
	} else if (sscanf(text, "page[%" SCNx64 "]+%" SCNx64, &pfn,
			  &offset) == 2) {
		w.value = (uintptr_t)fixture_page(&f, pfn) + offset;
	} else {
		ck_assert_uint_eq(strlen(text), 16);
		w.value = strtoull(text, NULL, 16);
	}
	return w;
}

static void compare_run(uint64_t pfn, uint64_t count,
			const struct word words[WORDS])
{
	const unsigned char *page;
	uint64_t got, expected;
	unsigned i;

	for (; count; count--, pfn++) {
		page = backing(pfn);
		for (i = 0; i < WORDS; i++) {
			memcpy(&got, page + 8 * i, 8);
			expected = words[i].value;
			if (words[i].self)
				expected += (uintptr_t)page;
			if (got != expected)
				ck_abort_msg("pfn %#" PRIx64 ", word %u: %016" PRIx64 ", in the kernel %s",
					     pfn, i, got, words[i].text);
		}
	}
}

/* The number of descriptors that were compared */
static uint64_t compare_images(FILE *file)
{
	char line[4096], w[WORDS][64];
	struct word words[WORDS];
	uint64_t pfn, count, i, all = 0;

	while (fgets(line, sizeof(line), file) &&
	       strcmp(line, "end images\n")) {
		ck_assert_int_eq(sscanf(line, "%" SCNx64 " %" SCNu64
					" %63s %63s %63s %63s %63s %63s %63s %63s",
					&pfn, &count, w[0], w[1], w[2], w[3],
					w[4], w[5], w[6], w[7]), 10);
		for (i = 0; i < WORDS; i++)
			words[i] = parse_word(w[i]);
		compare_run(pfn, count, words);
		all += count;
	}
	return all;
}

static uint64_t compare_pageblocks(FILE *file)
{
	char line[4096];
	uint64_t pfn, count, i, all = 0, at;
	unsigned value;

	while (fgets(line, sizeof(line), file) &&
	       strcmp(line, "begin pageblocks_after\n"))
		;
	while (fgets(line, sizeof(line), file) &&
	       strcmp(line, "end pageblocks_after\n")) {
		ck_assert_int_eq(sscanf(line, "%" SCNx64 " %" SCNu64 " %u",
					&pfn, &count, &value), 3);
		at = (pfn >> 9) - (f.zone.first_pfn >> 9);
		for (i = 0; i < count; i++)
			ck_assert_msg(f.zone.pageblocks[at + i] == value,
				      "pageblock of pfn %#" PRIx64 ": %u, in the kernel %u",
				      pfn + i * 512,
				      f.zone.pageblocks[at + i], value);
		all += count;
	}
	return all;
}

START_TEST(every_descriptor_is_the_kernels)
{
	const struct golden *golden = &goldens[_i % NR_GOLDENS];
	FILE *file = open_golden(golden);
	struct header h;

	read_header(file, &h);
	bind(golden, &h, (enum zonedev_path)(_i / NR_GOLDENS));
	ck_assert_uint_eq(compare_images(file), h.nr);
	ck_assert_uint_eq(compare_pageblocks(file), h.nr / 512);
	fclose(file);
	fixture_close(&f);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("golden");

	/* The words of the files are those of a little-endian machine. */
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		return 77;
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, every_descriptor_is_the_kernels, 0,
			    NR_GOLDENS * ZONEDEV_PATHS);
	return run_tcase("golden", tc);
}
