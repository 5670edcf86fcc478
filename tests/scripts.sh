#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# scripts.sh - quickstart and quickcheck take nothing from the environment that
# leads the build elsewhere, and the count of tests leaves nothing out
set -u
unset CDPATH
srcdir=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

fail() {
	echo "$*"
	status=1
}

# build_of TREE: where its build goes, or why there is none
build_of() {
	(program=test top=$1
	 # shellcheck source=SCRIPTDIR/../build-aux/build.sh
	 . "$srcdir/build-aux/build.sh"
	 choose_build >/dev/null && echo "$build") 2>&1
}

# expect WHAT PATTERN TEXT
expect() {
	# shellcheck disable=SC2254 # a pattern
	case $3 in
	$2) ;;
	*) fail "$1: expected $2, got $3" ;;
	esac
}

mkdir "$work/a tree" "$work/tmp" "$work/here"
TMPDIR=$work/tmp
export TMPDIR
expect 'a plain name' /plain/build "$(build_of /plain)"
at=$(build_of "$work/a tree")
expect 'a blank' "$work/tmp/libstreamcpy-*/build" "$at"
[ -z "$(find "$work/tmp" -name '*-??????')" ] || fail "a file is left"

chmod 777 "${at%/build}"
expect 'a directory open to others' '*can be written by other users*' \
	"$(build_of "$work/a tree")"
rm -r "${at%/build}"

cd "$work" || exit 99
TMPDIR=tmp
expect 'a relative TMPDIR' "$work/tmp/libstreamcpy-*/build" \
	"$(build_of "$work/a tree")"
TMPDIR=$work/nothing
at=$(build_of "$work/a tree")
expect 'a TMPDIR that is not there' '/*/libstreamcpy-*/build' "$at"
case $at in
"$work"/*) fail "TMPDIR that is not there: $at" ;;
/*/build) rm -r "${at%/build}" ;;
esac

# As where a file system is mounted noexec: what is made there cannot be run.
mkdir "$work/noexec"
TMPDIR=$work/noexec
at=$(chmod() {
	case $2 in
	"$work"/noexec/*) ;;
	*) command chmod "$@" ;;
	esac
     }
     build_of "$work/a tree")
expect 'a TMPDIR where nothing can be run' '/*/libstreamcpy-*/build' "$at"
case $at in
"$work"/*) fail "TMPDIR where nothing can be run: $at" ;;
/*/build) rm -r "${at%/build}" ;;
esac
[ -z "$(ls "$work/noexec")" ] || fail "files are left where nothing can be run"

# A CDPATH with a folder of the tree's name must not lead into it.
mkdir "$work/here/build-aux" "$work/cdpath" "$work/cdpath/here"
sed '/^build_all/,$d' "$srcdir/quickstart" >"$work/here/quickstart"
# shellcheck disable=SC2016 # for the script
echo 'echo "$top"' >>"$work/here/quickstart"
cp "$srcdir/build-aux/build.sh" "$work/here/build-aux/"
expect CDPATH "$work/here" \
	"$(CDPATH=$work/cdpath sh here/quickstart 2>&1)"

# 3 cases of a Check program with a part left out, and a shell test skipped
mkdir "$work/tests"
echo ':test-result: PASS' >"$work/tests/one.trs"
printf '%s\n' 'skipped: a part' '100%: Checks: 3, Failures: 0, Errors: 0' \
	>"$work/tests/one.log"
echo ':test-result: SKIP' >"$work/tests/two.trs"
: >"$work/tests/two.log"
expect 'the count' '3 passed, 0 failed, 2 skipped' \
	"$(sh "$srcdir/build-aux/count-tests.sh" "$work")"
exit $status
