/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_descriptor_words.c - descriptors word by word, and the published
 * namespace
 *
 * The images are those of Linux 7.1, worked out by hand; running kernels held
 * the same (check_golden).
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <streamcpy.h>
#include "support/runner.h"
#include "support/zone_fixture.h"

#define NR(array)	(sizeof(array) / sizeof((array)[0]))
#define HEAD_PFN	UINT64_C(0x40200)
#define SELF16		UINT64_C(0x5e1f)	/* &this descriptor + 16 */
#define PGMAP		UINT64_C(0x96a9)	/* the pgmap's address */

/*
 * Node 0, ZONE_DEVICE 4, compounds of 2 MiB, mask mode, count 0. The flags:
 * zone 4 at 51, 21 bits of cpupid from 30 on, PG_reserved 13, PG_head 6; the
 * order, 9, in page[1].
 */
static const struct image {
	const char *name;
	unsigned order;
	uint64_t page, words[8];
} images[] = {
	{ "single page", 0, 7, { 0x0027ffffc0002000, PGMAP, 0, 0, 0, 0,
	  0x00000000ffffffff, 0 } },
	{ "head", 9, 0, { 0x0027ffffc0002040, PGMAP, 0, 0, 0, 0,
	  0x00000000ffffffff, 0 } },
	{ "page[1]", 9, 1, { 0x0027ffffc0002009, 0xffffffffffff8001,
	  0x00000000ffffffff, 0x00000000ffffffff, 0xffffffffffffffff, 0,
	  0x00000000ffffffff, 0x200 } },
	{ "page[2]", 9, 2, { 0x0027ffffc0002000, 0xffffffffffff8001, SELF16,
	  SELF16, 0, 0, 0x00000000ffffffff, 0 } },
	{ "page[3]", 9, 3, { 0x0027ffffc0002000, 0xffffffffffff8001, 0,
	  0xdead000000000400, 0, 0, 0x00000000ffffffff, 0 } },
	{ "last tail", 9, 127, { 0x0027ffffc0002000, 0xffffffffffff8001, 0,
	  0xdead000000000400, 0, 0, 0x00000000ffffffff, 0 } },
};

static struct fixture f;

static void assert_image(const struct image *image)
{
	const unsigned char *page = (void *)fixture_page(&f, HEAD_PFN +
							    image->page);
	uint64_t got, expected;
	unsigned i;

	for (i = 0; i < 8; i++) {
		memcpy(&got, page + 8 * i, 8);
		expected = image->words[i];
		if (expected == PGMAP)
			expected = (uintptr_t)&f.pgmap;
		if (expected == SELF16)
			expected = (uintptr_t)page + 16;
		ck_assert_msg(got == expected,
			      "%s, word %u: %#lx, expected %#lx", image->name,
			      i, (unsigned long)got, (unsigned long)expected);
	}
}

START_TEST(descriptor_words_equal_linux_7_1)
{
	const struct zonedev_model *m = zonedev_model("x86_64");
	size_t i;

	for (i = 0; i < NR(images); i++) {
		fixture_open(&f, m, HEAD_PFN, 512);
		f.pgmap.type = ZONEDEV_MEMORY_FS_DAX;
		f.pgmap.vmemmap_shift = images[i].order;
		fixture_init(&f, (enum zonedev_path)_i);
		assert_image(&images[i]);
		fixture_close(&f);
	}
}
END_TEST

/* GENERIC differs in one word, and in its heads alone */
START_TEST(refcount_of_generic_head_is_1)
{
	const struct zonedev_model *m = zonedev_model("x86_64");

	fixture_open(&f, m, HEAD_PFN, 512);
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	f.pgmap.vmemmap_shift = 9;
	fixture_init(&f, (enum zonedev_path)_i);
	ck_assert_int_eq(fixture_page(&f, HEAD_PFN)->refcount, 1);
	ck_assert_int_eq(fixture_page(&f, HEAD_PFN + 1)->refcount, 0);
	ck_assert_int_eq(fixture_page(&f, HEAD_PFN + 3)->refcount, 0);
	fixture_close(&f);
}
END_TEST

START_TEST(flags_word_of_small_kernel_equals_linux)
{
	const struct zonedev_model *m = zonedev_model("x86_64-small");

	fixture_open(&f, m, HEAD_PFN, 512);
	f.pgmap.type = ZONEDEV_MEMORY_FS_DAX;
	fixture_init(&f, ZONEDEV_BASE);
	ck_assert_uint_eq(fixture_page(&f, HEAD_PFN)->flags,
			  0x0200000000002000);
	fixture_close(&f);
}
END_TEST

/* 1 GiB: the mask clears 16 MiB, the size of its descriptors */
START_TEST(tail_of_1_gib_compound_masks_16_mib)
{
	const struct zonedev_model *m = zonedev_model("x86_64");

	fixture_open(&f, m, UINT64_C(1) << 18, UINT64_C(1) << 18);
	f.pgmap.type = ZONEDEV_MEMORY_GENERIC;
	f.pgmap.vmemmap_shift = 18;
	fixture_init(&f, ZONEDEV_TEMPLATE);
	ck_assert_uint_eq(fixture_page(&f, (1 << 18) + 3)->compound_info,
			  0xffffffffff000001);
	fixture_close(&f);
}
END_TEST

#define WINDOW		((size_t)2 << 20)

/*
 * A memmap of 1.6 GiB in 2 MiB of memory, mapped again and again: nobody looks
 * at what is written, only at how much is.
 */
static void *folded_memmap(size_t size)
{
	int file = memfd_create("memmap", 0);
	char *at = mmap(NULL, size + WINDOW, PROT_NONE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	size_t i;

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(ftruncate(file, (off_t)WINDOW), 0);
	ck_assert_ptr_ne(at, MAP_FAILED);
	at = (char *)(((uintptr_t)at + WINDOW - 1) / WINDOW * WINDOW);
	for (i = 0; i < size; i += WINDOW)
		ck_assert_ptr_ne(mmap(at + i, WINDOW, PROT_READ | PROT_WRITE,
				      MAP_SHARED | MAP_FIXED, file, 0),
				 MAP_FAILED);
	close(file);
	return at;
}

/* 50,399 compounds of 2 MiB behind the altmap of a 100 GiB namespace */
START_TEST(streaming_of_100_gib_drains_100798_times)
{
	const struct zonedev_options streaming = {
		.path = ZONEDEV_STREAMING,
	};
	struct zonedev_config c = {
		.type = ZONEDEV_MEMORY_GENERIC, .map = ZONEDEV_MAP_DEV,
		.start_pfn = 0x100000, .size = UINT64_C(100) << 30,
		.align = 2 << 20,
	};
	const struct zonedev_model *m = zonedev_model("x86_64");
	struct zonedev_geometry g;
	struct zonedev_report r;
	struct zonedev_zone zone;

	ck_assert_int_eq(zonedev_geometry(m, &c, &g, NULL, 0), 0);
	ck_assert_uint_eq(g.memmap_size, 1677721600);
	zone = (struct zonedev_zone){
		.model = m, .idx = 4, .start_pfn = g.start_pfn,
		.nr_pages = g.nr_pages,
		.memmap = folded_memmap(g.memmap_size),
		.pageblocks = calloc(g.nr_pages / 512, 1),
	};
	ck_assert_int_eq(zonedev_layout(m, &zone.layout, NULL, 0), 0);
	ck_assert_int_eq(zonedev_memmap_init(&zone, g.start_pfn,
						 g.nr_pages, &g.pgmap,
						 &streaming, &r), 0);
	ck_assert_uint_eq(r.init_pages, 25804288);
	ck_assert_uint_eq(r.compounds, 50399);
	ck_assert_uint_eq(r.per_compound, 512);
	if (!STREAMCPY_SANITIZED)
		ck_assert_uint_eq(r.counts.drains, 100798);
	free(zone.pageblocks);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("descriptor words");

	tcase_set_timeout(tc, 0);
	/* The words are those of a little-endian machine. */
	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
		tcase_add_loop_test(tc, descriptor_words_equal_linux_7_1, 0,
				    ZONEDEV_PATHS);
	tcase_add_loop_test(tc, refcount_of_generic_head_is_1, 0,
			    ZONEDEV_PATHS);
	tcase_add_test(tc, flags_word_of_small_kernel_equals_linux);
	tcase_add_test(tc, tail_of_1_gib_compound_masks_16_mib);
	tcase_add_test(tc, streaming_of_100_gib_drains_100798_times);
	return run_tcase("descriptor words", tc);
}
