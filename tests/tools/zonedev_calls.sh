# SPDX-License-Identifier: BSD-2-Clause
# zonedev_calls.sh - calls of zonedev(1), for tests to read with '.'
# shellcheck shell=sh
# shellcheck disable=SC2034 # status is of the test that reads this
top_builddir=${top_builddir:-.}
srcdir=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# Where the libraries are shared, libtool leaves a script in the program's place
# that takes longer to start than most of these calls run.
LD_LIBRARY_PATH=$top_builddir/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH

# path_of PROGRAM: of this build
path_of() {
	if [ -x "$top_builddir/${1%/*}/.libs/${1##*/}" ]; then
		echo "$top_builddir/${1%/*}/.libs/${1##*/}"
	else
		echo "$top_builddir/$1"
	fi
}

# built PROGRAM ARGUMENT...: its output in $work
built() {
	called=$(path_of "$1")
	shift
	# shellcheck disable=SC2086 # a command with options
	${CHECK_WRAPPER:-} "$called" "$@" >"$work/out" 2>"$work/err"
}

# What a test calls; one of another program says so after reading this.
program=tools/zonedev/zonedev

zonedev() {
	built "$program" "$@"
}

fail() {
	echo "$*"
	head -n 40 "$work/out" "$work/err"
	status=1
}

# refused STATUS WORD ARGUMENT...: one line that holds WORD, and no output
refused() {
	expected=$1 word=$2
	shift 2
	got=0
	zonedev "$@" || got=$?
	[ "$got" = "$expected" ] || fail "$*: exit status $got, expected $expected"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$*: not one line of error"
	grep -qF -- "$word" "$work/err" || fail "$*: the error lacks '$word'"
	[ ! -s "$work/out" ] || fail "$*: something was started"
}

accepted() {
	zonedev "$@" || fail "$*: exit status $?"
	[ ! -s "$work/err" ] || fail "$*: something on standard error"
}

# printed TEXT: the last call did
printed() {
	grep -qF -- "$1" "$work/out" || fail "the output lacks '$1'"
}
