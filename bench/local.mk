## SPDX-License-Identifier: BSD-2-Clause
## local.mk - our own targets of speed: make bench-check, on an idle machine
##
## BENCH_CHECK='--load 1' and the like choose parts. Not installed.

bench_targets_CPPFLAGS = $(TOOL_CPPFLAGS) $(PMEM_CFLAGS)
bench_targets_LDADD = libzonedevbench.la libcommon.la libzonedev.la \
	libstreamcpy.la $(PMEM_LIBS) $(DL_LIBS)
bench_targets_SOURCES = bench/cells.c bench/copies.c bench/exploring.c \
	bench/judge.c bench/judge.h bench/main.c bench/pairs.c bench/pairs.h \
	bench/request.c bench/request.h bench/targets.c bench/targets.h \
	tools/streamcpy/libmem.c tools/streamcpy/libmem.h \
	tools/streamcpy/methods.c tools/streamcpy/methods.h
bench_record_CPPFLAGS = $(TOOL_CPPFLAGS)
bench_record_LDADD = libcommon.la libzonedev.la libstreamcpy.la
bench_record_SOURCES = bench/record.c
.PHONY: bench-check
if ZONEDEV
noinst_PROGRAMS += bench/targets bench/record
bench-check: bench/targets$(EXEEXT)
	bench/targets$(EXEEXT) $(BENCH_CHECK)
endif
