#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# sanitizers.sh - each sanitizer catches a wrong use of each function, and
# passes a right one, in programs that use the library as it is installed
set -eu
srcdir=${srcdir:-.}
libs=${top_builddir:-.}/.libs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}" "${CFLAGS:=}"
# The library's own instrumentation, another machine or another libc
case "$CC $CFLAGS ${CHECK_WRAPPER:-}" in
*-fsanitize* | *qemu* | *valgrind* | *-gcc* | *-m32* | *-static* | musl*)
	echo "skipped: a sanitizer, an emulator, another libc or a static library"
	exit 77 ;;
esac
[ -e "$libs/libstreamcpy.so" ] ||
	{ echo "skipped: no shared library"; exit 77; }

failed() {
	echo "$*"
	status=1
}

# use FUNCTION USE: runs the program; no address, no leak is to differ
use() {
	LD_LIBRARY_PATH=$libs ASAN_OPTIONS=detect_leaks=0 \
		"$work/program" "$@" >"$work/out" 2>&1
}

# try COMPILER SANITIZER WRONG-USE
try() {
	if ! command -v "$1" >/dev/null 2>&1 ||
	   ! $1 -O1 -g -fsanitize="$2" -I"$srcdir/include" \
		"$srcdir/tests/streamcpy/sanitized.c" -o "$work/program" \
		-L"$libs" -lstreamcpy -pthread 2>"$work/errors"; then
		echo "skipped: $1 -fsanitize=$2"
		return
	fi
	for function in memcpy_streaming memcpy_flushcache memcpy_from_wc \
			memmove_streaming memset_streaming streamcpy_fill; do
		use $function right && grep -qx written "$work/out" ||
			failed "$1 $2: $function right: $(cat "$work/out")"
		# A byte that is passed as a value makes what is set no stale one.
		[ "$function $3" != "memset_streaming stale" ] || continue
		! use $function "$3" &&
			grep -q "Sanitizer: " "$work/out" ||
			failed "$1 $2: $function $3 is not caught"
	done
	echo "tried: $1 -fsanitize=$2"
}

try gcc address long
try gcc thread race
try clang address long
try clang memory stale
try clang thread race
exit $status
