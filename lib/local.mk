## SPDX-License-Identifier: BSD-2-Clause
## local.mk - libstreamcpy; tests link libcore.la, which hides nothing

noinst_LTLIBRARIES += libcore.la
libcore_la_CPPFLAGS = $(PUBLIC_CPPFLAGS) -I$(srcdir)/lib \
	-I$(srcdir)/arch/generic
libcore_la_SOURCES = lib/backend.h lib/copies.c lib/dispatch.c \
	lib/environment.c

lib_LTLIBRARIES += libstreamcpy.la
libstreamcpy_la_SOURCES =
libstreamcpy_la_LIBADD = libcore.la
libstreamcpy_la_LDFLAGS = $(LIBRARY_LDFLAGS)
libstreamcpy_la_DEPENDENCIES = libcore.la lib/streamcpy.map
if VERSION_SCRIPT
## -z now: a first copy in the handler of a signal looks up no function.
libstreamcpy_la_LDFLAGS += -Wl,-z,now \
	-Wl,--version-script=$(srcdir)/lib/streamcpy.map
endif
EXTRA_DIST += lib/streamcpy.map
