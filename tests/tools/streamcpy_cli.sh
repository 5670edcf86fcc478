#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# streamcpy_cli.sh - the tool streamcpy: bad input, formats, exit statuses
#
# Sizes and rounds are small: what is tested is what the tool says.
set -u
tool=${top_builddir:-.}/tools/streamcpy/streamcpy
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0
unset STREAMCPY_BACKEND

# Libtool leaves a script there that starts the program: no emulator runs it.
if [ -x "${tool%/*}/.libs/streamcpy" ]; then
	tool=${tool%/*}/.libs/streamcpy
	LD_LIBRARY_PATH=${top_builddir:-.}/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
	export LD_LIBRARY_PATH
fi

run() {
	# shellcheck disable=SC2086 # a wrapper is a command and its options
	${CHECK_WRAPPER:-} "$tool" "$@" >"$work/out" 2>"$work/err"
}

if [ -n "${CHECK_WRAPPER:-}" ] && ! run --version; then
	echo "SKIP: '$CHECK_WRAPPER' does not start $tool"
	exit 77
fi

fail() {
	echo "FAIL: $*"
	sed 's/^/  out: /' "$work/out" | head -n 5
	sed 's/^/  err: /' "$work/err" | head -n 5
	failed=1
}

# expect_refusal WORD ARGUMENT...: status 2, nothing on standard output, one
# line on standard error that holds the word
expect_refusal() {
	word=$1
	shift
	run "$@"
	status=$?
	[ $status -eq 2 ] || fail "$*: status $status, not 2"
	[ ! -s "$work/out" ] || fail "$*: began to print"
	[ "$(wc -l <"$work/err")" -eq 1 ] || fail "$*: not one line"
	grep -q -e "$word" "$work/err" || fail "$*: does not say $word"
}

# expect WORD ARGUMENT...: status 0, nothing on standard error, and the word
expect() {
	word=$1
	shift
	run "$@"
	status=$?
	[ $status -eq 0 ] || fail "$*: status $status, not 0"
	[ ! -s "$work/err" ] || fail "$*: complains"
	grep -q -e "$word" "$work/out" || fail "$*: does not say $word"
}

expect_refusal "missing command"
expect_refusal "'foo'" foo
expect_refusal "'--frob'" bench --frob
expect_refusal "'extra'" bench extra
expect_refusal "option .--size. requires an argument" bench --size
expect_refusal "option .--quick. doesn.t allow an argument" bench --quick=3
expect_refusal "'12Q'" bench --size 12Q
expect_refusal "'-1'" bench --size -1
expect_refusal "'0'" bench --size 0
expect_refusal "''" bench --size ,
expect_refusal "'63'" bench --size 63
expect_refusal "'65G'" bench --size 65G
expect_refusal "64 bits" bench --size 99999999999999999999
expect_refusal "'63'" bench --max-size 63
expect_refusal "mutually exclusive" bench --size 1M --max-size 2M
expect_refusal "'0'" bench --threads 0
expect_refusal "'1025'" bench --threads 1025
expect_refusal "threads run" bench --op copy --threads 2 --size 64
expect_refusal "'0'" bench --rounds 0
expect_refusal "'xml'" bench --format xml
expect_refusal "'swap'" bench --op swap
expect_refusal "invalid argument .nosuch. for .--method.; valid arguments are: memcpy, " bench --method nosuch
expect_refusal ".svg or .png" bench --plot picture.gif
! command -v gnuplot >/dev/null ||
	expect_refusal "be empty" bench --op call --plot "$work/empty.svg"
expect_refusal "not a directory" info --sysfs "$work/none"
expect_refusal "'extra'" info extra

expect "usage" --help
expect "usage" bench --help
expect "usage" info --help
expect "^streamcpy [0-9]*\.[0-9]*\.[0-9]*$" --version

# More than any machine that runs this has, unless it has 128 GiB; a 32-bit
# one is told of its address space instead
available=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
[ "${available:-999999999}" -gt 130000000 ] ||
	expect_refusal "would \|not from 64 to 512M" bench --size 64G

# Without gnuplot --plot is refused before anything runs.
if [ -z "${CHECK_WRAPPER:-}" ]; then
	PATH=$work "$tool" bench --plot "$work/p.svg" >"$work/out" \
		2>"$work/err"
	status=$?
	[ $status -eq 2 ] || fail "--plot without gnuplot: status $status"
	grep -q "needs gnuplot" "$work/err" || fail "does not name gnuplot"
fi

# Who chose the backend
expect "chosen by the default$" info
STREAMCPY_BACKEND=generic
export STREAMCPY_BACKEND
expect "generic, chosen by STREAMCPY_BACKEND$" info
STREAMCPY_BACKEND=nosuch
expect "'nosuch', which is no backend, and was ignored" info
unset STREAMCPY_BACKEND
run info
missing=$(awk '$2 == "no" && $3 ~ /^(yes|no)$/ { print $1; exit }' "$work/out")
if [ -n "$missing" ]; then
	expect_refusal "this machine lacks" bench --method "$missing"
	STREAMCPY_BACKEND=$missing
	export STREAMCPY_BACKEND
	expect "cannot be used here, and was ignored" info
	unset STREAMCPY_BACKEND
fi

# Caches that are reported as 0 and as 1 TiB, and none at all
cache() {
	mkdir -p "$work/caches/index$1"
	echo "$2" >"$work/caches/index$1/level"
	echo "$3" >"$work/caches/index$1/type"
	echo "$4" >"$work/caches/index$1/size"
}
cache 0 1 Data 0K
cache 1 3 Unified 1073741824K
expect "L1 Data 0 B (implausible), L3 Unified 1 TiB (implausible)" \
	info --sysfs "$work/caches"
expect "256 MiB as larger" info --sysfs "$work/caches"
cache 0 1 Data nonsense
expect "L1 Data 0 B (implausible)" info --sysfs "$work/caches"
cache 1 3 Unified 4096K
expect "64 MiB as larger" info --sysfs "$work/caches"
mkdir "$work/empty"
expect "not reported (from nowhere)" info --sysfs "$work/empty"
expect '"in_use": "[a-z0-9]*"' info --format json

# The three forms of one small run
small="--rounds 2 --size 4K,1M --threads 1"
# shellcheck disable=SC2086
{
	expect "copies fastest here" bench $small
	expect '^rate,GB/s,copy,cold,1,4096,"memcpy",2,' bench $small \
		--format csv --op copy
	[ "$(awk -F, '{ print NF }' "$work/out" | sort -u)" = 14 ] ||
		fail "csv: the lines differ in length"
	expect '"method": "generic"' bench $small --format json \
		--method generic
	grep -q '"method": "rep movsb"' "$work/out" &&
		fail "--method did not choose"
}
if command -v jq >/dev/null; then
	jq -e '.results | length > 0' "$work/out" >/dev/null ||
		fail "json: jq does not take it"
	run info --format json
	jq -e '.backends | length > 0' "$work/out" >/dev/null ||
		fail "info --format json: jq does not take it"
fi
if command -v gnuplot >/dev/null; then
	# shellcheck disable=SC2086
	expect GB/s bench $small --op copy --plot "$work/a '\$b|.svg"
	grep -q '</svg>' "$work/a '\$b|.svg" || fail "--plot: no picture"
fi

[ $failed -eq 0 ] && echo "streamcpy says what it should"
exit $failed
