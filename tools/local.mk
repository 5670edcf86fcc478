## SPDX-License-Identifier: BSD-2-Clause
## local.mk - streamcpy(1), zonedev(1), and the parts that tests link too

TOOL_CPPFLAGS = $(PUBLIC_CPPFLAGS) -I$(srcdir)/tools

noinst_LTLIBRARIES += libcommon.la
## zonedev/system/ knows nothing of libzonedev, which a 32-bit build lacks.
libcommon_la_CPPFLAGS = $(TOOL_CPPFLAGS) -I$(srcdir)/zonedev
libcommon_la_LIBADD = -lm
libcommon_la_SOURCES = tools/common/arena.c tools/common/arena.h \
	tools/common/capture.c tools/common/capture.h tools/common/clock.h \
	tools/common/fold.c tools/common/fold.h \
	tools/common/format.c tools/common/format.h \
	tools/common/gnuplot.c tools/common/gnuplot.h \
	tools/common/interrupt.c tools/common/interrupt.h \
	tools/common/reporter.h \
	tools/common/help.c tools/common/json.c tools/common/json.h \
	tools/common/machine.c tools/common/machine.h \
	tools/common/message.c tools/common/message.h \
	tools/common/options.c tools/common/options.h \
	tools/common/origin.c tools/common/origin.h \
	tools/common/progress.c tools/common/progress.h \
	tools/common/report.h tools/common/report_html.c \
	tools/common/report_mail.c tools/common/report_svg.c \
	tools/common/report_write.c \
	tools/common/resident.c tools/common/resident.h tools/common/size.c \
	tools/common/size.h tools/common/statistics.c tools/common/statistics.h \
	tools/common/text_file.c tools/common/text_file.h \
	tools/common/tool.c zonedev/system/affinity.c \
	zonedev/system/affinity.h zonedev/system/cgroup.c \
	zonedev/system/cgroup.h

bin_PROGRAMS += tools/streamcpy/streamcpy
tools_streamcpy_streamcpy_CPPFLAGS = $(TOOL_CPPFLAGS) $(PMEM_CFLAGS)
tools_streamcpy_streamcpy_LDADD = libcommon.la libstreamcpy.la $(PMEM_LIBS) \
	$(DL_LIBS)
tools_streamcpy_streamcpy_SOURCES = tools/streamcpy/bench.c \
	tools/streamcpy/bench.h tools/streamcpy/call.c \
	tools/streamcpy/cases.c tools/streamcpy/commands.h \
	tools/streamcpy/csv.c tools/streamcpy/info.c tools/streamcpy/json.c \
	tools/streamcpy/libmem.c tools/streamcpy/libmem.h \
	tools/streamcpy/main.c tools/streamcpy/measure.c \
	tools/streamcpy/methods.c tools/streamcpy/methods.h \
	tools/streamcpy/plot.c tools/streamcpy/rate.c \
	tools/streamcpy/report.c tools/streamcpy/request.c \
	tools/streamcpy/request.h tools/streamcpy/reread.c \
	tools/streamcpy/short.c tools/streamcpy/table.c \
	tools/streamcpy/verdict.c

libdescriptors_la_CPPFLAGS = $(TOOL_CPPFLAGS)
libdescriptors_la_SOURCES = tools/descriptors/comparison.c \
	tools/descriptors/comparison.h tools/descriptors/difference.c \
	tools/descriptors/difference.h tools/descriptors/fields.c \
	tools/descriptors/fields.h tools/descriptors/file.c \
	tools/descriptors/file.h tools/descriptors/file_write.c \
	tools/descriptors/image.c tools/descriptors/image.h \
	tools/descriptors/lines.c tools/descriptors/lines.h \
	tools/descriptors/model_file.c tools/descriptors/model_file.h \
	tools/descriptors/oracle.c tools/descriptors/oracle.h \
	tools/descriptors/recognise.c tools/descriptors/recognise.h

libzonedevbench_la_CPPFLAGS = $(TOOL_CPPFLAGS)
libzonedevbench_la_SOURCES = tools/zonedev/bench/bench.c \
	tools/zonedev/bench/bench.h tools/zonedev/bench/binds.c \
	tools/zonedev/bench/binds.h tools/zonedev/bench/control.c \
	tools/zonedev/bench/control.h tools/zonedev/bench/csv.c \
	tools/zonedev/bench/figures.c tools/zonedev/bench/formats.c \
	tools/zonedev/bench/formats.h tools/zonedev/bench/json.c \
	tools/zonedev/bench/limits.c tools/zonedev/bench/limits.h \
	tools/zonedev/bench/load.c tools/zonedev/bench/load.h \
	tools/zonedev/bench/machines.c tools/zonedev/bench/measure.c \
	tools/zonedev/bench/measure.h tools/zonedev/bench/measurement.c \
	tools/zonedev/bench/measurement.h tools/zonedev/bench/plot.c \
	tools/zonedev/bench/report.c tools/zonedev/bench/request.c \
	tools/zonedev/bench/request.h tools/zonedev/bench/room.c \
	tools/zonedev/bench/room.h tools/zonedev/bench/round.c \
	tools/zonedev/bench/round.h tools/zonedev/bench/rows.c \
	tools/zonedev/bench/rows.h tools/zonedev/bench/scenario.c \
	tools/zonedev/bench/scenario.h tools/zonedev/bench/share.c \
	tools/zonedev/bench/share.h tools/zonedev/bench/stores.c \
	tools/zonedev/bench/stores.h tools/zonedev/bench/sweep.c \
	tools/zonedev/bench/sweep.h tools/zonedev/bench/table.c \
	tools/zonedev/bench/verdict.c tools/zonedev/bench/written.h \
	tools/zonedev/namespace_options.c tools/zonedev/namespace_options.h

libzonedevvm_la_CPPFLAGS = $(TOOL_CPPFLAGS) -I$(srcdir)/tools/zonedev \
	-I$(srcdir)/tools/zonedev/vm -I$(srcdir)/zonedev
libzonedevvm_la_SOURCES = tools/zonedev/replica.c tools/zonedev/replica.h \
	tools/zonedev/vm/boot.c tools/zonedev/vm/boot.h \
	tools/zonedev/vm/btf.c tools/zonedev/vm/btf.h \
	tools/zonedev/vm/child.c tools/zonedev/vm/child.h \
	tools/zonedev/vm/experiment.c tools/zonedev/vm/experiment.h \
	tools/zonedev/vm/figure.c tools/zonedev/vm/figure.h \
	tools/zonedev/vm/guest.c tools/zonedev/vm/guest.h \
	tools/zonedev/vm/host.c tools/zonedev/vm/host.h \
	tools/zonedev/vm/initrd.c tools/zonedev/vm/initrd.h \
	tools/zonedev/vm/kernel.c tools/zonedev/vm/kernel.h \
	tools/zonedev/vm/kvm.c tools/zonedev/vm/kvm.h \
	tools/zonedev/vm/lines.c tools/zonedev/vm/lines.h \
	tools/zonedev/vm/modules.c tools/zonedev/vm/modules.h \
	tools/zonedev/vm/own_program.c tools/zonedev/vm/own_program.h \
	tools/zonedev/vm/plot.c tools/zonedev/vm/qemu.c \
	tools/zonedev/vm/qemu.h \
	tools/zonedev/vm/qmp.c tools/zonedev/vm/readout.c \
	tools/zonedev/vm/readout.h tools/zonedev/vm/records.c \
	tools/zonedev/vm/records.h tools/zonedev/vm/request.c \
	tools/zonedev/vm/request.h tools/zonedev/vm/scripts.h \
	tools/zonedev/vm/view.c tools/zonedev/vm/view.h tools/zonedev/vm/vm.c
nodist_libzonedevvm_la_SOURCES = tools/zonedev/vm/scripts.c
GUEST_TEXTS = $(srcdir)/tools/zonedev/vm/guest-init \
	$(srcdir)/tools/zonedev/vm/fetch-debian
tools/zonedev/vm/scripts.c: $(GUEST_TEXTS) \
	$(srcdir)/build-aux/scripts-to-c.sh
	$(AM_V_GEN)$(MKDIR_P) tools/zonedev/vm && \
	$(SHELL) $(srcdir)/build-aux/scripts-to-c.sh $(GUEST_TEXTS) >$@.tmp && \
	mv $@.tmp $@
CLEANFILES += tools/zonedev/vm/scripts.c
EXTRA_DIST += $(GUEST_TEXTS) build-aux/scripts-to-c.sh

tools_zonedev_zonedev_CPPFLAGS = $(TOOL_CPPFLAGS)
tools_zonedev_zonedev_LDADD = libzonedevvm.la libzonedevbench.la libdescriptors.la \
	libcommon.la libzonedev.la libstreamcpy.la
tools_zonedev_zonedev_SOURCES = tools/zonedev/commands.h \
	tools/zonedev/compare.c tools/zonedev/dump.c tools/zonedev/dump.h \
	tools/zonedev/dump_print.c tools/zonedev/main.c \
	tools/zonedev/model.c tools/zonedev/verify.c
if ZONEDEV
noinst_LTLIBRARIES += libdescriptors.la libzonedevbench.la libzonedevvm.la
bin_PROGRAMS += tools/zonedev/zonedev
endif
