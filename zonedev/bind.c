/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind.c - the life of a namespace: bind, unbind, rebind
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "kernel/altmap.h"
#include "kernel/geometry.h"
#include "kernel/pageblock.h"
#include "memmap.h"
#include "namespace.h"

struct zonedev *zonedev_new(const struct zonedev_model *model)
{
	struct zonedev *machine;
	struct zonedev_layout layout;

	if (zonedev_layout(model, &layout, NULL, 0)) {
		errno = EINVAL;
		return NULL;
	}
	machine = calloc(1, sizeof(*machine));
	if (!machine)
		return NULL;
	machine->model = *model;
	machine->layout = layout;
	pthread_mutex_init(&machine->lock, NULL);
	return machine;
}

static bool overlap(const struct zonedev_geometry *a,
		    const struct zonedev_geometry *b)
{
	return a->start_pfn < b->start_pfn + b->nr_pages &&
	       b->start_pfn < a->start_pfn + a->nr_pages;
}

static const struct zonedev_namespace *
overlapping(const struct zonedev *machine, const struct zonedev_namespace *ns)
{
	const struct zonedev_namespace *other = machine->first;

	while (other && !overlap(&other->geometry, &ns->geometry))
		other = other->next;
	return other;
}

/*
 * The list is the kernel's tree of pagemaps: what is in it conflicts. The
 * refusal comes after the lock: the callback may use the machine.
 */
static int insert(struct zonedev_namespace *ns, const struct log *log)
{
	const uint64_t start_pfn = ns->geometry.start_pfn;
	struct zonedev *machine = ns->machine;
	const struct zonedev_namespace *other;
	struct zonedev_geometry conflict;

	pthread_mutex_lock(&machine->lock);
	other = overlapping(machine, ns);
	if (other) {
		conflict = other->geometry;
	} else {
		ns->next = machine->first;
		machine->first = ns;
	}
	pthread_mutex_unlock(&machine->lock);
	if (!other)
		return 0;
	return zd_refuse(log, -EEXIST, "pfns from %#" PRIx64 " are part of another namespace, of %" PRIu64 " pages from %#" PRIx64,
			 start_pfn, conflict.nr_pages, conflict.start_pfn);
}

static void remove_from_list(struct zonedev_namespace *ns)
{
	struct zonedev_namespace **at = &ns->machine->first;

	pthread_mutex_lock(&ns->machine->lock);
	for (; *at; at = &(*at)->next) {
		if (*at == ns) {
			*at = ns->next;
			break;
		}
	}
	pthread_mutex_unlock(&ns->machine->lock);
}

/* As DEBUG_VM does, at bind and at unbind, and only what exists on its own */
static void poison(struct zonedev_namespace *ns)
{
	const struct zonedev_geometry *g = &ns->geometry;
	unsigned size = ns->zone.layout.size;
	uint64_t step = UINT64_C(1) << g->pgmap.vmemmap_shift, pfn;
	uint64_t end = g->start_pfn + g->nr_pages;
	unsigned char *base = ns->zone.memmap;

	if (!ns->machine->model.debug_poison)
		return;
	if (g->per_compound == step || ns->zone.early) {
		memset(base, 0xff, g->memmap_size);
		return;
	}
	for (pfn = g->start_pfn; pfn < end; pfn += step)
		memset(base + (pfn - g->start_pfn) * size, 0xff,
		       g->per_compound * size);
}

/* References of the bound pages: a driver's own pages take theirs one by one */
static uint64_t references(const struct zonedev_geometry *g)
{
	if (g->pgmap.type == ZONEDEV_MEMORY_PRIVATE ||
	    g->pgmap.type == ZONEDEV_MEMORY_COHERENT)
		return 0;
	return g->init_pages >> g->pgmap.vmemmap_shift;
}

/*
 * From populated sections to initialised descriptors. All that can be refused
 * is asked first: what is not bound keeps its bytes and pageblocks then.
 */
static int init(struct zonedev_namespace *ns,
		const struct zonedev_options *options,
		struct zonedev_bind_report *report, uint64_t start)
{
	const struct zonedev_geometry *g = &ns->geometry;
	struct zonedev_bind_report ignored;
	uint64_t mapped, altmap;
	struct memmap_init in;
	int err;

	err = zd_memmap_prepare(&in, &ns->zone, g->start_pfn, g->nr_pages,
				&ns->pgmap, options);
	if (err)
		return err;
	/* cppcheck-suppress uninitvar ; written to, not read */
	report = report ? report : &ignored;
	/* A section that is added has a new map. */
	if (!ns->zone.early)
		zd_pageblock_clear(&ns->zone);
	poison(ns);
	mapped = clock_ns();
	zd_altmap_init(&ns->zone, &ns->pgmap);
	altmap = clock_ns();
	zd_memmap_run(&in, options, &report->init);
	ns->pgmap.ref = references(g);
	ns->bound = true;
	report->map_ns = mapped - start;
	report->altmap_ns = altmap - mapped;
	report->total_ns = clock_since(start);
	return 0;
}

static void release(struct zonedev_namespace *ns)
{
	zonedev_zone_free(&ns->zone);
	free(ns->held_of);
	free(ns);
}

static int create(struct zonedev *machine, const struct zonedev_config *config,
		  struct zonedev_namespace **created, const struct log *log)
{
	struct zonedev_namespace *ns;
	struct zonedev_geometry g;
	int err = zd_geometry(&machine->model, &machine->layout, config, &g,
			      log);

	if (err)
		return err;
	ns = calloc(1, sizeof(*ns));
	if (!ns) {
		zd_refuse(log, -ENOMEM, "no memory for a namespace");
		return -ENOMEM;
	}
	ns->machine = machine;
	ns->geometry = g;
	ns->pgmap = g.pgmap;
	ns->zone = (struct zonedev_zone){
		.model = &machine->model,
		.nid = config->nid,
		.early = config->early,
		.start_pfn = g.start_pfn,
		.nr_pages = g.nr_pages,
		.hooks = config->hooks,
	};
	err = zonedev_zone_alloc(&ns->zone, &ns->pgmap);
	if (err) {
		free(ns);
		return err;
	}
	*created = ns;
	return 0;
}

/* The options with what the life of a namespace knows of the memmap */
static struct zonedev_options options_of(const struct zonedev_options *options,
					 bool fresh)
{
	struct zonedev_options all = options ? *options : zd_default_options;

	all.fresh = fresh;
	return all;
}

int zonedev_bind(struct zonedev *machine, const struct zonedev_config *config,
		 const struct zonedev_options *options,
		 struct zonedev_namespace **namespace_,
		 struct zonedev_bind_report *report)
{
	const struct zonedev_options fresh = options_of(options, true);
	const struct log log = { .hooks = config->hooks };
	struct zonedev_namespace *ns = NULL;
	uint64_t start = clock_ns();
	int err = create(machine, config, &ns, &log);

	if (err)
		return err;
	err = insert(ns, &log);
	if (err)
		goto release;
	err = init(ns, &fresh, report, start);
	if (err)
		goto remove;
	*namespace_ = ns;
	return 0;
remove:
	remove_from_list(ns);
release:
	release(ns);
	return err;
}

int zonedev_rebind(struct zonedev_namespace *ns,
		   const struct zonedev_options *options,
		   struct zonedev_bind_report *report)
{
	const struct zonedev_options used = options_of(options, false);
	const struct log log = namespace_log(ns);

	if (ns->bound)
		return zd_refuse(&log, -EBUSY, "the namespace at pfn %#" PRIx64 " is bound already",
				 ns->geometry.start_pfn);
	return init(ns, &used, report, clock_ns());
}

int zonedev_unbind(struct zonedev_namespace *ns)
{
	const struct log log = namespace_log(ns);

	if (!ns->bound)
		return zd_refuse(&log, -EALREADY, "the namespace at pfn %#" PRIx64 " is not bound",
				 ns->geometry.start_pfn);
	if (ns->held)
		return zd_refuse(&log, -EBUSY, "%" PRIu64 " references to pages of the namespace at pfn %#" PRIx64 " are held",
				 ns->held, ns->geometry.start_pfn);
	poison(ns);
	ns->pgmap.ref = 0;
	ns->bound = false;
	return 0;
}

int zonedev_destroy(struct zonedev_namespace *ns)
{
	struct log log;

	if (!ns)
		return 0;
	log = namespace_log(ns);
	if (ns->bound)
		return zd_refuse(&log, -EBUSY, "the namespace at pfn %#" PRIx64 " is bound; unbind it first",
				 ns->geometry.start_pfn);
	remove_from_list(ns);
	release(ns);
	return 0;
}

void zonedev_free(struct zonedev *machine)
{
	struct zonedev_namespace *ns, *next;

	if (!machine)
		return;
	for (ns = machine->first; ns; ns = next) {
		next = ns->next;
		release(ns);
	}
	pthread_mutex_destroy(&machine->lock);
	free(machine);
}
