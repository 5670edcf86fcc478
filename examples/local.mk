## SPDX-License-Identifier: BSD-2-Clause
## local.mk - the examples, built and run by make check
##
## tests/installed.sh builds them once more as users do, by pkg-config, CMake
## and Meson.

check_PROGRAMS += examples/frame_buffer examples/publish examples/log
TESTS += examples/frame_buffer examples/publish examples/log.sh
examples_frame_buffer_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
examples_frame_buffer_LDADD = libstreamcpy.la
examples_publish_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
examples_publish_LDADD = libstreamcpy.la
examples_log_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
examples_log_LDADD = libstreamcpy.la
if ZONEDEV
check_PROGRAMS += examples/descriptors
TESTS += examples/descriptors
endif
examples_descriptors_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
examples_descriptors_LDADD = libzonedev.la libstreamcpy.la
EXAMPLE_CPPFLAGS = -I$(srcdir)/include

EXTRA_DIST += examples/publish_cxx.cc examples/log.sh examples/Makefile \
	examples/CMakeLists.txt examples/meson.build examples/build-all.sh
