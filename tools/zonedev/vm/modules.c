/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modules.c - the kernel modules that a guest needs, out of a folder
 *
 * Packages that were only unpacked have no modules.dep: what a module depends
 * on it says itself, in its section .modinfo, as "depends=a,b".
 */
#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "child.h"
#include "modules.h"

const char *const modules_of_pmem[] = {
	"nd_pmem", "nd_e820", "device_dax", "dax_pmem", NULL
};

static const struct {
	const char *suffix;
	const char *argv[4];	/* the file's path is put behind them */
} forms[] = {
	{ ".ko", { "cat", NULL } },
	{ ".ko.xz", { "xz", "-dc", NULL } },
	{ ".ko.zst", { "zstd", "-qdc", NULL } },
	{ ".ko.gz", { "gzip", "-dc", NULL } },
};

#define NR_FORMS	(sizeof(forms) / sizeof(forms[0]))

const char *module_depends(const unsigned char *bytes, size_t size)
{
	static const char key[] = "\0depends=";
	const unsigned char *at = memmem(bytes, size, key, sizeof(key) - 1);

	if (!at)
		return NULL;
	at += sizeof(key) - 1;
	return memchr(at, '\0', (size_t)(bytes + size - at)) ?
		(const char *)at : NULL;
}

/* File names have '-' or '_' as their author liked it, modules always '_'. */
static int form_of(const char *file, const char *name)
{
	size_t length = strlen(name), i;

	for (i = 0; i < length; i++)
		if (file[i] != name[i] && !(file[i] == '-' && name[i] == '_'))
			return -1;
	for (i = 0; i < NR_FORMS; i++)
		if (!strcmp(file + length, forms[i].suffix))
			return (int)i;
	return -1;
}

/* The path of @name under @folder, and its form; -1 where there is none */
static int find(const char *folder, const char *name, char *path, size_t size)
{
	char *const roots[] = { (char *)folder, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int form = -1;
	FTSENT *e;

	while (tree && form < 0 && (e = fts_read(tree)))
		if (e->fts_info == FTS_F) {
			form = form_of(e->fts_name, name);
			if (form >= 0)
				snprintf(path, size, "%s", e->fts_path);
		}
	if (tree)
		fts_close(tree);
	return form;
}

/* A line of modules.builtin is a path, as kernel/drivers/dax/dax.ko */
static bool built_in(const char *folder, const char *name)
{
	char path[1024], *slash;
	FILE *list;
	bool found = false;

	snprintf(path, sizeof(path), "%s/modules.builtin", folder);
	list = fopen(path, "r");
	while (list && !found && fgets(path, sizeof(path), list)) {
		path[strcspn(path, "\n")] = '\0';
		slash = strrchr(path, '/');
		found = form_of(slash ? slash + 1 : path, name) >= 0;
	}
	if (list)
		fclose(list);
	return found;
}

static int unpack(struct module *m, const char *path, int form, char *why,
		  size_t size)
{
	const char *argv[6] = { NULL };
	unsigned i;

	for (i = 0; forms[form].argv[i]; i++)
		argv[i] = forms[form].argv[i];
	argv[i] = path;
	m->bytes = child_output(argv, &m->size, why, size);
	return m->bytes ? 0 : -1;
}

static int known(const struct modules *modules, const char *name)
{
	unsigned i;

	for (i = 0; i < modules->n; i++)
		if (!strcmp(modules->at[i].name, name))
			return 1;
	return 0;
}

static int take(struct modules *modules, const char *folder, const char *name,
		unsigned depth, char *why, size_t size);

/* "a,b" */
static int take_depends(struct modules *modules, const char *folder,
			const char *depends, unsigned depth, char *why,
			size_t size)
{
	char list[512], *at = list, *part;
	int err = 0;

	snprintf(list, sizeof(list), "%s", depends ? depends : "");
	while (!err && (part = strsep(&at, ",")))
		if (*part)
			err = take(modules, folder, part, depth + 1, why,
				   size);
	return err;
}

static int take(struct modules *modules, const char *folder, const char *name,
		unsigned depth, char *why, size_t size)
{
	struct module m = {0};
	char path[1024];
	int form, err;

	if (known(modules, name) || depth > MODULES_MAX)
		return 0;
	form = find(folder, name, path, sizeof(path));
	if (form < 0 && built_in(folder, name))
		return 0;
	if (form < 0) {
		snprintf(why, size, "module %s is neither in %s nor built in; the kernel needs CONFIG_ZONE_DEVICE, X86_PMEM_LEGACY, BLK_DEV_PMEM, NVDIMM_PFN, NVDIMM_DAX and DEV_DAX_PMEM",
			 name, folder);
		return -1;
	}
	if (unpack(&m, path, form, why, size))
		return -1;
	err = take_depends(modules, folder, module_depends(m.bytes, m.size),
			   depth, why, size);
	if (err || modules->n == MODULES_MAX) {
		free(m.bytes);
		return err;
	}
	snprintf(m.name, sizeof(m.name), "%s", name);
	modules->at[modules->n++] = m;
	return 0;
}

int modules_take(struct modules *modules, const char *folder,
		 const char *const names[], char *why, size_t size)
{
	int err = 0;

	modules->n = 0;
	for (; !err && *names; names++)
		err = take(modules, folder, *names, 0, why, size);
	if (err)
		modules_free(modules);
	return err;
}

bool modules_have(const char *folder, const char *name)
{
	char path[1024];

	return find(folder, name, path, sizeof(path)) >= 0;
}

const char *modules_missing(const char *folder, const char *const names[])
{
	while (*names && (modules_have(folder, *names) ||
			  built_in(folder, *names)))
		names++;
	return *names;
}

void modules_free(struct modules *modules)
{
	while (modules->n)
		free(modules->at[--modules->n].bytes);
}
