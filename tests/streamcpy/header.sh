#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# header.sh - the headers stand alone, silent under any standard, C++ too
set -eu
srcdir=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: "${CC:=cc}"
status=0

cat >"$work/use.c" <<'END'
#include HEADER
#ifdef STREAMCPY_H
void use(char *to, const char *from);
void use(char *to, const char *from)
{
	memcpy_streaming(to, from, 64);
	memcpy_flushcache(to, from, 100);
	memcpy_streaming_drain();
}
#else
extern struct zonedev_report report;
#endif
END
cp "$work/use.c" "$work/use.cc"

try() {
	if ! "$@" -Wall -Wextra -Werror -O2 -I"$srcdir/include" -c \
		-o "$work/use.o"; then
		echo "failed: $*"
		status=1
	fi
}

headers='<streamcpy.h>'
if printf '#include <stdint.h>\n#if UINTPTR_MAX < UINT64_MAX\n#error\n#endif\n' |
   $CC -E - >/dev/null 2>&1; then
	headers="$headers <zonedev.h>"
fi
for header in $headers; do
	for std in c99 c11 gnu17; do
		# shellcheck disable=SC2086 # $CC may hold options
		try $CC -std=$std -pedantic -DHEADER="$header" "$work/use.c"
	done
	command -v clang >/dev/null 2>&1 &&
		try clang -std=c99 -pedantic -DHEADER="$header" "$work/use.c"
	command -v g++ >/dev/null 2>&1 &&
		try g++ -std=c++11 -pedantic -DHEADER="$header" "$work/use.cc"
done

# Beside a program's own declarations of the kernel's names
cat >"$work/own.c" <<'END'
struct page { int mine; }; struct zone { struct page *page; };
enum memory_type { MEMORY_DEVICE_PRIVATE }; enum migratetype { MIGRATE_MOVABLE };
#include HEADER
END
for header in $headers; do
	try $CC -DHEADER="$header" "$work/own.c"
done
exit $status
