/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * difference.c - what differs, member by member
 */
#include <inttypes.h>
#include <stdio.h>
#include "difference.h"

static void print_field(const struct descriptor_field *f, const char *kernel,
			const char *here)
{
	printf("  %6u  %-20s %-24s %s\n", f->offset, f->name, kernel, here);
}

/* Of a word with a number in both: the members in it that differ */
static void print_numbers(const struct descriptor_field *f, uint64_t kernel,
			  uint64_t here)
{
	unsigned shift = f->offset % 8 * 8, digits = 2 * f->size;
	uint64_t mask = UINT64_MAX >> (64 - 8 * f->size);
	char a[24], b[24];

	kernel = kernel >> shift & mask;
	here = here >> shift & mask;
	if (kernel == here)
		return;
	snprintf(a, sizeof(a), "%0*" PRIx64, digits, kernel);
	snprintf(b, sizeof(b), "%0*" PRIx64, digits, here);
	print_field(f, a, b);
}

static void print_flags(const struct descriptors *d, enum descriptor_kind kind,
			uint64_t kernel, uint64_t here)
{
	char text[512];

	flags_text(d->model, &d->layout, kind, kernel, text,
		   sizeof(text));
	printf("          kernel: %s\n", text);
	flags_text(d->model, &d->layout, kind, here, text,
		   sizeof(text));
	printf("          here:   %s\n", text);
}

static void print_word(const struct descriptors *d, enum descriptor_kind kind,
		       const struct descriptor_field *f,
		       const struct word *kernel, const struct word *here)
{
	char a[WORD_TEXT], b[WORD_TEXT];

	if (word_same(kernel, here))
		return;
	if (kernel->kind == WORD_PLAIN && here->kind == WORD_PLAIN) {
		print_numbers(f, kernel->value, here->value);
		if (!f->offset)
			print_flags(d, kind, kernel->value, here->value);
		return;
	}
	word_text(kernel, a);
	word_text(here, b);
	print_field(f, a, b);
}

/* Words or halves that belong to no member: padding and holes */
static void print_rest(const struct descriptors *d, const struct image *kernel,
		       const struct image *here, uint32_t named)
{
	struct descriptor_field f = { .name = "(no member)", .size = 4 };

	for (; f.offset < d->layout.size; f.offset += 4)
		if (!(named >> f.offset / 4 & 1))
			print_numbers(&f, kernel->word[f.offset / 8].value,
				      here->word[f.offset / 8].value);
}

static void print_descriptor(const struct comparison *c,
			     const struct descriptor_file *file,
			     const struct descriptors *d)
{
	enum descriptor_kind kind = descriptors_kind(d, c->pfn);
	struct descriptor_field f[DESCRIPTOR_FIELDS_MAX];
	unsigned i, n = descriptor_fields(d->model, &d->layout, kind,
					  f);
	struct image here;
	uint32_t named = 0;

	descriptors_image(d, c->pfn, &here);
	printf("  descriptor of pfn 0x%" PRIx64 ", %s", c->pfn,
	       descriptor_kind_name(kind));
	if (c->pfn >= d->init_pfn && d->compound > 1)
		printf(" of the compound at 0x%" PRIx64,
		       descriptors_head(d, c->pfn));
	printf("; %s:%lu\n", file->path, c->line);
	printf("  %6s  %-20s %-24s %s\n", "offset", "member", "kernel", "here");
	for (i = 0; i < n; i++) {
		print_word(d, kind, &f[i], &c->image.word[f[i].offset / 8],
			   &here.word[f[i].offset / 8]);
		named |= (f[i].size == 8 ? 3u : 1u) << f[i].offset / 4;
	}
	print_rest(d, &c->image, &here, named);
}

static void print_pageblock(const struct comparison *c,
			    const struct descriptor_file *file,
			    const struct descriptors *d)
{
	unsigned order = d->model->pageblock_order;
	uint64_t index = (c->pfn >> order) - (d->zone->start_pfn >> order);

	printf("  pageblock of pfn 0x%" PRIx64 "; %s:%lu\n", c->pfn,
	       file->path, c->line);
	printf("  migratetype: kernel %u, here %u\n", c->pageblock,
	       d->zone->pageblocks[index]);
}

void difference_print(const struct comparison *c,
		      const struct descriptor_file *file,
		      const struct descriptors *d)
{
	if (c->difference == IN_DESCRIPTOR)
		print_descriptor(c, file, d);
	else if (c->difference == IN_PAGEBLOCK)
		print_pageblock(c, file, d);
}
