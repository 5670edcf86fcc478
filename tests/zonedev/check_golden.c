/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_golden.c - the bytes are those of running kernels, 6.1 to 7.3
 *
 * The files of tests/golden/ were read out of kernels when
 * memmap_init_zone_device() returned; their README tells how. Every path must
 * give every descriptor in them, those of the altmap's pages too, and the
 * pageblock types.
 */
#include <stdio.h>
#include "descriptors/comparison.h"
#include "descriptors/recognise.h"
#include "support/runner.h"
#include "support/zone_fixture.h"

static const struct golden {
	const char *name, *model;
	const char *alike;	/* models that this file does not tell apart */
} goldens[] = {
	{ "fsdax-dev", "x86_64", "linux-7.2" },
	{ "devdax-2M-dev", "x86_64", "linux-7.2" },
	{ "devdax-2M-mem", "x86_64", "linux-7.2" },
	{ "private", "x86_64", "linux-6.12, linux-7.2" },
	{ "B-fsdax-dev", "x86_64-small", "x86_64-pointer" },
	{ "B-devdax-2M-mem", "x86_64-pointer", "" },
	{ "linux-6.1-fsdax-dev", "linux-6.1", "" },
	{ "linux-6.1-devdax-1G-mem", "linux-6.1", "" },
	{ "linux-6.12-fsdax-dev", "linux-6.12", "" },
	{ "linux-6.12-devdax-1G-mem", "linux-6.12", "" },
	{ "linux-7.2-fsdax-dev", "linux-7.2", "x86_64" },
	{ "linux-7.2-devdax-1G-mem", "linux-7.2", "" },
	{ "linux-7.3-fsdax-dev", "linux-7.3", "x86_64" },
	{ "linux-7.3-devdax-1G-mem", "linux-7.3", "" },
};

#define NR_GOLDENS	(int)(sizeof(goldens) / sizeof(goldens[0]))

static struct fixture f;
static struct descriptor_file file;
static char path[4096], why[768];

static void open_golden(const struct golden *golden)
{
	const char *srcdir = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/tests/golden/%s.txt",
		 srcdir ? srcdir : ".", golden->name);
	ck_assert_msg(!descriptor_file_read(&file, path, why, sizeof(why)),
		      "%s", why);
}

/* The altmap's reserve is written by nobody, and 0 in a new section. */
static void bind(const struct golden *golden, enum zonedev_path how)
{
	const struct zonedev_model *model = zonedev_model(golden->model);
	struct zonedev_report report;

	fixture_open(&f, model, file.start_pfn, file.nr_pages);
	memset(f.zone.memmap, 0,
	       file.pgmap.altmap.reserve * f.zone.layout.size);
	f.pgmap = file.pgmap;
	ck_assert_msg(!comparison_pageblocks(&file, &f.zone, why, sizeof(why)),
		      "%s", why);
	ck_assert_int_eq(zonedev_memmap_init_altmap(&f.zone, &f.pgmap), 0);
	report = fixture_init(&f, how);
	if (file.visited)
		ck_assert_uint_eq(report.per_compound, file.visited);
}

START_TEST(descriptors_equal_a_running_kernels)
{
	const struct golden *golden = &goldens[_i % NR_GOLDENS];
	struct descriptors d;
	struct comparison c;

	open_golden(golden);
	bind(golden, (enum zonedev_path)(_i / NR_GOLDENS));
	descriptors_of(&d, &f.zone, &f.pgmap);
	ck_assert_msg(!comparison_run(&c, &file, &d, why, sizeof(why)), "%s",
		      why);
	ck_assert_msg(!c.difference, "%s:%lu: pfn %#llx differs", path,
		      c.line, (unsigned long long)c.pfn);
	ck_assert_uint_eq(c.descriptors, file.nr_pages);
	ck_assert_uint_eq(c.pageblocks, file.nr_pages / 512);
	fixture_close(&f);
	descriptor_file_free(&file);
}
END_TEST

START_TEST(model_of_golden_file_is_recognised)
{
	const struct golden *golden = &goldens[_i];
	const struct zonedev_model *model;
	char alike[256];

	open_golden(golden);
	model = recognise(&file, zonedev_model(golden->model), alike,
			  sizeof(alike));
	ck_assert_ptr_nonnull(model);
	ck_assert_str_eq(model->name, golden->model);
	ck_assert_str_eq(alike, golden->alike);
	descriptor_file_free(&file);
}
END_TEST

int main(void)
{
	TCase *tc;

	/* The words of the files are those of a little-endian machine. */
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) {
		puts("skipped: a big-endian machine");
		return 77;
	}
	tc = tcase_create("golden");
	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, descriptors_equal_a_running_kernels, 0,
			    NR_GOLDENS * ZONEDEV_PATHS);
	tcase_add_loop_test(tc,
			    model_of_golden_file_is_recognised, 0, NR_GOLDENS);
	return run_tcase("golden", tc);
}
