/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * descriptors.c - bind 1 GiB of device memory and look at a descriptor
 */
#include <inttypes.h>
#include <stdio.h>
#include <zonedev.h>

int main(void)
{
	struct zonedev *machine = zonedev_new(zonedev_model("x86_64"));
	struct zonedev_config config = {
		.type = ZONEDEV_MEMORY_FS_DAX, .map = ZONEDEV_MAP_DEV,
		.start_pfn = 0x100000, .size = 1 << 30, .align = 2 << 20,
	};
	struct zonedev_bind_report report;
	struct zonedev_namespace *ns;

	if (!machine || zonedev_bind(machine, &config, NULL, &ns, &report))
		return 1;
	printf("%" PRIu64 " pages in %" PRIu64 " us, flags %#" PRIx64 "\n",
	       report.init.init_pages, report.init.ns / 1000,
	       zonedev_backing_page(ns, report.init.init_pfn)->flags);
	zonedev_free(machine);
	return 0;
}
