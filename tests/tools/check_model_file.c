/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_model_file.c - a model file says all of a model, or is refused
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "descriptors/model_file.h"
#include "support/runner.h"

static char path[] = "/tmp/zonedev-model-XXXXXX";
static char why[768];
static struct model_choice choice;

static int lines_until_failure = -1;	/* of getline(); -1: it works */

/* glibc's header makes the former of the latter where it optimises. */
ssize_t __real_getline(char **text, size_t *size, FILE *stream);
ssize_t __wrap_getline(char **text, size_t *size, FILE *stream);
ssize_t __real___getdelim(char **text, size_t *size, int end, FILE *stream);
ssize_t __wrap___getdelim(char **text, size_t *size, int end, FILE *stream);

ssize_t __wrap_getline(char **text, size_t *size, FILE *stream)
{
	if (lines_until_failure >= 0 && !lines_until_failure--) {
		errno = ENOMEM;
		return -1;
	}
	return __real_getline(text, size, stream);
}

ssize_t __wrap___getdelim(char **text, size_t *size, int end, FILE *stream)
{
	if (lines_until_failure >= 0 && !lines_until_failure--) {
		errno = ENOMEM;
		return -1;
	}
	return __real___getdelim(text, size, end, stream);
}

static FILE *temporary(void)
{
	int fd;

	strcpy(path, "/tmp/zonedev-model-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	return fdopen(fd, "w");
}

static int read_back(FILE *file)
{
	int err;

	ck_assert_int_eq(fclose(file), 0);
	err = model_choose(&choice, path, why, sizeof(why));
	unlink(path);
	return err;
}

static int read_text(const char *text)
{
	FILE *file = temporary();

	fputs(text, file);
	return read_back(file);
}

/* Members that the file cannot say would be 0 here. */
START_TEST(each_preset_reads_back_as_written)
{
	const struct zonedev_model *const *preset = zonedev_models();
	struct zonedev_model expected;
	FILE *file;

	for (; *preset; preset++) {
		file = temporary();
		model_write(*preset, file);
		ck_assert_msg(!read_back(file), "%s", why);
		ck_assert_str_eq(choice.model.name, (*preset)->name);
		expected = **preset;
		expected.name = choice.model.name;
		expected.what = NULL;
		ck_assert_mem_eq(&choice.model, &expected, sizeof(expected));
	}
}
END_TEST

/* Of x86_64, each to something else that fits */
static const struct change {
	const char *key, *to;
} changes[] = {
	{ "page_shift", "14" }, { "section_size_bits", "28" },
	{ "max_physmem_bits", "46" }, { "pageblock_order", "8" },
	{ "page_alignment", "8" }, { "memcg", "no" },
	{ "want_page_virtual", "yes" }, { "kmsan", "yes" },
	{ "nr_pageflags", "24" }, { "pg_head", "8" }, { "pg_reserved", "8" },
	{ "sparsemem_vmemmap", "no" }, { "nr_zones", "8" },
	{ "nodes_shift", "9" }, { "numa_balancing", "no" },
	{ "nr_cpus", "8" }, { "kasan_tag_width", "4" }, { "lru_gen", "no" },
	{ "tail_mode", "pointer" }, { "compound_fields", "v6.12" },
	{ "mm_id", "no" },
	{ "page_mapcount", "no" }, { "optimize_dax_vmemmap", "no" },
	{ "max_folio_order", "8" }, { "fs_dax_counted", "yes" },
	{ "pageblock_rule", "range" },
	{ "mobility_grouping", "no" }, { "debug_poison", "yes" },
	{ "illegal_pointer", "0x10" }, { "page_offset", "0x4000" },
};

static const char *changed(const char *key)
{
	unsigned i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (!strcmp(changes[i].key, key))
			return changes[i].to;
	ck_abort_msg("no change for %s", key);
	return NULL;
}

START_TEST(value_of_each_key_changes_one_member)
{
	const struct zonedev_model *base = zonedev_model("x86_64");
	char text[128], value[32], was[32];
	const char *key, *other;
	unsigned i, j;

	for (i = 0; (key = model_key(base, i, was, sizeof(was))); i++) {
		ck_assert_str_ne(was, changed(key));
		snprintf(text, sizeof(text), "base x86_64\n%s %s\n", key,
			 changed(key));
		ck_assert_msg(!read_text(text), "%s", why);
		for (j = 0; (other = model_key(base, j, was, sizeof(was)));
		     j++) {
			model_key(&choice.model, j, value, sizeof(value));
			ck_assert_str_eq(value, i == j ? changed(key) : was);
		}
	}
}
END_TEST

START_TEST(file_with_base_needs_only_what_differs)
{
	ck_assert_msg(!read_text("# mine\n\nname  mine \nbase x86_64\n"
				 "nodes_shift 0x6\ntail_mode\tpointer\n"),
		      "%s", why);
	ck_assert_str_eq(choice.model.name, "mine");
	ck_assert_uint_eq(choice.model.nodes_shift, 6);
	ck_assert_uint_eq(choice.model.tail_mode, ZONEDEV_TAIL_POINTER);
	ck_assert_uint_eq(choice.model.nr_cpus, 8192);
	ck_assert_msg(!read_text("base arm64\n"), "%s", why);
	ck_assert_str_eq(choice.model.name, strrchr(path, '/') + 1);
}
END_TEST

static const struct bad {
	const char *text;
	unsigned line;		/* that is named; 0: the file as a whole */
	const char *word;
} bads[] = {
	{ "base x86_64\nnode_shift 6\n", 2, "'node_shift'" },
	{ "base x86_64\nnodes_shift six\n", 2, "'six'" },
	{ "base x86_64\nnodes_shift -1\n", 2, "'-1'" },
	{ "base x86_64\nnodes_shift 4294967296\n", 2, "'4294967296'" },
	{ "base x86_64\nnodes_shift\n", 2, "no value" },
	{ "base x86_64\nnodes_shift 6 7\n", 2, "more than one value" },
	{ "base x86_64\nmemcg 1\n", 2, "no or yes" },
	{ "base x86_64\ntail_mode masked\n", 2, "mask or pointer" },
	{ "base x86_64\nmemcg no\n\nmemcg no\n", 4, "line 2" },
	{ "base x86_64\nbase x86_64\n", 2, "line 1" },
	{ "memcg no\nbase x86_64\n", 2, "line 1" },
	{ "base i386\n", 1, "'i386'" },
	{ "base x86_64\npage_shift 13\nmemcg no\n", 2, "page_shift is 13" },
	{ "base x86_64\nmemcg no\nnr_pageflags 61\n", 3, "61" },
	{ "base x86_64\nsparsemem_vmemmap no\nnr_pageflags 40\n", 0,
	  "need 31 bits" },
	{ "page_shift 12\n", 0, "'section_size_bits' is missing" },
	{ "", 0, "'page_shift' is missing" },
	{ "name a-name-that-is-much-longer-than-any-name-of-a-model-has-to-be-0123456789\n", 1,
	  "longer" },
};

START_TEST(bad_file_is_refused_with_its_line)
{
	const struct bad *bad = &bads[_i];
	char place[64];

	ck_assert_int_lt(read_text(bad->text), 0);
	if (bad->line)
		snprintf(place, sizeof(place), "%s:%u: ", path, bad->line);
	else
		snprintf(place, sizeof(place), "%s: ", path);
	ck_assert_msg(!strncmp(why, place, strlen(place)),
		      "'%s' does not begin with '%s'", why, place);
	ck_assert_msg(strstr(why, bad->word) != NULL, "'%s' lacks '%s'", why,
		      bad->word);
	ck_assert_ptr_null(strchr(why, '\n'));
}
END_TEST

START_TEST(file_that_is_not_text_is_refused)
{
	FILE *file = temporary();

	fwrite("base x86_64\n\0\n", 1, 14, file);
	ck_assert_int_lt(read_back(file), 0);
	ck_assert_ptr_nonnull(strstr(why, ":2: "));
	ck_assert_int_lt(model_choose(&choice, "/", why, sizeof(why)), 0);
	ck_assert_int_lt(model_choose(&choice, "i386", why, sizeof(why)), 0);
	ck_assert_ptr_nonnull(strstr(why, "neither a preset nor a file"));
	ck_assert_ptr_nonnull(strstr(why, "x86_64-small"));
}
END_TEST

/* Each key of a file follows a base: cut short, it would still be a model. */
START_TEST(getline_without_memory_is_not_the_end_of_file)
{
	lines_until_failure = _i;
	ck_assert_int_eq(read_text("base x86_64\nnr_zones 6\n"), -ENOMEM);
	ck_assert_ptr_nonnull(strstr(why, strerror(ENOMEM)));
	ck_assert_int_eq(read_text("base x86_64\nnr_zones 6\n"), 0);
	ck_assert_uint_eq(choice.model.nr_zones, 6);
}
END_TEST

START_TEST(leading_zero_is_decimal)
{
	ck_assert_int_eq(read_text("base x86_64\nnr_cpus 0512\n"), 0);
	ck_assert_uint_eq(choice.model.nr_cpus, 512);
	ck_assert_int_eq(read_text("base x86_64\nnr_cpus 0x200\n"), 0);
	ck_assert_uint_eq(choice.model.nr_cpus, 512);
	ck_assert_int_eq(read_text("base x86_64\nnr_cpus 0x\n"), -EINVAL);
	ck_assert_int_eq(read_text("base x86_64\nnr_cpus 0x-1\n"), -EINVAL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("model file");

	tcase_set_timeout(tc, 0);
	tcase_add_test(tc, each_preset_reads_back_as_written);
	tcase_add_test(tc, value_of_each_key_changes_one_member);
	tcase_add_test(tc, file_with_base_needs_only_what_differs);
	tcase_add_loop_test(tc, bad_file_is_refused_with_its_line, 0,
			    sizeof(bads) / sizeof(bads[0]));
	tcase_add_test(tc, file_that_is_not_text_is_refused);
	tcase_add_loop_test(tc, getline_without_memory_is_not_the_end_of_file,
			    0, 3);
	tcase_add_test(tc, leading_zero_is_decimal);
	return run_tcase("model file", tc);
}
