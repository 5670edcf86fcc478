## SPDX-License-Identifier: BSD-2-Clause
## local.mk - what libFuzzer feeds: make fuzz, with clang, an hour
##
## FUZZ_SECONDS=20 is the time of each target. Not built else.

LIBFUZZER = -fsanitize=fuzzer
LIBFUZZER_LIBS = libdescriptors.la libcommon.la libzonedevcore.la libcore.la
if ZONEDEV
EXTRA_PROGRAMS += fuzz/model_file fuzz/descriptor_file fuzz/dump_options \
	fuzz/namespaces
endif
EXTRA_PROGRAMS += fuzz/copies
fuzz_model_file_SOURCES = fuzz/model_file.c fuzz/input.c fuzz/input.h
fuzz_model_file_LDFLAGS = $(LIBFUZZER)
fuzz_model_file_LDADD = $(LIBFUZZER_LIBS)
fuzz_descriptor_file_SOURCES = fuzz/descriptor_file.c fuzz/input.c
fuzz_descriptor_file_LDFLAGS = $(LIBFUZZER)
fuzz_descriptor_file_LDADD = $(LIBFUZZER_LIBS)
fuzz_dump_options_SOURCES = fuzz/dump_options.c tools/zonedev/dump.c \
	tools/zonedev/dump_print.c tools/zonedev/namespace_options.c
fuzz_dump_options_LDFLAGS = $(LIBFUZZER)
fuzz_dump_options_LDADD = $(LIBFUZZER_LIBS)
fuzz_namespaces_SOURCES = fuzz/namespaces.c
fuzz_namespaces_LDFLAGS = $(LIBFUZZER)
fuzz_namespaces_LDADD = tests/libsupport.la $(LIBFUZZER_LIBS)
fuzz_copies_SOURCES = fuzz/copies.c
fuzz_copies_LDFLAGS = $(LIBFUZZER)
fuzz_copies_LDADD = libcore.la

FUZZ_SECONDS = 720
.PHONY: fuzz
fuzz:
	$(MKDIR_P) fuzz-build
	source=`cd '$(srcdir)' && pwd` && cd fuzz-build && \
		"$$source/fuzz/fuzz.sh" $(FUZZ_SECONDS)
EXTRA_DIST += fuzz/fuzz.sh fuzz/corpus
