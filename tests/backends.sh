#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# backends.sh - configure leaves out the backends that it is told to
#
# Built from here anew, as far as `streamcpy info`, without two of them, and
# without those that this build leaves out
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
build=$(cd "${top_builddir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}" "${CFLAGS:=-O2}"

skip() {
	echo "skipped: $*"
	exit 77
}

fail() {
	echo "$*"
	tail -n 20 "$work/log" | sed 's/^/  /'
	status=1
}

configure() {
	# shellcheck disable=SC2086 # a list of options
	"$srcdir/configure" -C --disable-shared CC="$CC" CFLAGS="$CFLAGS" \
		$left_out "$@" >"$work/log" 2>&1
}

# refused MESSAGE ARGUMENT: with one line of error, the last one
refused() {
	! configure "$2" || fail "$2: not refused"
	[ "$(grep -c 'error: ' "$work/log")" = 1 ] &&
		tail -n 1 "$work/log" | grep -q "^configure: error: $1" ||
		fail "$2: not one line of error with '$1'"
}

names() {
	"$1/tools/streamcpy/streamcpy" info | sed '1,/^backend /d; s/ .*//'
}

# without NAME NAME: all the others of this build, and no variant of these
without() {
	make tools/streamcpy/streamcpy >"$work/log" 2>&1 ||
		{ fail "does not build without $1 and $2"; return; }
	names "$build" | grep -Ev "^($1|$2)(_|\$)" >"$work/wanted"
	names . >"$work/log"
	diff "$work/wanted" "$work/log" || fail "not all but $1 and $2"
}

[ -z "${CHECK_WRAPPER:-}" ] || skip "what is built needs a wrapper"
[ ! -e "$srcdir/config.status" ] || skip "the sources are configured"
# The make that runs this test hands its own TESTS on to those below.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES
mkdir "$work/build"
cd "$work/build" || exit 99
left_out=$("$build/config.status" --config | tr ' ' '\n' |
	grep '^--disable-backend-')
case $(grep '^S."ARCH_.*_TRUE".=""' "$build/config.status") in
*ARM64*) first=stnp second=prefetchw all='stnp prefetchw' ;;
*X86*)
	first=avx512f second=prefetchw
	all='avx avx512f sse2 movnti movdir64b mixed prefetchw rep' ;;
*) skip "no backends but generic" ;;
esac
refused "--disable-backend=nosuch: .*: $all\$" --disable-backend=nosuch
refused "--disable-backend=generic: .*: $all\$" --disable-backend=generic
refused "--disable-backend: .*: $all\$" --disable-backend
refused "--disable-backend: .*: $all\$" --disable-backend=
configure "--disable-backend=$first,$second" ||
	fail "--disable-backend=$first,$second"
without "$first" "$second"
# As they are kept, and given twice
./config.status --recheck >"$work/log" 2>&1 && ./config.status >>"$work/log" ||
	fail "config.status --recheck"
without "$first" "$second"
configure "--disable-backend-$first" "--disable-backend=$second" ||
	fail "--disable-backend twice"
without "$first" "$second"
exit $status
