/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_file.c - files of lines with # comments, and complaints that say where
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "text_file.h"

int text_file_complain(const struct text_file *file, unsigned long line,
		       const char *format, ...)
{
	char reason[512];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	if (line)
		snprintf(file->why, file->why_size, "%s:%lu: %s", file->path,
			 line, reason);
	else
		snprintf(file->why, file->why_size, "%s: %s", file->path,
			 reason);
	return -EINVAL;
}

int text_file_open(struct text_file *file, const char *path, char *why,
		   size_t why_size)
{
	int err;

	*file = (struct text_file){
		.path = path, .why = why, .why_size = why_size,
	};
	file->stream = fopen(path, "r");
	if (file->stream)
		return 0;
	err = -errno;
	text_file_complain(file, 0, "%s", strerror(errno));
	return err;
}

void text_file_close(struct text_file *file)
{
	if (file->stream)
		fclose(file->stream);
	free(file->text);
	file->stream = NULL;
	file->text = NULL;
}

static void cut_blanks(char *text, size_t length)
{
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	text[length] = '\0';
}

int text_file_next(struct text_file *file)
{
	ssize_t length;
	int err;

	errno = 0;
	while ((length = getline(&file->text, &file->size,
				 file->stream)) != -1) {
		file->line++;
		if (memchr(file->text, '\0', (size_t)length))
			return text_file_complain(file, file->line, "contains a zero byte; not a text file");
		cut_blanks(file->text, (size_t)length);
		if (*file->text && *file->text != '#')
			return 1;
	}
	/* A folder cannot be read; a line may need memory that is not there. */
	if (!feof(file->stream) || ferror(file->stream)) {
		err = errno ? -errno : -EIO;
		text_file_complain(file, 0, "%s", strerror(-err));
		return err;
	}
	return 0;
}

char *next_word(char **at)
{
	char *word = *at + strspn(*at, " \t");

	if (!*word)
		return NULL;
	*at = word + strcspn(word, " \t");
	if (**at)
		*(*at)++ = '\0';
	return word;
}
