## SPDX-License-Identifier: BSD-2-Clause
## local.mk - the backends of the architecture that configure found

libcore_la_SOURCES += arch/generic/generic.c arch/generic/line_template.h
if ARCH_X86
libcore_la_SOURCES += arch/x86/arch.c arch/x86/x86.h arch/x86/nt.h \
	arch/x86/words.h arch/x86/flushcache.c arch/x86/from_wc.c \
	arch/x86/movnti.c arch/x86/sse2.c arch/x86/avx.c arch/x86/avx512f.c \
	arch/x86/movdir64b.c arch/x86/rep.c arch/x86/prefetchw.h \
	arch/x86/prefetchw.c arch/x86/prefetchw_8.c \
	arch/x86/prefetchw_128.c arch/x86/mixed.h arch/x86/mixed.c \
	arch/x86/mixed_5.c arch/x86/mixed_14.c
else
if ARCH_ARM64
libcore_la_SOURCES += arch/arm64/arch.c arch/arm64/arm64.h \
	arch/arm64/stnp.c arch/arm64/prefetchw.h \
	arch/arm64/prefetchw.c arch/arm64/prefetchw_8.c \
	arch/arm64/prefetchw_128.c
else
libcore_la_SOURCES += arch/generic/arch.c
endif
endif
