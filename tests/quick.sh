#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# quick.sh - quickstart and quickcheck, README's two commands, run to their end
#
# In a tree of links whose build is that of this test, so that all is compiled,
# and with one test of this test's own. Where packages would be installed, the
# script is left out.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
build=$(cd "${top_builddir:-.}" && pwd)
work=$(mktemp -d)
probe=tests/quick-probe
trap 'rm -rf "$work" "$build/$probe"* "$build"/quickstart.log \
	"$build"/quickcheck.log' EXIT
[ -z "${CHECK_WRAPPER:-}" ] && [ -x "$build/tools/zonedev/zonedev" ] ||
	{ echo "skipped: an emulator, or a build without zonedev"; exit 77; }
tree=$work/tree
mkdir "$tree"
ln -s "$build" "$tree/build"
for file in quickstart quickcheck build-aux configure configure.ac \
	    Makefile.in; do
	ln -s "$srcdir/$file" "$tree/$file"
done
# The make that runs this test hands its own TESTS on to those below.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
status=0

fail() {
	echo "$*"
	cat "$work/out"
	status=1
}

# can_run SCRIPT yes|no: with what is installed, the latter for Check
can_run() {
	# shellcheck source=SCRIPTDIR/../build-aux/build.sh
	missing=$(
		top=$tree program=test
		. "$srcdir/build-aux/build.sh"
		missing_packages "$2")
	[ -z "$missing" ] || {
		echo "skipped: $1, which would install" $missing
		return 1
	}
}

# runs STATUS WORDS COMMAND...: with this status and these words
runs() {
	wanted=$1 words=$2
	shift 2
	got=0
	"$@" >"$work/out" 2>&1 </dev/null || got=$?
	[ $got = "$wanted" ] || fail "$* ends with $got, not $wanted"
	grep -qF -e "$words" "$work/out" || fail "$* does not say '$words'"
}

# The line to type next is one that works.
start() {
	runs 0 'next: ' "$tree/quickstart" --size 8M --rebinds 2 \
		--scenario nd_pmem
	next=$(sed -n 's/^quickstart: next: //p' "$work/out")
	runs 0 'usage: zonedev bench' sh -c "$next"
	runs 2 "'1T5'" "$tree/quickstart" --size 1T5
}

# check STATUS OF THE ONE TEST, STATUS, WORDS
check() {
	echo "exit $1" >"$build/$probe.sh"
	runs "$2" "$3" env \
		MAKEFLAGS=" -- TESTS=$probe.sh TEST_SUITE_LOG=$probe-suite.log" \
		"$tree/quickcheck"
}

! can_run quickstart no || start
if ! grep -q '^CHECK_LIBS = .' "$build/Makefile"; then
	echo "skipped: quickcheck, for Check is not in this build"
elif can_run quickcheck yes; then
	check 0 0 'all tests passed in'
	check 1 1 "FAIL: $probe.sh"
fi
exit $status
