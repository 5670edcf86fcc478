/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lines.c - the lines between 'begin' and 'end' of a descriptor
 * file
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "lines.h"
#include "common/size.h"

int text_file_number(const struct text_file *text, const char *what,
		     const char *word, uint64_t low, uint64_t high,
		     uint64_t *value)
{
	char why[256];

	if (!word)
		return text_file_complain(text, text->line, "%s is missing",
					  what);
	if (parse_number(word, low, high, value, why, sizeof(why)))
		return text_file_complain(text, text->line, "%s is '%s', %s",
					  what, word, why);
	return 0;
}

static int range(const struct text_file *text, char **at, uint64_t *pfn,
		 uint64_t *count)
{
	int err = text_file_number(text, "first pfn", next_word(at), 0,
				   PFN_MAX, pfn);

	if (err)
		return err;
	return text_file_number(text, "count", next_word(at), 1, PFN_MAX,
				count);
}

/* 16 hex digits, PGMAP, SELF+0xN or page[0xPFN]+0xN, and nothing behind it */
static bool parse_word(const char *text, struct word *word)
{
	int end = -1;

	*word = (struct word){ .kind = WORD_PLAIN };
	if (!strcmp(text, "PGMAP")) {
		word->kind = WORD_PGMAP;
		return true;
	}
	if (!strncmp(text, "SELF", 4)) {
		word->kind = WORD_SELF;
		sscanf(text, "SELF+0x%" SCNx64 "%n", &word->value, &end);
	} else if (!strncmp(text, "page", 4)) {
		word->kind = WORD_PAGE;
		sscanf(text, "page[0x%" SCNx64 "]+0x%" SCNx64 "%n",
		       &word->pfn, &word->value, &end);
	} else if (strspn(text, "0123456789abcdefABCDEF") == 16) {
		sscanf(text, "%" SCNx64 "%n", &word->value, &end);
	}
	return end > 0 && !text[end];
}

static int take_words(const struct text_file *text, char *at, unsigned words,
		      struct image *image)
{
	unsigned i;
	char *word;

	for (i = 0; i < words; i++) {
		word = next_word(&at);
		if (!word)
			return text_file_complain(text, text->line, "%u words; descriptors of %u bytes have %u",
						  i, 8 * words, words);
		if (!parse_word(word, &image->word[i]))
			return text_file_complain(text, text->line, "word %u is '%s'; it must have 16 hex digits or be PGMAP, SELF+0xN or page[0xPFN]+0xN",
						  i, word);
	}
	if (next_word(&at))
		return text_file_complain(text, text->line, "more than %u words",
					  words);
	return 0;
}

/* Room for one element more of @size bytes; it doubles. */
static void *grown(void *at, size_t n, size_t size)
{
	return n & (n - 1) ? at : realloc(at, (n ? 2 * n : 1) * size);
}

int image_lines_take(struct image_lines *lines, const struct text_file *text,
		     unsigned words)
{
	void *room = grown(lines->at, lines->n, sizeof(*lines->at));
	struct image_line *line;
	char *at = text->text;
	int err;

	if (!room)
		return text_file_complain(text, text->line, "out of memory");
	lines->at = room;
	line = &lines->at[lines->n];
	memset(line, 0, sizeof(*line));
	line->line = text->line;
	err = range(text, &at, &line->run.pfn, &line->run.count);
	if (!err)
		err = take_words(text, at, words, &line->run.image);
	lines->n += !err;
	return err;
}

int pageblock_lines_take(struct pageblock_lines *lines,
			 const struct text_file *text)
{
	void *room = grown(lines->at, lines->n, sizeof(*lines->at));
	struct pageblock_line *line;
	char *at = text->text;
	uint64_t value = 0;
	int err;

	if (!room)
		return text_file_complain(text, text->line, "out of memory");
	lines->at = room;
	line = &lines->at[lines->n];
	line->line = text->line;
	err = range(text, &at, &line->pfn, &line->count);
	if (!err)
		err = text_file_number(text, "value", next_word(&at), 0,
				       UINT8_MAX, &value);
	if (!err && next_word(&at))
		err = text_file_complain(text, text->line, "more than a pfn, a count and a value");
	line->value = (unsigned)value;
	lines->n += !err;
	return err;
}

bool image_lines_add(struct image_lines *lines, const struct run *run)
{
	void *room = grown(lines->at, lines->n, sizeof(*lines->at));

	if (!room)
		return false;
	lines->at = room;
	lines->at[lines->n++] = (struct image_line){ .run = *run };
	lines->there = true;
	return true;
}

bool pageblock_lines_add(struct pageblock_lines *lines, uint64_t pfn,
			 uint64_t count, unsigned value)
{
	void *room = grown(lines->at, lines->n, sizeof(*lines->at));

	if (!room)
		return false;
	lines->at = room;
	lines->at[lines->n++] = (struct pageblock_line){
		.pfn = pfn, .count = count, .value = value,
	};
	lines->there = true;
	return true;
}
