/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptors.c - a user-space manager of device memory with a descriptor for
 * each page, as the kernel has them
 *
 * Binds 1 GiB of device-private memory, hands out pages from a stack of free
 * ones, and keeps in each descriptor who has the page. The device cannot be
 * unbound while a page is out.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <zonedev.h>

#define FIRST_PFN	0x100000
#define PAGES		(1 << 18)

struct manager {
	struct zonedev *machine;
	struct zonedev_namespace *device;
	uint64_t free[PAGES];
	unsigned nr_free;
};

static void print_refusal(void *arg, enum zonedev_level level, const char *line)
{
	(void)arg;
	if (level == ZONEDEV_ERROR)
		printf("refused: %s\n", line);
}

/* 0, or a negative errno that print_refusal() has explained */
static int attach(struct manager *m, struct zonedev_bind_report *report)
{
	const struct zonedev_config config = {
		.type = ZONEDEV_MEMORY_PRIVATE, .map = ZONEDEV_MAP_MEM,
		.start_pfn = FIRST_PFN, .size = 1 << 30, .align = 4096,
		.hooks = { .log = print_refusal },
	};

	m->machine = zonedev_new(zonedev_model("x86_64"));
	if (!m->machine)
		return -errno;
	for (unsigned i = 0; i < PAGES; i++)
		m->free[m->nr_free++] = FIRST_PFN + i;
	return zonedev_bind(m->machine, &config, NULL, &m->device, report);
}

static struct zonedev_page *descriptor(struct manager *m, uint64_t pfn)
{
	return zonedev_pfn_to_page(zonedev_namespace_zone(m->device), pfn);
}

/* The pfn of a page for @owner, or 0 when all are out */
static uint64_t take(struct manager *m, uint64_t owner)
{
	uint64_t pfn;

	if (!m->nr_free)
		return 0;
	pfn = m->free[--m->nr_free];
	if (zonedev_get_page(m->device, pfn))
		return 0;
	descriptor(m, pfn)->zone_device_data = owner;
	return pfn;
}

static void give_back(struct manager *m, uint64_t pfn)
{
	if (zonedev_put_page(m->device, pfn) == 0)
		m->free[m->nr_free++] = pfn;
}

int main(void)
{
	static struct manager m;
	struct zonedev_bind_report report;
	uint64_t pfn;
	int busy;

	if (attach(&m, &report))
		return 1;
	printf("%" PRIu64 " descriptors in %" PRIu64 " us\n",
	       report.init.init_pages, report.init.ns / 1000);
	pfn = take(&m, 42);
	printf("pfn %#" PRIx64 " is owner %" PRIu64 "'s\n", pfn,
	       descriptor(&m, pfn)->zone_device_data);
	busy = zonedev_unbind(m.device);
	give_back(&m, pfn);
	zonedev_free(m.machine);
	return busy != -EBUSY;
}
