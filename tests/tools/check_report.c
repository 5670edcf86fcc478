/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_report.c - a report's page and its mail say all that it holds
 *
 * REPORT_SAMPLE=FILE leaves the sample's page there, to look at.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "common/report.h"
#include "support/runner.h"

static const struct report_fact fact[] = {
	{ "CPU", "A <CPU> & \"more\"" },
	{ "Command", "zonedev bench --report here --scenario nd_pmem,dax_pmem --size 16G --rebinds 30" },
};

static const struct report_bar bars[] = {
	{ "base", 66.84, 66.1, 67.9 }, { "auto", 61.5, 61.2, 61.9 },
	{ "streaming", 68.32, 0, 0 },
};

static const char *const head[] = {
	"path", "median ms", "interval", "ns/page", "GB/s", "times base",
	"interval of times base", "% of limit",
};

static const char *const cell[] = {
	"base", "66.84", "66.1 to 67.9", "2.59", "24.71", "1.00", "", "90",
	"auto", "61.50", "61.2 to 61.9", "2.38", "26.85", "1.09",
	"1.08 to 1.10", "98",
};

static const struct report_section section[] = {
	{ "nd_pmem", "The first paragraph of two, which is long enough that a mail must break it somewhere.\nThe second by --size.",
	  { head, cell, 8, 2 },
	  { "ms per rebind", bars, 3, 60.2, "write limit" },
	  "\nin a\ncolumn\n\n", "What it means." },
	{ .title = "Elsewhere", .text = "Other CPUs." },
};

static const struct report_file file[] = {
	{ "bench.csv", "text/csv", "path,ms\nbase,\"66.84\"\n100%#\n" },
};

static const struct report sample = {
	"zonedev bench", "A summary.", fact, section, file, 2, 2, 1,
};

/* What @write says of the sample; the caller frees it */
static char *written(void (*write)(FILE *, const struct report *))
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(to);
	write(to, &sample);
	ck_assert_int_eq(fclose(to), 0);
	return text;
}

static void assert_says(const char *text, const char *what)
{
	ck_assert_msg(strstr(text, what), "it lacks: %s", what);
}

static void keep(const char *page)
{
	const char *path = getenv("REPORT_SAMPLE");
	FILE *to = path ? fopen(path, "w") : NULL;

	if (!to)
		return;
	fputs(page, to);
	ck_assert_int_eq(fclose(to), 0);
}

START_TEST(html_has_all_that_the_report_holds)
{
	char *page = written(report_html);

	assert_says(page, "<h1>zonedev bench</h1>");
	assert_says(page, "<dd>A &lt;CPU&gt; &amp; &quot;more&quot;</dd>");
	assert_says(page, "<p>The second by <span>--size</span>.</p>");
	assert_says(page, "<th>interval of times base</th>");
	assert_says(page, "<td>1.08 to 1.10</td>");
	assert_says(page, ">write limit</text>");
	assert_says(page, "<pre>\nin a\ncolumn\n");
	assert_says(page, "<p class=\"note\">What it means.</p>");
	assert_says(page, "path,ms%0Abase,%2266.84%22%0A100%25%23%0A\"");
	keep(page);
	free(page);
}
END_TEST

START_TEST(html_asks_for_nothing_outside_itself)
{
	char *page = written(report_html);

	ck_assert_ptr_null(strstr(page, "http"));
	ck_assert_ptr_null(strstr(page, "<script"));
	ck_assert_ptr_null(strstr(page, "src="));
	ck_assert_ptr_null(strstr(page, "@import"));
	free(page);
}
END_TEST

START_TEST(mail_lines_are_72_columns_at_most)
{
	char *text = written(report_mail), *line = text;
	size_t n;

	while (*line) {
		n = strcspn(line, "\n");
		ck_assert_msg(n <= 72, "%zu columns: %.*s", n, (int)n, line);
		line += n + (line[n] == '\n');
	}
	free(text);
}
END_TEST

START_TEST(mail_with_a_wide_table_names_the_columns_left_out)
{
	char *text = written(report_mail);

	assert_says(text, "Left out because they do not fit: interval of times base, % of limit.");
	assert_says(text, "auto      61.50  61.2 to 61.9     2.38  26.85        1.09\n");
	free(text);
}
END_TEST

START_TEST(mail_has_one_blank_line_between_parts)
{
	char *text = written(report_mail);

	assert_says(text, "times base, % of limit.\n\nin a\n");
	assert_says(text, "\nin a\ncolumn\n\nWhat it means.\n\nElsewhere\n");
	assert_says(text, "---------\n\nOther CPUs.\n");
	ck_assert_ptr_null(strstr(text, "\n\n\n"));
	free(text);
}
END_TEST

START_TEST(write_below_a_file_fails)
{
	ck_assert_int_eq(report_make_dir("check_report", "/dev/null/here"), 1);
	ck_assert_int_eq(report_write("check_report", "/dev/null/here",
				      &sample), 1);
}
END_TEST

START_TEST(write_to_a_full_disk_fails)
{
	char dir[] = "report-XXXXXX", path[64];
	FILE *full = fopen("/dev/full", "w");

	if (!full)
		return;
	fclose(full);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/report.html", dir);
	ck_assert_int_eq(symlink("/dev/full", path), 0);
	ck_assert_int_eq(report_write("check_report", dir, &sample), 1);
	unlink(path);
	rmdir(dir);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("report");

	tcase_add_test(tc, html_has_all_that_the_report_holds);
	tcase_add_test(tc, html_asks_for_nothing_outside_itself);
	tcase_add_test(tc, mail_lines_are_72_columns_at_most);
	tcase_add_test(tc, mail_with_a_wide_table_names_the_columns_left_out);
	tcase_add_test(tc, mail_has_one_blank_line_between_parts);
	tcase_add_test(tc, write_below_a_file_fails);
	tcase_add_test(tc, write_to_a_full_disk_fails);
	return run_tcase("report", tc);
}
