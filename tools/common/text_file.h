/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_file.h - files of lines with # comments, and complaints that say where
 */
#ifndef TEXT_FILE_H
#define TEXT_FILE_H

#include <stdio.h>

struct text_file {
	const char *path;
	FILE *stream;
	unsigned long line;	/* of the text returned last; from 1 */
	char *text;
	size_t size;
	char *why;		/* where complaints go */
	size_t why_size;
};

/* 0, or -errno and in @why one line */
int text_file_open(struct text_file *file, const char *path, char *why,
		   size_t why_size);
void text_file_close(struct text_file *file);

/*
 * 1 and in file->text the next line that is neither empty nor a comment,
 * without blanks at its end; 0 behind the last; -errno after a complaint
 */
int text_file_next(struct text_file *file);

/* "PATH:LINE: ..." to @why; without a line where @line is 0. -EINVAL */
__attribute__((format(printf, 3, 4)))
int text_file_complain(const struct text_file *file, unsigned long line,
		       const char *format, ...);

/* Cuts the next word off *@at; NULL where there is none */
char *next_word(char **at);

#endif
