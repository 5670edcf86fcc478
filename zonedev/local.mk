## SPDX-License-Identifier: BSD-2-Clause
## local.mk - libzonedev; uses the installed header of libstreamcpy alone

libzonedevcore_la_CPPFLAGS = $(PUBLIC_CPPFLAGS) -I$(srcdir)/zonedev \
	$(NUMA_CFLAGS)
libzonedevcore_la_LIBADD = $(NUMA_LIBS)
libzonedevcore_la_SOURCES = zonedev/bind.c zonedev/clock.h zonedev/log.c \
	zonedev/log.h zonedev/mapping.c zonedev/memmap.c zonedev/memmap.h \
	zonedev/namespace.c zonedev/namespace.h zonedev/system/affinity.c \
	zonedev/system/affinity.h zonedev/system/cgroup.c \
	zonedev/system/cgroup.h
libzonedevcore_la_SOURCES += zonedev/kernel/altmap.c zonedev/kernel/altmap.h \
	zonedev/kernel/check.c zonedev/kernel/check.h \
	zonedev/kernel/compound.c zonedev/kernel/compound.h \
	zonedev/kernel/geometry.c zonedev/kernel/geometry.h \
	zonedev/kernel/memmap_init.h zonedev/kernel/model.c \
	zonedev/kernel/model.h zonedev/kernel/page.c zonedev/kernel/page.h \
	zonedev/kernel/pageblock.c zonedev/kernel/pageblock.h \
	zonedev/kernel/runs.c zonedev/kernel/runs.h \
	zonedev/kernel/runs_template.h zonedev/kernel/series.c \
	zonedev/kernel/series.h
libzonedevcore_la_SOURCES += zonedev/auto/auto.c zonedev/auto/auto.h \
	zonedev/auto/contexts.c zonedev/auto/contexts.h \
	zonedev/auto/fill.c zonedev/auto/fill.h zonedev/auto/measured.c \
	zonedev/auto/measured.h zonedev/auto/queue.c \
	zonedev/auto/queue.h zonedev/auto/threads.c zonedev/auto/threads.h \
	zonedev/auto/tuner.c zonedev/auto/tuner.h

libzonedev_la_SOURCES =
libzonedev_la_LIBADD = libzonedevcore.la libstreamcpy.la
libzonedev_la_LDFLAGS = $(LIBRARY_LDFLAGS)
libzonedev_la_DEPENDENCIES = libzonedevcore.la libstreamcpy.la \
	zonedev/zonedev.map
if VERSION_SCRIPT
libzonedev_la_LDFLAGS += \
	-Wl,--version-script=$(srcdir)/zonedev/zonedev.map
endif
if ZONEDEV
noinst_LTLIBRARIES += libzonedevcore.la
lib_LTLIBRARIES += libzonedev.la
endif
EXTRA_DIST += zonedev/zonedev.map
