/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * btf.c - the kernel's own description of its types: sizes and offsets
 *
 * A header, types of different length one behind the other, and strings. A
 * type has a name, a kind with the number of its members, and a size or the
 * number of another type; types are numbered from 1.
 */
#include <stdlib.h>
#include <string.h>
#include "btf.h"

#define MAGIC		0xeb9f
#define DEPTH_MAX	32

enum kind {
	KIND_INT = 1, KIND_PTR, KIND_ARRAY, KIND_STRUCT, KIND_UNION, KIND_ENUM,
	KIND_FWD, KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST, KIND_RESTRICT,
	KIND_FUNC, KIND_FUNC_PROTO, KIND_VAR, KIND_DATASEC, KIND_FLOAT,
	KIND_DECL_TAG, KIND_TYPE_TAG, KIND_ENUM64, NR_KINDS
};

/* Bytes behind the 12 that all have, and for each member */
static const unsigned char extra[NR_KINDS][2] = {
	[KIND_INT] = { 4, 0 }, [KIND_ARRAY] = { 12, 0 },
	[KIND_STRUCT] = { 0, 12 }, [KIND_UNION] = { 0, 12 },
	[KIND_ENUM] = { 0, 8 }, [KIND_FUNC_PROTO] = { 0, 8 },
	[KIND_VAR] = { 4, 0 }, [KIND_DATASEC] = { 0, 12 },
	[KIND_DECL_TAG] = { 4, 0 }, [KIND_ENUM64] = { 0, 12 },
};

static uint32_t word(const unsigned char *at, unsigned i)
{
	uint32_t value;

	memcpy(&value, at + 4 * i, sizeof(value));
	return value;
}

static unsigned kind_of(const unsigned char *type)
{
	return word(type, 1) >> 24 & 0x1f;
}

static unsigned members_of(const unsigned char *type)
{
	return word(type, 1) & 0xffff;
}

/* Bytes of the type; 0 for a kind that was invented later */
static size_t length_of(const unsigned char *type)
{
	unsigned kind = kind_of(type);

	if (!kind || kind >= NR_KINDS)
		return 0;
	return 12 + extra[kind][0] + (size_t)extra[kind][1] * members_of(type);
}

static const char *string(const struct btf *b, uint32_t offset)
{
	return offset < b->strings_size ? b->strings + offset : "";
}

/* Counts the types, or fills the index; -1 where the last is cut off */
static int walk(struct btf *b)
{
	const unsigned char *at = b->types;
	uint32_t n = 1;
	size_t length;

	for (; b->types_end - at >= 12; at += length, n++) {
		length = length_of(at);
		if (!length || length > (size_t)(b->types_end - at))
			return -1;
		if (b->index)
			b->index[n] = at;
	}
	b->n = n;
	return at == b->types_end ? 0 : -1;
}

/* The header's own length comes first, and the rest is counted from it. */
static int take_header(struct btf *b, const unsigned char *bytes, size_t size)
{
	uint64_t header, types, types_size, strings, strings_size;

	if (size < 24 || (word(bytes, 0) & 0xffff) != MAGIC)
		return -1;
	header = word(bytes, 1);
	types = header + word(bytes, 2);
	types_size = word(bytes, 3);
	strings = header + word(bytes, 4);
	strings_size = word(bytes, 5);
	if (types + types_size > size || strings + strings_size > size ||
	    !strings_size || bytes[strings + strings_size - 1])
		return -1;
	b->types = bytes + types;
	b->types_end = b->types + types_size;
	b->strings = (const char *)bytes + strings;
	b->strings_size = strings_size;
	return 0;
}

int btf_open(struct btf *b, const void *bytes, size_t size)
{
	memset(b, 0, sizeof(*b));
	if (take_header(b, bytes, size) || walk(b))
		return -1;
	b->index = calloc(b->n, sizeof(*b->index));
	return b->index ? walk(b) : -1;
}

void btf_close(struct btf *b)
{
	free(b->index);
	memset(b, 0, sizeof(*b));
}

static const unsigned char *type_at(const struct btf *b, uint32_t number)
{
	return number && number < b->n ? b->index[number] : NULL;
}

/* What a typedef, const or the like stands for */
static const unsigned char *resolve(const struct btf *b, uint32_t number)
{
	const unsigned char *type = type_at(b, number);
	int depth = 0;

	while (type && depth++ < DEPTH_MAX)
		switch (kind_of(type)) {
		case KIND_TYPEDEF:
		case KIND_VOLATILE:
		case KIND_CONST:
		case KIND_RESTRICT:
		case KIND_TYPE_TAG:
			type = type_at(b, word(type, 2));
			break;
		default:
			return type;
		}
	return NULL;
}

static const unsigned char *find_struct(const struct btf *b, const char *name)
{
	uint32_t i;

	for (i = 1; i < b->n; i++)
		if (kind_of(b->index[i]) == KIND_STRUCT &&
		    !strcmp(string(b, word(b->index[i], 0)), name))
			return b->index[i];
	return NULL;
}

size_t btf_size(const struct btf *b, const char *name)
{
	const unsigned char *type = find_struct(b, name);

	return type ? word(type, 2) : 0;
}

static size_t size_of(const struct btf *b, uint32_t number)
{
	const unsigned char *type = resolve(b, number), *array;

	if (!type)
		return 0;
	if (kind_of(type) == KIND_PTR)
		return 8;
	if (kind_of(type) != KIND_ARRAY)
		return word(type, 2);
	array = type + 12;
	type = resolve(b, word(array, 0));
	return word(array, 2) * (!type ? 0 :
				 kind_of(type) == KIND_PTR ? 8 :
				 word(type, 2));
}

static bool is_record(const unsigned char *type)
{
	return type && (kind_of(type) == KIND_STRUCT ||
			kind_of(type) == KIND_UNION);
}

/* @bits: of the record before it; of a bit field the low 24 bits count. */
static bool find_member(const struct btf *b, const unsigned char *record,
			const char *path, size_t bits, int depth,
			size_t *offset, size_t *size)
{
	size_t length = strcspn(path, ".");
	unsigned i;

	for (i = 0; depth < DEPTH_MAX && i < members_of(record); i++) {
		const unsigned char *m = record + 12 + 12 * (size_t)i;
		const unsigned char *type = resolve(b, word(m, 1));
		const char *name = string(b, word(m, 0));
		size_t at = bits + (word(m, 2) & 0xffffff);

		if (!*name && is_record(type) &&
		    find_member(b, type, path, at, depth + 1, offset, size))
			return true;
		if (strlen(name) != length || strncmp(name, path, length))
			continue;
		if (path[length])
			return is_record(type) &&
			       find_member(b, type, path + length + 1, at,
					   depth + 1, offset, size);
		*offset = at / 8;
		*size = size_of(b, word(m, 1));
		return true;
	}
	return false;
}

bool btf_member(const struct btf *b, const char *name, const char *member,
		size_t *offset, size_t *size)
{
	const unsigned char *type = find_struct(b, name);

	return type && find_member(b, type, member, 0, 0, offset, size);
}

/* Enumerators have 8 bytes, those of 64 bits 12: name, low half, high half */
static bool find_enumerator(const struct btf *b, const unsigned char *type,
			    const char *name, int64_t *value)
{
	unsigned step = extra[kind_of(type)][1], i;

	for (i = 0; i < members_of(type); i++) {
		const unsigned char *e = type + 12 + (size_t)step * i;

		if (strcmp(string(b, word(e, 0)), name))
			continue;
		*value = (int32_t)word(e, 1);
		if (step == 12)
			*value = (int64_t)((uint64_t)word(e, 2) << 32 |
					   word(e, 1));
		return true;
	}
	return false;
}

bool btf_enumerator(const struct btf *b, const char *name, int64_t *value)
{
	uint32_t i;

	for (i = 1; i < b->n; i++)
		if ((kind_of(b->index[i]) == KIND_ENUM ||
		     kind_of(b->index[i]) == KIND_ENUM64) &&
		    find_enumerator(b, b->index[i], name, value))
			return true;
	return false;
}
