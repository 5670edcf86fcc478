## SPDX-License-Identifier: BSD-2-Clause
## local.mk - the tests
##
## A Check program is its name here: its source is the file of that name, its
## libraries are those of all. A shell test is its name in SHELL_TESTS.

check_LTLIBRARIES += tests/libsupport.la
tests_libsupport_la_SOURCES = tests/support/aligned.h \
	tests/support/backends.h tests/support/bound_check.h \
	tests/support/copy_check.c tests/support/copy_check.h \
	tests/support/guard.h tests/support/random.c \
	tests/support/random.h tests/support/refusal_log.h \
	tests/support/runner.h tests/support/step.h \
	tests/support/x86_insn.h tests/support/zone_case.h \
	tests/support/zone_fixture.h
if ARCH_X86
tests_libsupport_la_SOURCES += tests/support/step.c
endif
if ZONEDEV
tests_libsupport_la_SOURCES += tests/support/bound_check.c \
	tests/support/zone_case.c
ZONEDEV_TEST_LIBS = libzonedevvm.la libzonedevbench.la libdescriptors.la \
	libzonedevcore.la
endif
LDADD = tests/libsupport.la $(ZONEDEV_TEST_LIBS) libcommon.la libcore.la \
	$(CHECK_LIBS)

COPY_TESTS = tests/streamcpy/check_broken tests/streamcpy/check_choice \
	tests/streamcpy/check_copy tests/streamcpy/check_copy_2 \
	tests/streamcpy/check_copy_3 tests/streamcpy/check_dispatch \
	tests/streamcpy/check_fill tests/streamcpy/check_huge \
	tests/streamcpy/check_signals tests/streamcpy/check_threads \
	tests/tools/check_machine tests/tools/check_report \
	tests/tools/check_statistics
if ARCH_X86
COPY_TESTS += tests/streamcpy/check_cpuid tests/streamcpy/check_movdir64b \
	tests/streamcpy/check_stores tests/streamcpy/check_upper
endif
ZONE_TESTS = tests/zonedev/check_auto tests/zonedev/check_bind \
	tests/zonedev/check_cpus tests/zonedev/check_descriptor_words \
	tests/zonedev/check_drains tests/zonedev/check_geometry \
	tests/zonedev/check_golden tests/zonedev/check_memory \
	tests/zonedev/check_model tests/zonedev/check_queue \
	tests/zonedev/check_random_binds tests/zonedev/check_random_inits \
	tests/zonedev/check_refusals tests/zonedev/check_small_geometry \
	tests/zonedev/check_soak tests/zonedev/check_trace \
	tests/zonedev/check_tuner tests/tools/check_model_file \
	tests/tools/check_room \
	tests/tools/check_rows tests/tools/check_targets \
	tests/tools/check_verdict tests/tools/check_vm
BUILD_TESTS =
if HAVE_CHECK
check_PROGRAMS += $(COPY_TESTS)
TESTS += $(COPY_TESTS)
BUILD_TESTS += $(COPY_TESTS)
if ZONEDEV
check_PROGRAMS += $(ZONE_TESTS)
TESTS += $(ZONE_TESTS)
BUILD_TESTS += $(ZONE_TESTS)
endif
endif

## Run by faults.sh
tests_faults_binds_LDADD = tests/libsupport.la libdescriptors.la \
	libzonedevcore.la libcore.la
if ZONEDEV
check_PROGRAMS += tests/faults/binds
## Run by zonedev_vm.sh: zonedev vm on a host of which that says whether it has
## KVM, and what it starts for qemu
check_PROGRAMS += tests/tools/played_qemu tests/tools/vm_host
endif

## Run by setenv.sh
check_PROGRAMS += tests/streamcpy/within_setenv
tests_streamcpy_within_setenv_LDADD = libcore.la

## check_copy is built three times, each for a third of its subjects.
tests_streamcpy_check_copy_CPPFLAGS = $(AM_CPPFLAGS) -DSHARDS=3 -DSHARD=0
tests_streamcpy_check_copy_2_SOURCES = tests/streamcpy/check_copy.c
tests_streamcpy_check_copy_2_CPPFLAGS = $(AM_CPPFLAGS) -DSHARDS=3 -DSHARD=1
tests_streamcpy_check_copy_3_SOURCES = tests/streamcpy/check_copy.c
tests_streamcpy_check_copy_3_CPPFLAGS = $(AM_CPPFLAGS) -DSHARDS=3 -DSHARD=2

## Functions that a test stands in for
## Link-time optimisation loses the calls that are to be wrapped, or the
## functions that wrap them: -flto wants -ffat-lto-objects.
WRAP = -fno-lto -Wl,--wrap
tests_streamcpy_check_choice_LDFLAGS = $(WRAP)=streamcpy_arch_features \
	$(WRAP)=streamcpy_environment
tests_streamcpy_check_dispatch_LDFLAGS = $(WRAP)=streamcpy_environment
tests_streamcpy_check_signals_LDFLAGS = -Wl,-z,now
tests_streamcpy_check_threads_LDFLAGS = $(WRAP)=streamcpy_environment
tests_streamcpy_check_stores_LDFLAGS = $(WRAP)=streamcpy_arch_features
tests_zonedev_check_auto_LDFLAGS = $(WRAP)=clock_gettime \
	$(WRAP)=clock_getres $(WRAP)=pthread_create \
	$(WRAP)=memcpy_streaming_drain $(WRAP)=zd_tuner_learn
tests_zonedev_check_memory_LDFLAGS = $(WRAP)=malloc $(WRAP)=calloc \
	$(WRAP)=mmap $(WRAP)=munmap
tests_zonedev_check_random_inits_LDFLAGS = $(WRAP)=memcpy_streaming_drain
tests_zonedev_check_drains_LDFLAGS = $(WRAP)=memcpy_streaming_drain
tests_zonedev_check_bind_LDFLAGS = $(WRAP)=pthread_mutex_lock
tests_zonedev_check_cpus_LDFLAGS = $(WRAP)=pthread_create \
	$(WRAP)=sched_getaffinity $(WRAP)=sched_setaffinity
tests_zonedev_check_queue_LDFLAGS = $(WRAP)=calloc
tests_tools_check_rows_LDFLAGS = $(WRAP)=clock_gettime
tests_tools_check_model_file_LDFLAGS = $(WRAP)=getline \
	$(WRAP)=__getdelim
tests_tools_check_vm_LDFLAGS = $(WRAP)=fork $(WRAP)=waitpid
tests_zonedev_check_tuner_SOURCES = tests/zonedev/check_tuner.c \
	tests/zonedev/simulator.c tests/zonedev/simulator.h
tests_zonedev_check_tuner_LDADD = $(LDADD) -lm
tests_zonedev_check_tuner_LDFLAGS = $(WRAP)=zd_measured $(WRAP)=zonedev_cpus
tests_tools_check_targets_SOURCES = tests/tools/check_targets.c \
	bench/targets.c bench/targets.h
tests_tools_check_targets_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/bench

tests_tools_played_qemu_LDADD =
tests_tools_vm_host_LDADD = $(ZONEDEV_TEST_LIBS) libcommon.la libcore.la
tests_tools_vm_host_LDFLAGS = $(WRAP)=access $(WRAP)=uname $(WRAP)=fopen \
	$(WRAP)=fts_open

ALL_SHELL_TESTS = $(COPY_SHELL_TESTS) $(ZONE_SHELL_TESTS) tests/installed.sh
COPY_SHELL_TESTS = tests/backends.sh tests/documented.sh \
	tests/extending/extend.sh \
	tests/includes.sh \
	tests/man.sh tests/quick.sh tests/scripts.sh \
	tests/style.sh \
	tests/symbols.sh tests/streamcpy/drain.sh tests/streamcpy/header.sh \
	tests/streamcpy/inline.sh tests/streamcpy/isa.sh \
	tests/streamcpy/sanitizers.sh tests/streamcpy/setenv.sh \
	tests/tools/streamcpy_cli.sh tests/faults/faults.sh \
	tests/faults/limits.sh tests/faults/signals.sh \
	tests/model/spin.sh
ZONE_SHELL_TESTS = tests/tools/bench_targets.sh tests/tools/completion.sh \
	tests/tools/options.sh tests/tools/output.sh \
	tests/tools/report.sh \
	tests/tools/zonedev_bench.sh \
	tests/tools/zonedev_cli.sh tests/tools/zonedev_compare.sh \
	tests/tools/zonedev_dump.sh tests/tools/zonedev_model.sh \
	tests/tools/zonedev_vm.sh
TESTS += $(COPY_SHELL_TESTS) tests/installed.sh
if ZONEDEV
TESTS += $(ZONE_SHELL_TESTS)
endif
tests/installed.log: @LOGS_BEFORE_INSTALLING@
## Those whose result the compiler, its flags, the libc or the architecture can
## change: the rows of build-aux/matrix.sh behind the first run these alone.
BUILD_TESTS += tests/symbols.sh tests/streamcpy/drain.sh \
	tests/streamcpy/inline.sh tests/streamcpy/isa.sh \
	tests/streamcpy/setenv.sh tests/tools/streamcpy_cli.sh
if ZONEDEV
BUILD_TESTS += tests/tools/zonedev_cli.sh
endif
.PHONY: check-build
check-build:
	$(MAKE) check TESTS='$(BUILD_TESTS)'

TEST_EXTENSIONS = .sh
LOG_COMPILER = $(TEST_WRAPPER)
SH_LOG_COMPILER = $(SHELL)
## Temporary files lie in the build: programs can be run there, and nothing is
## left elsewhere.
AM_TESTS_ENVIRONMENT = unset CDPATH ; $(MKDIR_P) tests/tmp ; \
	TMPDIR='$(abs_top_builddir)/tests/tmp' ; export TMPDIR ; \
	srcdir='$(srcdir)' top_builddir='$(top_builddir)' \
	CC='$(CC)' CFLAGS='$(CFLAGS)' NM='$(NM)' OBJDUMP='$(OBJDUMP)' CHECK_WRAPPER='$(TEST_WRAPPER)' ; \
	export srcdir top_builddir CC CFLAGS NM OBJDUMP CHECK_WRAPPER ;
clean-local:
	rm -rf tests/tmp
## For quickcheck, which tells how many are left
.PHONY: list-tests
list-tests:
	@echo $(TEST_LOGS:.log=)

## Read out of running kernels
GOLDEN = tests/golden/README.md tests/golden/B-devdax-2M-mem.txt \
	tests/golden/B-fsdax-dev.txt tests/golden/devdax-2M-dev.txt \
	tests/golden/devdax-2M-mem.txt tests/golden/fsdax-dev.txt \
	tests/golden/private.txt \
	tests/golden/linux-6.1-devdax-1G-mem.txt \
	tests/golden/linux-6.1-fsdax-dev.txt \
	tests/golden/linux-6.12-devdax-1G-mem.txt \
	tests/golden/linux-6.12-fsdax-dev.txt \
	tests/golden/linux-7.2-devdax-1G-mem.txt \
	tests/golden/linux-7.2-fsdax-dev.txt \
	tests/golden/linux-7.3-devdax-1G-mem.txt \
	tests/golden/linux-7.3-fsdax-dev.txt
EXTRA_DIST += $(ALL_SHELL_TESTS) tests/tools/zonedev_calls.sh \
	tests/extending/backend.patch tests/extending/format.patch \
	tests/extending/preset.patch tests/extending/scenario.patch \
	tests/faults/preload.c tests/faults/preload.sh \
	tests/model/publish.pml \
	tests/model/queue.pml tests/streamcpy/inline_copy.c \
	tests/streamcpy/publish_order.c tests/streamcpy/sanitized.c \
	tests/streamcpy/use_header.c $(GOLDEN)

## What chunks cost on a machine: bench/record.c
EXTRA_DIST += tests/zonedev/traces/zen4-bursts.txt \
	tests/zonedev/traces/zen4-hog.txt \
	tests/zonedev/traces/zen4-quiet.txt \
	tests/zonedev/traces/zen5-bursts.txt \
	tests/zonedev/traces/zen5-hog.txt \
	tests/zonedev/traces/zen5-quiet.txt
