/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * model_file.c - modelled kernels as text: one "key value" a line
 */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include "model_file.h"
#include "common/message.h"
#include "common/size.h"
#include "common/text_file.h"

static const char *const no_yes[] = { "no", "yes", NULL };
static const char *const tail_modes[] = {
	[ZONEDEV_TAIL_MASK] = "mask", [ZONEDEV_TAIL_POINTER] = "pointer", NULL,
};
static const char *const pageblock_rules[] = {
	[ZONEDEV_PAGEBLOCK_VISITED] = "visited",
	[ZONEDEV_PAGEBLOCK_RANGE] = "range", NULL,
};

static const char *const compound_fields[] = {
	[ZONEDEV_COMPOUND_V7_1] = "v7.1", [ZONEDEV_COMPOUND_V6_12] = "v6.12",
	[ZONEDEV_COMPOUND_V6_1] = "v6.1", NULL,
};

/* A member: a number, or one of @words */
static const struct member {
	const char *key;
	size_t offset, size;
	const char *const *words;
} members[] = {
#define MEMBER(key, words)						\
	{ #key, offsetof(struct zonedev_model, key),			\
	  sizeof(((struct zonedev_model *)0)->key), words }
	MEMBER(page_shift, NULL),
	MEMBER(section_size_bits, NULL),
	MEMBER(max_physmem_bits, NULL),
	MEMBER(pageblock_order, NULL),
	MEMBER(page_alignment, NULL),
	MEMBER(memcg, no_yes),
	MEMBER(want_page_virtual, no_yes),
	MEMBER(kmsan, no_yes),
	MEMBER(nr_pageflags, NULL),
	MEMBER(pg_head, NULL),
	MEMBER(pg_reserved, NULL),
	MEMBER(sparsemem_vmemmap, no_yes),
	MEMBER(nr_zones, NULL),
	MEMBER(nodes_shift, NULL),
	MEMBER(numa_balancing, no_yes),
	MEMBER(nr_cpus, NULL),
	MEMBER(kasan_tag_width, NULL),
	MEMBER(lru_gen, no_yes),
	MEMBER(tail_mode, tail_modes),
	MEMBER(compound_fields, compound_fields),
	MEMBER(mm_id, no_yes),
	MEMBER(page_mapcount, no_yes),
	MEMBER(optimize_dax_vmemmap, no_yes),
	MEMBER(max_folio_order, NULL),
	MEMBER(fs_dax_counted, no_yes),
	MEMBER(pageblock_rule, pageblock_rules),
	MEMBER(mobility_grouping, no_yes),
	MEMBER(debug_poison, no_yes),
	MEMBER(illegal_pointer, NULL),
	MEMBER(page_offset, NULL),
#undef MEMBER
};

#define NR_MEMBERS	(sizeof(members) / sizeof(members[0]))

/* bool has one byte, enums and unsigned four, addresses eight. */
static uint64_t get(const struct zonedev_model *model, const struct member *m)
{
	const char *at = (const char *)model + m->offset;
	uint32_t four;
	uint64_t eight;

	if (m->size == 1)
		return *(const bool *)at;
	if (m->size == sizeof(four)) {
		memcpy(&four, at, sizeof(four));
		return four;
	}
	memcpy(&eight, at, sizeof(eight));
	return eight;
}

static void put(struct zonedev_model *model, const struct member *m,
		uint64_t value)
{
	char *at = (char *)model + m->offset;
	uint32_t four = (uint32_t)value;

	if (m->size == 1)
		*(bool *)at = value;
	else if (m->size == sizeof(four))
		memcpy(at, &four, sizeof(four));
	else
		memcpy(at, &value, sizeof(value));
}

const char *model_name_at(unsigned i)
{
	const struct zonedev_model *const *model = zonedev_models();

	for (; *model && i; model++)
		i--;
	return *model ? (*model)->name : NULL;
}

const char *model_key(const struct zonedev_model *model, unsigned i,
		      char *value, size_t size)
{
	const struct member *m = &members[i];
	uint64_t number;

	if (i >= NR_MEMBERS)
		return NULL;
	number = get(model, m);
	if (m->words)
		snprintf(value, size, "%s", m->words[number]);
	else if (m->size == sizeof(uint64_t))
		snprintf(value, size, "%#" PRIx64, number);
	else
		snprintf(value, size, "%" PRIu64, number);
	return m->key;
}

void model_write(const struct zonedev_model *model, FILE *to)
{
	char value[32];
	const char *key;
	unsigned i;

	fprintf(to, "# a model for zonedev --model; 'base %s' and what differs would do\n",
		zonedev_models()[0]->name);
	fprintf(to, "name %s\n", model->name);
	for (i = 0; (key = model_key(model, i, value, sizeof(value))); i++)
		fprintf(to, "%s %s\n", key, value);
}

/* A file while it is read: where each key stood, 0 where it has not yet */
struct reading {
	struct text_file file;
	struct model_choice *choice;
	unsigned long base, name, line[NR_MEMBERS];
};

/* "; valid presets are: ...", with one that is near */
static void list_presets(const char *name, char *text, size_t size)
{
	const struct names presets = { model_name_at };
	char list[256], suggestion[80];

	names_join(presets, ", ", list, sizeof(list));
	names_suggest(presets, "", name, suggestion, sizeof(suggestion));
	snprintf(text, size, "valid presets are: %s%s", list, suggestion);
}

static int take_base(struct reading *r, const char *value)
{
	const struct zonedev_model *preset = zonedev_model(value);
	char presets[512];
	size_t i;

	for (i = 0; i < NR_MEMBERS; i++)
		if (r->line[i])
			return text_file_complain(&r->file, r->file.line, "'base %s' would undo line %lu; it must be the first key",
						  value, r->line[i]);
	if (preset) {
		r->choice->model = *preset;
		return 0;
	}
	list_presets(value, presets, sizeof(presets));
	return text_file_complain(&r->file, r->file.line, "base is '%s'; %s",
				  value, presets);
}

static int take_name(struct reading *r, const char *value)
{
	struct model_choice *choice = r->choice;

	if (strlen(value) >= sizeof(choice->name))
		return text_file_complain(&r->file, r->file.line, "the name '%s' is longer than %zu letters",
					  value, sizeof(choice->name) - 1);
	strcpy(choice->name, value);
	return 0;
}

static int take_word(struct reading *r, const struct member *m,
		     const char *value)
{
	unsigned i;

	for (i = 0; m->words[i]; i++) {
		if (strcmp(m->words[i], value))
			continue;
		put(&r->choice->model, m, i);
		return 0;
	}
	return text_file_complain(&r->file, r->file.line, "%s is '%s'; it can be %s or %s",
				  m->key, value, m->words[0], m->words[1]);
}

static int take_number(struct reading *r, const struct member *m,
		       const char *value)
{
	uint64_t high = m->size == sizeof(uint64_t) ? UINT64_MAX : UINT32_MAX;
	uint64_t number;
	char why[256];

	if (parse_number(value, 0, high, &number, why, sizeof(why)))
		return text_file_complain(&r->file, r->file.line, "%s is '%s', %s",
					  m->key, value, why);
	put(&r->choice->model, m, number);
	return 0;
}

static int take_member(struct reading *r, size_t i, const char *value)
{
	const struct member *m = &members[i];

	return m->words ? take_word(r, m, value) : take_number(r, m, value);
}

/* The index of a key that begins with @length letters of @text, and no more */
static size_t find_member(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < NR_MEMBERS; i++)
		if (strlen(members[i].key) == length &&
		    !strncmp(members[i].key, text, length))
			break;
	return i;
}

static int take_line(struct reading *r)
{
	char *at = r->file.text, *key = next_word(&at);
	char *value = next_word(&at), *more = next_word(&at);
	size_t i = find_member(key, strlen(key));
	unsigned long *line = !strcmp(key, "base") ? &r->base :
			      !strcmp(key, "name") ? &r->name :
			      i < NR_MEMBERS ? &r->line[i] : NULL;

	if (!line)
		return text_file_complain(&r->file, r->file.line, "there is no key '%s'; 'zonedev model x86_64 --format file' prints all",
					  key);
	if (!value || more)
		return text_file_complain(&r->file, r->file.line, "'%s' has %s value; write '%s VALUE'",
					  key, more ? "more than one" : "no",
					  key);
	if (*line)
		return text_file_complain(&r->file, r->file.line, "duplicate key '%s'; the first is in line %lu",
					  key, *line);
	*line = r->file.line;
	if (line == &r->base)
		return take_base(r, value);
	if (line == &r->name)
		return take_name(r, value);
	return take_member(r, i, value);
}

/* A reason begins with the member that is wrong, where it is one member. */
static int check(struct reading *r)
{
	char why[256];
	size_t i;

	for (i = 0; !r->base && i < NR_MEMBERS; i++)
		if (!r->line[i])
			return text_file_complain(&r->file, 0, "the key '%s' is missing; give it, or begin with 'base PRESET'",
						  members[i].key);
	if (!zonedev_model_check(&r->choice->model, why, sizeof(why)))
		return 0;
	i = find_member(why, strcspn(why, " "));
	return text_file_complain(&r->file, i < NR_MEMBERS ? r->line[i] : 0,
				  "%s", why);
}

static int read_lines(struct reading *r)
{
	int got;

	while ((got = text_file_next(&r->file)) == 1) {
		int err = take_line(r);

		if (err)
			return err;
	}
	return got ? got : check(r);
}

/* Without a name of its own a model has that of its file. */
static void name_after(struct model_choice *choice, const char *path)
{
	const char *slash = strrchr(path, '/');

	snprintf(choice->name, sizeof(choice->name), "%s",
		 slash ? slash + 1 : path);
}

int model_choose(struct model_choice *choice, const char *text, char *why,
		 size_t size)
{
	const struct zonedev_model *preset = zonedev_model(text);
	struct reading r = { .choice = choice };
	char presets[512];
	int err;

	memset(choice, 0, sizeof(*choice));
	if (preset) {
		choice->model = *preset;
		return 0;
	}
	err = text_file_open(&r.file, text, why, size);
	if (err == -ENOENT) {
		list_presets(text, presets, sizeof(presets));
		snprintf(why, size, "neither a preset nor a file; %s", presets);
	}
	if (err)
		return err;
	name_after(choice, text);
	err = read_lines(&r);
	choice->model.name = choice->name;
	choice->model.what = NULL;
	text_file_close(&r.file);
	return err;
}
