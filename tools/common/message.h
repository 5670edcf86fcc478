/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * message.h - what a tool says on standard error, and lists of names
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>

/* Exit statuses: of a failure while running, and of bad usage */
enum { STATUS_FAILED = 1, STATUS_USAGE = 2 };

/* One line, "COMMAND: ..."; returns STATUS_USAGE */
__attribute__((format(printf, 2, 3)))
int complain(const char *command, const char *format, ...);

/* The same for what fails while running; returns STATUS_FAILED */
__attribute__((format(printf, 2, 3)))
int failed(const char *command, const char *format, ...);

/*
 * A list of names is a function that returns the @i-th of them, and NULL
 * behind the last, so that the table that defines them is the only one.
 */
struct names {
	const char *(*at)(unsigned i);
};

/* The index of @text, or -1 */
int names_find(struct names names, const char *text);

/*
 * The name that @text may be a misspelling of: at most a third of its letters
 * inserted, left out, replaced or swapped; or NULL
 */
const char *names_nearest(struct names names, const char *text);

/* All of them with @between in between, cut where @size ends */
void names_join(struct names names, const char *between, char *text,
		size_t size);

/* "; did you mean 'NAME'?", or nothing where no name is near */
void names_suggest(struct names names, const char *before, const char *text,
		   char *suggestion, size_t size);

#endif
