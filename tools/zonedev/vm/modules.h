/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modules.h - the kernel modules that a guest needs, out of a folder
 */
#ifndef MODULES_H
#define MODULES_H

#include <stdbool.h>
#include <stddef.h>

#define MODULES_MAX	32
#define MODULE_NAME	64

/* In the order in which they are loaded: what others depend on comes first. */
struct modules {
	unsigned n;
	struct module {
		char name[MODULE_NAME];	/* as files have it, with '_' */
		unsigned char *bytes;
		size_t size;
	} at[MODULES_MAX];
};

/*
 * Takes the modules called @names, up to NULL, and what they depend on out of
 * @folder, which is as /lib/modules/VERSION. What is built in is left out. 0,
 * or -1 and in @why one line.
 */
int modules_take(struct modules *modules, const char *folder,
		 const char *const names[], char *why, size_t size);
/* What a range of persistent memory needs, its dependencies left out */
extern const char *const modules_of_pmem[];

/* Whether the module called @name is a file there */
bool modules_have(const char *folder, const char *name);

/* The first of @names, up to NULL, neither there nor built in; NULL: none */
const char *modules_missing(const char *folder, const char *const names[]);
void modules_free(struct modules *modules);

/* What the module in @bytes depends on, with commas, or NULL */
const char *module_depends(const unsigned char *bytes, size_t size);

#endif
