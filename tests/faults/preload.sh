# SPDX-License-Identifier: BSD-2-Clause
# preload.sh - builds preload.c and finds the programs that it is put before,
# for tests to read with '.'
# shellcheck shell=sh
# shellcheck disable=SC2034 # status is of the test that reads this
srcdir=${srcdir:-.}
top=${top_builddir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}"
# The preload is put before the allocator of the program's own libc.
case "$CC ${CFLAGS:-} ${CHECK_WRAPPER:-}" in
*-fsanitize* | *qemu* | *valgrind* | *musl*)
	echo "skipped: a sanitizer, an emulator or musl"
	exit 77 ;;
esac
# shellcheck disable=SC2086 # $CC may hold options
$CC -std=c11 -D_GNU_SOURCE -O2 -shared -fPIC -o "$work/faults.so" \
	"$srcdir/tests/faults/preload.c" 2>"$work/why" || {
	echo "skipped: preload.c does not build"
	cat "$work/why"
	exit 77
}

# The programs themselves, not the scripts that libtool puts before them
program() {
	if [ -x "$top/tools/$1/.libs/$1" ]; then
		echo "$top/tools/$1/.libs/$1"
	else
		echo "$top/tools/$1/$1"
	fi
}

zonedev=$(program zonedev)
streamcpy=$(program streamcpy)
LD_LIBRARY_PATH=$top/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH
# Not dynamically linked: nothing can be put before libc.
FAULT=malloc:1 FAULT_LOG=$work/hit LD_PRELOAD=$work/faults.so \
	"$streamcpy" info >/dev/null 2>&1
[ -e "$work/hit" ] || { echo "skipped: a static program"; exit 77; }
