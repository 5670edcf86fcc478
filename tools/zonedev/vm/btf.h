/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * btf.h - the kernel's own description of its types: sizes and offsets
 *
 * The format is documented in Documentation/bpf/btf.rst of Linux.
 */
#ifndef BTF_H
#define BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf {
	const unsigned char *types, *types_end;
	const char *strings;
	size_t strings_size;
	const unsigned char **index;	/* of each type; [0] is void */
	uint32_t n;
};

/* 0, or -1 where @bytes, of this machine's byte order, are no BTF */
int btf_open(struct btf *btf, const void *bytes, size_t size);
void btf_close(struct btf *btf);

/* Bytes of a structure; 0 where there is none of that name */
size_t btf_size(const struct btf *btf, const char *name);

/*
 * The offset in bytes of a member of structure @name, and its size in @size;
 * @member may be a path, as "altmap.free", and stand in unions without a name.
 */
bool btf_member(const struct btf *btf, const char *name, const char *member,
		size_t *offset, size_t *size);

/* The value of the enumerator called @name */
bool btf_enumerator(const struct btf *btf, const char *name, int64_t *value);

#endif
