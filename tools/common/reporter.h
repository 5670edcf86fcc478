/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reporter.h - one form of a result: a table, CSV, JSON, a picture
 */
#ifndef REPORTER_H
#define REPORTER_H

/*
 * @about is the whole run as the command keeps it, @part one part of its
 * result, which is reported when it is done. Each may be NULL. A format more is
 * one file with one of these, and a row in the command's table of them.
 */
struct reporter {
	void (*begin)(const void *about);
	void (*part)(const void *about, const void *part);
	/* 0, or 1 with a line said */
	int (*end)(const void *about);
};

#endif
