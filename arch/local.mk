## SPDX-License-Identifier: BSD-2-Clause
## local.mk - the backends of the architecture that configure found

libcore_la_SOURCES += arch/generic/fill_by_copies.h arch/generic/generic.c \
	arch/generic/line_template.h arch/generic/part.h \
	arch/generic/prefetchw_template.h arch/generic/ring.h \
	arch/generic/through_cache.h
if ARCH_X86
libcore_la_SOURCES += arch/x86/arch.c arch/x86/flushcache.c \
	arch/x86/from_wc.c arch/x86/nt_template.h arch/x86/words.h \
	arch/x86/x86.h
else
if ARCH_ARM64
libcore_la_SOURCES += arch/arm64/arch.c arch/arm64/arm64.h
else
libcore_la_SOURCES += arch/generic/arch.c
endif
endif

## What configure --disable-backend may leave out of BACKENDS
EXTRA_libcore_la_SOURCES = arch/arm64/prefetchw.c arch/arm64/stnp.c \
	arch/x86/avx.c arch/x86/avx512f.c arch/x86/mixed.c \
	arch/x86/movdir64b.c arch/x86/movnti.c arch/x86/prefetchw.c \
	arch/x86/rep.c arch/x86/sse2.c
libcore_la_LIBADD = $(BACKENDS)
libcore_la_DEPENDENCIES = $(BACKENDS)
