/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * report_write.c - a report and its raw data, as files in a directory
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "message.h"
#include "report.h"

static int not_written(const char *command, const char *path)
{
	return failed(command, "cannot write %s: %s", path, strerror(errno));
}

static int open_file(const char *dir, const char *name, char path[4096],
		     FILE **to)
{
	if (snprintf(path, 4096, "%s/%s", dir, name) >= 4096) {
		errno = ENAMETOOLONG;
		return -1;
	}
	*to = fopen(path, "w");
	return *to ? 0 : -1;
}

/* What was buffered may fail as late as here. */
static int close_file(FILE *to)
{
	int bad = ferror(to);

	return fclose(to) || bad ? -1 : 0;
}

static int write_file(const char *dir, const struct report_file *file,
		      char path[4096])
{
	FILE *to;

	if (open_file(dir, file->name, path, &to))
		return -1;
	fputs(file->content, to);
	return close_file(to);
}

static int write_form(const char *dir, const char *name,
		      void (*form)(FILE *, const struct report *),
		      const struct report *report, char path[4096])
{
	FILE *to;

	if (open_file(dir, name, path, &to))
		return -1;
	form(to, report);
	return close_file(to);
}

int report_make_dir(const char *command, const char *dir)
{
	if (mkdir(dir, 0777) && errno != EEXIST)
		return not_written(command, dir);
	return 0;
}

int report_write(const char *command, const char *dir,
		 const struct report *report)
{
	char path[4096];

	if (write_form(dir, "report.html", report_html, report, path) ||
	    write_form(dir, "report.txt", report_mail, report, path))
		return not_written(command, path);
	for (unsigned i = 0; i < report->nr_files; i++)
		if (write_file(dir, &report->file[i], path))
			return not_written(command, path);
	return 0;
}

int report_deliver(const char *command, const char *dir,
		   const struct report *report)
{
	if (dir)
		return report_write(command, dir, report);
	report_mail(stdout, report);
	return 0;
}
