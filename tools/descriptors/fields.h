/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fields.h - the names of what a descriptor holds, by its kind
 *
 * Names are those of struct zonedev_page and struct folio of Linux 7.1.
 */
#ifndef DESCRIPTOR_FIELDS_H
#define DESCRIPTOR_FIELDS_H

#include <zonedev.h>

/* How a type of device memory is called */
struct memory_type_names {
	enum zonedev_memory_type type;
	const char *option;	/* as --type takes it, "fsdax" */
	const char *kernel;	/* as in ZONEDEV_MEMORY_FS_DAX, "FS_DAX" */
};

/* The @i-th type, NULL behind the last */
const struct memory_type_names *memory_type_at(unsigned i);

/* Those of @type, whose names are "unknown" if there is no such */
const struct memory_type_names *
memory_type_names(enum zonedev_memory_type type);

/* Kinds share words, and give them different names. */
enum descriptor_kind {
	DESCRIPTOR_SINGLE,	/* an order-0 page */
	DESCRIPTOR_HEAD,
	DESCRIPTOR_TAIL1,	/* page[1], with fields of its compound */
	DESCRIPTOR_TAIL2,	/* page[2], likewise */
	DESCRIPTOR_TAIL,
	DESCRIPTOR_ALTMAP,	/* a page that holds the memmap */
	DESCRIPTOR_UNWRITTEN,	/* by anybody */
	DESCRIPTOR_KINDS
};

/* "single page", "head", "tail", "altmap page", "not initialised" */
const char *descriptor_kind_name(enum descriptor_kind kind);

struct descriptor_field {
	const char *type, *name;
	unsigned offset, size;	/* in bytes */
};

#define DESCRIPTOR_FIELDS_MAX	20

/* Those of @kind by rising offset; the number of them */
unsigned
descriptor_fields(const struct zonedev_model *model,
		  const struct zonedev_layout *layout,
		  enum descriptor_kind kind,
		  struct descriptor_field fields[DESCRIPTOR_FIELDS_MAX]);

/* The value of a field of at most eight bytes */
uint64_t descriptor_value(const unsigned char *page,
			  const struct descriptor_field *field);

/* Bit fields of page->flags, from the top; the page flag bits are below. */
struct flags_field {
	const char *name;
	struct zonedev_bits bits;	/* width 0: absent */
};

#define FLAGS_FIELDS	7

void flags_fields(const struct zonedev_layout *layout,
		  struct flags_field fields[FLAGS_FIELDS]);

static inline uint64_t flags_value(uint64_t flags, struct zonedev_bits bits)
{
	return flags >> bits.shift & ((UINT64_C(1) << bits.width) - 1);
}

/* page[1] keeps the order of its compound where others have page flags. */
#define ORDER_BITS	8

/* "locked", "head", ... */
const char *page_flag_name(const struct zonedev_model *model, unsigned bit,
			   char *text, size_t size);

/*
 * The word as dump_page() of the kernel tells it, without its brackets:
 * "head|reserved|node=0|zone=4|lastcpupid=0x1fffff"
 */
void flags_text(const struct zonedev_model *model,
		const struct zonedev_layout *layout,
		enum descriptor_kind kind, uint64_t flags,
		char *text, size_t size);

#endif
