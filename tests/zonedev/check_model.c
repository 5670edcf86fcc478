/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_model.c - what a kernel configuration leads to, and which are refused
 *
 * Sizes, offsets and shifts are those of Linux 7.1, worked out by hand.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zonedev.h>
#include "support/runner.h"

static struct zonedev_model preset(const char *name)
{
	ck_assert_msg(zonedev_model(name) != NULL, "no preset %s", name);
	return *zonedev_model(name);
}

static struct zonedev_layout layout_of(const struct zonedev_model *model)
{
	struct zonedev_layout layout;
	char why[256] = "";

	ck_assert_msg(!zonedev_layout(model, &layout, why, sizeof(why)), "%s",
		      why);
	return layout;
}

/* Which optional fields there are, the size by alignment, and the offsets */
static const struct size_row {
	bool memcg, virtual_, cpupid, kmsan;
	unsigned size16, size8;
	unsigned memcg_at, virtual_at, cpupid_at, shadow_at, origin_at;
} sizes[] = {
	{ 0, 0, 0, 0, 64, 56, 0, 0, 0, 0, 0 },
	{ 1, 0, 0, 0, 64, 64, 56, 0, 0, 0, 0 },
	{ 0, 0, 1, 0, 64, 64, 0, 0, 56, 0, 0 },
	{ 1, 0, 1, 0, 80, 72, 56, 0, 64, 0, 0 },
	{ 1, 1, 0, 0, 80, 72, 56, 64, 0, 0, 0 },
	{ 1, 1, 1, 0, 80, 80, 56, 64, 72, 0, 0 },
	{ 0, 0, 0, 1, 80, 72, 0, 0, 0, 56, 64 },
	{ 1, 0, 0, 1, 80, 80, 56, 0, 0, 64, 72 },
	{ 1, 0, 1, 1, 96, 88, 56, 0, 64, 72, 80 },
	{ 1, 1, 1, 1, 96, 96, 56, 64, 72, 80, 88 },
};

#define NR(array)	(sizeof(array) / sizeof((array)[0]))

/* A last_cpupid that does not fit in the flags: 24 bits where 23 are free */
static struct zonedev_model with_fields(const struct size_row *row,
					unsigned alignment)
{
	struct zonedev_model m = preset("x86_64");

	m.page_alignment = alignment;
	m.memcg = row->memcg;
	m.want_page_virtual = row->virtual_;
	m.kmsan = row->kmsan;
	m.numa_balancing = row->cpupid;
	m.nr_cpus = 65536;
	return m;
}

START_TEST(size_and_offsets_follow_optional_fields)
{
	const struct size_row *row = &sizes[_i / 2];
	bool words = _i % 2;
	struct zonedev_model m = with_fields(row, words ? 16 : 8);
	struct zonedev_layout l = layout_of(&m);

	ck_assert_uint_eq(l.size, words ? row->size16 : row->size8);
	ck_assert_uint_eq(l.memcg_offset, row->memcg_at);
	ck_assert_uint_eq(l.virtual_offset, row->virtual_at);
	ck_assert_uint_eq(l.last_cpupid_offset, row->cpupid_at);
	ck_assert_uint_eq(l.kmsan_shadow_offset, row->shadow_at);
	ck_assert_uint_eq(l.kmsan_origin_offset, row->origin_at);
}
END_TEST

/* Only a power of two can be masked, or divide a page without a rest */
START_TEST(odd_size_has_pointer_tails_and_no_dedup)
{
	const struct size_row *row = &sizes[_i / 2];
	struct zonedev_model m = with_fields(row, _i % 2 ? 16 : 8);
	struct zonedev_layout l = layout_of(&m);

	ck_assert_int_eq(l.tail_mode, l.size == 64 ? ZONEDEV_TAIL_MASK :
			 ZONEDEV_TAIL_POINTER);
	ck_assert_int_eq(l.dedup, l.size == 64);
}
END_TEST

static void assert_bits(const char *name, struct zonedev_bits got,
			unsigned width, unsigned shift)
{
	ck_assert_msg(got.width == width && got.shift == shift,
		      "%s has %u bits at %u, expected %u at %u", name,
		      got.width, got.shift, width, shift);
}

START_TEST(flags_of_distribution_use_every_bit)
{
	struct zonedev_model m = preset("x86_64");
	struct zonedev_layout l = layout_of(&m);

	assert_bits("section", l.section, 0, 0);
	assert_bits("node", l.node, 10, 54);
	assert_bits("zone", l.zone, 3, 51);
	assert_bits("last_cpupid", l.last_cpupid, 21, 30);
	assert_bits("kasan_tag", l.kasan_tag, 0, 0);
	assert_bits("lru_gen", l.lru_gen, 3, 27);
	assert_bits("lru_refs", l.lru_refs, 2, 25);
	ck_assert_uint_eq(m.nr_pageflags, 25);
	ck_assert_uint_eq(l.last_cpupid_mask, 0x1fffff);
}
END_TEST

START_TEST(flags_of_a_small_kernel)
{
	struct zonedev_model m = preset("x86_64-small");
	struct zonedev_layout l = layout_of(&m);

	assert_bits("node", l.node, 6, 58);
	assert_bits("zone", l.zone, 3, 55);
	assert_bits("last_cpupid", l.last_cpupid, 0, 0);
	ck_assert_uint_eq(l.last_cpupid_offset, 0);
	ck_assert_uint_eq(l.last_cpupid_mask, 0);
}
END_TEST

START_TEST(flags_with_section_bits)
{
	struct zonedev_model m = preset("classic-sparse");
	struct zonedev_layout l = layout_of(&m);

	assert_bits("section", l.section, 19, 45);
	assert_bits("node", l.node, 6, 39);
	assert_bits("zone", l.zone, 3, 36);
}
END_TEST

/* bits of a section number: physical memory in sections */
START_TEST(section_bits_number_all_sections)
{
	static const struct {
		unsigned section_size, physmem, width;
	} rows[] = {
		{ 27, 46, 19 }, { 27, 52, 25 },	/* x86_64 */
		{ 27, 48, 21 }, { 29, 48, 19 },	/* arm64: 4 and 64 KiB */
	};
	struct zonedev_model m = preset("classic-sparse");
	size_t i;

	for (i = 0; i < NR(rows); i++) {
		m.section_size_bits = rows[i].section_size;
		m.max_physmem_bits = rows[i].physmem;
		ck_assert_uint_eq(layout_of(&m).section.width, rows[i].width);
	}
}
END_TEST

START_TEST(zones_need_the_bits_of_their_number)
{
	static const unsigned widths[] = { 0, 0, 1, 2, 2, 3, 3, 3, 3 };
	struct zonedev_model m = preset("x86_64-small");

	for (m.nr_zones = 2; m.nr_zones <= 8; m.nr_zones++) {
		struct zonedev_layout l = layout_of(&m);

		ck_assert_uint_eq(l.zone.width, widths[m.nr_zones]);
		ck_assert_uint_eq(l.zone_device, m.nr_zones - 1);
	}
}
END_TEST

/* What does not fit: cpupid moves out, generations keep what is left */
START_TEST(fields_that_do_not_fit_leave_the_flags)
{
	struct zonedev_model m = preset("x86_64");
	struct zonedev_layout l;

	m.nr_pageflags = 26;
	l = layout_of(&m);
	assert_bits("last_cpupid", l.last_cpupid, 21, 30);
	assert_bits("lru_refs", l.lru_refs, 1, 26);
	m.nr_pageflags = 27;
	assert_bits("lru_refs", layout_of(&m).lru_refs, 0, 0);
	m.nr_pageflags = 28;
	l = layout_of(&m);
	assert_bits("last_cpupid", l.last_cpupid, 0, 0);
	assert_bits("lru_refs", l.lru_refs, 2, 46);
	ck_assert_uint_eq(l.last_cpupid_offset, 64);
	ck_assert_uint_eq(l.last_cpupid_mask, 0x1fffff);
}
END_TEST

START_TEST(node_leaves_flags_for_section_bits_only)
{
	struct zonedev_model m = preset("classic-sparse");

	m.nr_pageflags = 37;
	assert_bits("node", layout_of(&m).node, 0, 0);
	m.sparsemem_vmemmap = true;
	assert_bits("node", layout_of(&m).node, 6, 58);
}
END_TEST

/* A tag lies below last_cpupid, and is 0 in all descriptors. */
START_TEST(kasan_tag_takes_its_bits)
{
	struct zonedev_model m = preset("x86_64-small");

	m.kasan_tag_width = 8;
	assert_bits("kasan_tag", layout_of(&m).kasan_tag, 8, 47);
	m.kasan_tag_width = 4;
	assert_bits("kasan_tag", layout_of(&m).kasan_tag, 4, 51);
}
END_TEST

#define FIELD(name)	#name, offsetof(struct zonedev_model, name)

/* A field of x86_64, two values that it must not have, two that it may */
static const struct refused {
	const char *name;
	size_t at;
	unsigned bad[2], good[2];
} refused[] = {
	{ FIELD(page_shift), { 11, 13 }, { 12, 12 } },
	{ FIELD(page_shift), { 15, 18 }, { 12, 12 } },
	{ FIELD(section_size_bits), { 20, 41 }, { 21, 40 } },
	{ FIELD(max_physmem_bits), { 26, 57 }, { 27, 56 } },
	{ FIELD(pageblock_order), { 0, 17 }, { 1, 15 } },
	{ FIELD(page_alignment), { 4, 32 }, { 8, 16 } },
	{ FIELD(nr_pageflags), { 6, 61 }, { 14, 48 } },
	{ FIELD(pg_head), { 5, 25 }, { 6, 24 } },
	{ FIELD(pg_head), { 13, UINT32_MAX }, { 12, 14 } },
	{ FIELD(pg_reserved), { 25, UINT32_MAX }, { 0, 24 } },
	{ FIELD(nr_zones), { 1, 9 }, { 2, 8 } },
	{ FIELD(nodes_shift), { 11, UINT32_MAX }, { 0, 10 } },
	{ FIELD(nr_cpus), { 0, 65537 }, { 1, 65536 } },
	{ FIELD(kasan_tag_width), { 1, 16 }, { 4, 8 } },
	{ FIELD(tail_mode), { 2, UINT32_MAX }, { 0, 1 } },
	{ FIELD(compound_fields), { 3, UINT32_MAX }, { 1, 2 } },
	{ FIELD(pageblock_rule), { 2, UINT32_MAX }, { 0, 1 } },
	{ FIELD(max_folio_order), { 0, 23 }, { 1, 22 } },
};

static struct zonedev_model with(const struct refused *r, unsigned value)
{
	struct zonedev_model m = preset("x86_64");

	memcpy((char *)&m + r->at, &value, sizeof(value));
	return m;
}

static void assert_refused(const struct zonedev_model *m, const char *word)
{
	struct zonedev_layout layout, before;
	char why[256] = "";

	memset(&layout, 0x5a, sizeof(layout));
	before = layout;
	ck_assert_int_eq(zonedev_layout(m, &layout, why, sizeof(why)),
			 -EINVAL);
	ck_assert_msg(strstr(why, word) != NULL, "'%s' lacks '%s'", why, word);
	ck_assert_mem_eq(&layout, &before, sizeof(layout));
	ck_assert_int_eq(zonedev_model_check(m, NULL, 0), -EINVAL);
	errno = 0;
	ck_assert_ptr_null(zonedev_new(m));
	ck_assert_int_eq(errno, EINVAL);
}

START_TEST(model_out_of_bounds_is_refused_by_name)
{
	const struct refused *r = &refused[_i];
	struct zonedev_model m;
	char value[64];
	unsigned i;

	for (i = 0; i < 2; i++) {
		m = with(r, r->bad[i]);
		assert_refused(&m, r->name);
		snprintf(value, sizeof(value), "%u", r->bad[i]);
		assert_refused(&m, value);
		m = with(r, r->good[i]);
		layout_of(&m);
	}
}
END_TEST

START_TEST(flags_that_do_not_fit_are_refused_by_name)
{
	struct zonedev_model m = preset("x86_64");

	m.nr_pageflags = 49;
	assert_refused(&m, "nodes_shift 10 does not fit");
	m = preset("x86_64");
	m.nr_pageflags = 44;
	m.kasan_tag_width = 8;
	assert_refused(&m, "kasan_tag_width 8 does not fit");
	m = preset("classic-sparse");
	m.nr_pageflags = 60;
	assert_refused(&m, "sections, zones and lru_gen need 22 bits");
}
END_TEST

START_TEST(presets_are_found_by_name)
{
	const struct zonedev_model *const *m = zonedev_models();

	ck_assert_str_eq((*m)->name, "x86_64");
	for (; *m; m++) {
		ck_assert_ptr_eq(zonedev_model((*m)->name), *m);
		layout_of(*m);
	}
	ck_assert_ptr_null(zonedev_model("x86_65"));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("model");

	tcase_set_timeout(tc, 0);
	tcase_add_loop_test(tc, size_and_offsets_follow_optional_fields,
			    0, 2 * (int)NR(sizes));
	tcase_add_loop_test(tc, odd_size_has_pointer_tails_and_no_dedup, 0,
			    2 * (int)NR(sizes));
	tcase_add_test(tc, flags_of_distribution_use_every_bit);
	tcase_add_test(tc, flags_of_a_small_kernel);
	tcase_add_test(tc, flags_with_section_bits);
	tcase_add_test(tc, section_bits_number_all_sections);
	tcase_add_test(tc, zones_need_the_bits_of_their_number);
	tcase_add_test(tc, fields_that_do_not_fit_leave_the_flags);
	tcase_add_test(tc, node_leaves_flags_for_section_bits_only);
	tcase_add_test(tc, kasan_tag_takes_its_bits);
	tcase_add_loop_test(tc, model_out_of_bounds_is_refused_by_name, 0,
			    (int)NR(refused));
	tcase_add_test(tc, flags_that_do_not_fit_are_refused_by_name);
	tcase_add_test(tc, presets_are_found_by_name);
	return run_tcase("model", tc);
}
