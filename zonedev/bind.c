/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bind.c - the life of a namespace: bind, unbind, rebind
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "namespace.h"
#include "kernel/check.h"

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

/* The list is the kernel's tree of pagemaps: what is in it conflicts. */
static int insert(struct zonedev *machine, struct zonedev_namespace *ns,
		  const struct zonedev_hooks *hooks)
{
	struct zonedev_namespace *other;
	int err = 0;

	pthread_mutex_lock(&machine->lock);
	for (other = machine->first; other; other = other->next)
		if (overlap(&other->geometry, &ns->geometry))
			break;
	if (other) {
		err = zd_refuse(hooks, -EEXIST, "pfns from %#" PRIx64 " are part of another namespace, of %" PRIu64 " pages from %#" PRIx64,
				ns->geometry.start_pfn,
				other->geometry.nr_pages,
				other->geometry.start_pfn);
	} else {
		ns->next = machine->first;
		machine->first = ns;
	}
	pthread_mutex_unlock(&machine->lock);
	return err;
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
	unsigned size = ns->machine->layout.size;
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

/* From populated sections to initialised descriptors */
static int init(struct zonedev_namespace *ns,
		const struct zonedev_options *options,
		struct zonedev_bind_report *report, uint64_t start)
{
	const struct zonedev_geometry *g = &ns->geometry;
	uint64_t mapped, altmap;
	int err;

	/* A section that is added has a new map. */
	if (!ns->zone.early)
		memset(ns->zone.pageblocks, 0, ns->pageblocks_size);
	poison(ns);
	mapped = clock_ns();
	err = zonedev_memmap_init_altmap(&ns->zone, &ns->pgmap);
	altmap = clock_ns();
	if (!err)
		err = zonedev_memmap_init(&ns->zone, g->start_pfn,
					      g->nr_pages, &ns->pgmap, options,
					      &report->init);
	if (err)
		return err;
	ns->pgmap.ref = references(g);
	ns->bound = true;
	report->map_ns = mapped - start;
	report->altmap_ns = altmap - mapped;
	report->total_ns = clock_ns() - start;
	return 0;
}

static void release(struct zonedev_namespace *ns)
{
	zd_mapping_free(&ns->memmap);
	free(ns->zone.pageblocks);
	free(ns);
}

/* A byte for each pageblock, in whole words that hold eight */
static int map_pageblocks(struct zonedev_namespace *ns)
{
	bool movable = ns->zone.early && ns->machine->model.mobility_grouping;
	unsigned order = ns->machine->model.pageblock_order;
	const struct zonedev_geometry *g = &ns->geometry;
	uint64_t first = g->start_pfn >> order;
	uint64_t last = (g->start_pfn + g->nr_pages - 1) >> order;

	ns->pageblocks_size = (last - first + 1 + 7) / 8 * 8;
	ns->zone.pageblocks = calloc(1, ns->pageblocks_size);
	if (!ns->zone.pageblocks)
		return -ENOMEM;
	if (movable)
		memset(ns->zone.pageblocks, ZONEDEV_MIGRATE_MOVABLE,
		       ns->pageblocks_size);
	return 0;
}

/*
 * Huge pages only where all of them is written: a deduplicated 1 GiB compound
 * writes 8 KiB of its 16 MiB, and the kernel maps those by base pages too.
 */
static int map_memmap(struct zonedev_namespace *ns)
{
	const struct zonedev_geometry *g = &ns->geometry;
	unsigned size = ns->machine->layout.size;
	bool shared = g->per_compound >> g->pgmap.vmemmap_shift == 0 &&
		      !ns->zone.early;
	uint64_t align = MAPPING_HUGE;

	if (align < (uint64_t)size << g->pgmap.vmemmap_shift &&
	    !(size & (size - 1)))
		align = (uint64_t)size << g->pgmap.vmemmap_shift;
	return zd_mapping_new(&ns->memmap, g->memmap_size, align,
			      g->start_pfn * size, !shared);
}

static struct zonedev_namespace *
create(struct zonedev *machine, const struct zonedev_config *config,
       const struct zonedev_geometry *geometry)
{
	struct zonedev_namespace *ns = calloc(1, sizeof(*ns));

	if (!ns)
		return NULL;
	ns->machine = machine;
	ns->geometry = *geometry;
	ns->pgmap = geometry->pgmap;
	ns->zone = (struct zonedev_zone){
		.model = &machine->model,
		.idx = machine->layout.zone_device,
		.nid = config->nid,
		.early = config->early,
		.first_pfn = geometry->start_pfn,
		.nr_pages = geometry->nr_pages,
		.hooks = config->hooks,
	};
	if (map_memmap(ns) || map_pageblocks(ns)) {
		release(ns);
		return NULL;
	}
	ns->zone.memmap = ns->memmap.start;
	return ns;
}

int zonedev_bind(struct zonedev *machine, const struct zonedev_config *config,
		 const struct zonedev_options *options,
		 struct zonedev_namespace **namespace_,
		 struct zonedev_bind_report *report)
{
	struct zonedev_bind_report ignored;
	struct zonedev_options fresh = { .path = ZONEDEV_AUTO, .threads = 1 };
	struct zonedev_geometry geometry;
	struct zonedev_namespace *ns;
	uint64_t start = clock_ns();
	char text[256];
	int err;

	err = zonedev_geometry(&machine->model, config, &geometry, text,
			       sizeof(text));
	if (err)
		return zd_refuse(&config->hooks, err, "%s", text);
	ns = create(machine, config, &geometry);
	if (!ns)
		return zd_refuse(&config->hooks, -ENOMEM, "no memory for a memmap of %" PRIu64 " bytes",
				 geometry.memmap_size);
	err = insert(machine, ns, &config->hooks);
	if (err) {
		release(ns);
		return err;
	}
	if (options)
		fresh = *options;
	fresh.fresh = true;
	err = init(ns, &fresh, report ? report : &ignored, start);
	if (err) {
		remove_from_list(ns);
		release(ns);
		return err;
	}
	*namespace_ = ns;
	return 0;
}

int zonedev_rebind(struct zonedev_namespace *ns,
		   const struct zonedev_options *options,
		   struct zonedev_bind_report *report)
{
	struct zonedev_options recycled = {
		.path = ZONEDEV_AUTO, .threads = 1,
	};
	struct zonedev_bind_report ignored;

	if (ns->bound)
		return zd_refuse(&ns->zone.hooks, -EBUSY, "the namespace at pfn %#" PRIx64 " is bound already",
				 ns->geometry.start_pfn);
	if (options)
		recycled = *options;
	recycled.fresh = false;
	return init(ns, &recycled, report ? report : &ignored, clock_ns());
}

int zonedev_unbind(struct zonedev_namespace *ns)
{
	if (!ns->bound)
		return zd_refuse(&ns->zone.hooks, -EALREADY, "the namespace at pfn %#" PRIx64 " is not bound",
				 ns->geometry.start_pfn);
	if (ns->held)
		return zd_refuse(&ns->zone.hooks, -EBUSY, "%" PRIu64 " references to pages of the namespace at pfn %#" PRIx64 " are held",
				 ns->held, ns->geometry.start_pfn);
	poison(ns);
	ns->pgmap.ref = 0;
	ns->bound = false;
	return 0;
}

int zonedev_destroy(struct zonedev_namespace *ns)
{
	if (!ns)
		return 0;
	if (ns->bound)
		return zd_refuse(&ns->zone.hooks, -EBUSY, "the namespace at pfn %#" PRIx64 " is bound; unbind it first",
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
