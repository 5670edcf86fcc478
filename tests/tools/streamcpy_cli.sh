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
expect_refusal "'0'" bench --time 0
expect_refusal "'64'" bench --offset 64
expect_refusal "no such file" bench --libmem "$work/none.so"
expect_refusal "no library" bench --libmem "$0"
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

# fields: numbers of fields of the lines in out, which have no quote in a field
fields() {
	sed 's/"[^"]*"//g' "$work/out" | awk -F, '{ print NF }' | sort -u
}

# The three forms of one small run; two rounds carry no winner.
small="--rounds 2 --size 4K,1M --threads 1"
# shellcheck disable=SC2086
{
	expect "it is undecided which copies fastest" bench $small
	! grep -Eq 'helps|costs time|protects? the' "$work/out" ||
		fail "a verdict after two rounds"
	grep -q '1\.[0-9]*? \|0\.[0-9]*? ' "$work/out" ||
		fail "no ratio is marked as one of too few rounds"
	expect '^rate,GB/s,copy,cold,warm,0,1,4096,"memcpy",0,2,' bench $small \
		--format csv --op copy
	[ "$(fields)" = 28 ] || fail "csv: the lines differ in length"
	# A variant of a backend is measured when it is named.
	! grep -q '"[a-z]*_[0-9]*",' "$work/out" || fail "a variant is measured"
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

# Short copies: a cell for each size, offset, and state of the caches, ours
# over each other; of memcpy_flushcache() too
cells="--rounds 2 --size 64,300 --offset 0,63"
# shellcheck disable=SC2086
{
	expect 'ours / fastest' bench $cells --op short
	[ "$(grep -c '^ *\(64\|300\)+\(0\|63\) ' "$work/out")" = 12 ] ||
		fail "short: not 2 sizes, 2 offsets, 3 states"
	expect '^short,ns,copy,cold,cold,63,1,300,"memcpy",[01],2,.*,"memcpy_streaming","memcpy",' \
		bench $cells --op short --format csv
	[ "$(fields)" = 28 ] || fail "short, csv: the lines differ in length"
	expect '"fastest_other": true' bench $cells --op short --format json
	expect '^short,ns,flush,warm,warm,0,1,64,"memcpy_flushcache",0,2,' \
		bench $cells --op flush --format csv
}

# A library that the user names: one whose copies are so slow that an interval
# says so on any machine, and its version
cat >"$work/slow.c" <<'END'
#include <stddef.h>
void *memcpy(void *dst, const void *src, size_t n)
{
	volatile unsigned char *d = dst;
	const volatile unsigned char *s = src;
	size_t i, again;

	for (again = 0; again < 20; again++)
		for (i = 0; i < n; i++)
			d[i] = s[i];
	return dst;
}
END
echo 'int nothing;' >"$work/empty.c"
# ThreadSanitizer would see each of its loads and stores: minutes.
case ${CC:-} in
*-fsanitize*) plain=-fno-sanitize=all ;;
*) plain= ;;
esac
# shellcheck disable=SC2086 # $CC may hold options
if [ -z "${CHECK_WRAPPER:-}" ] &&
   ${CC:-cc} -O2 $plain -fno-builtin -shared -fPIC "$work/slow.c" \
	-o "$work/libslow.so.1.2" 2>"$work/err" &&
   ${CC:-cc} -shared -fPIC "$work/empty.c" -o "$work/libempty.so" &&
   ! run bench --libmem "$work/libempty.so" &&
   grep -q "no memcpy() of its own" "$work/err"; then
	ln -s libslow.so.1.2 "$work/libslow.so"
	expect 'libslow.so.1.2$' bench --libmem "$work/libslow.so" --rounds 40 \
		--size 1K --offset 0 --op short
	expect '"memcpy_streaming","libmem",0\.[0-9e-]*,0\.[0-9e-]*,0\.[0-9e-]*,1,' \
		bench --libmem "$work/libslow.so" --rounds 40 --size 1K \
		--offset 0 --op short --format csv
	expect ',"libmem",0,' bench --libmem "$work/libslow.so" --rounds 2 \
		--size 1K --op copy --method generic --format csv
else
	echo "no shared library can be made or loaded here: --libmem is not tried"
fi

# A report: one page that asks for nothing else, the data beside it
# shellcheck disable=SC2086
{
	expect "undecided" bench $small --report "$work/report"
	expect "ours" bench $cells --op short --report "$work/cells"
}
for file in report.html report.txt bench.csv bench.json; do
	[ -s "$work/report/$file" ] || fail "--report: no $file"
done
grep -q '</svg>' "$work/report/report.html" || fail "--report: no picture"
grep -q 'it is undecided which' "$work/report/report.html" ||
	fail "--report: no result"
grep -q 'copy, warm destination' "$work/report/report.txt" ||
	fail "--report: no such case in the mail"
! grep -Eq '(src|href)="(https?:)?//' "$work/report/report.html" ||
	fail "--report: the page asks for something outside"
grep -q '300+63 ' "$work/cells/report.txt" || fail "--report: no cell"
# The same on standard output, in 72 columns
expect "copy, cold destination" bench $small --format mail
! grep '^.\{73\}' "$work/out" || fail "--format mail: over 72 columns"
expect "size+off" bench $cells --op short --format mail
! grep '^.\{73\}' "$work/out" || fail "--format mail: over 72 columns"
run bench --rounds 2 --size 64 --report /nowhere/r
[ $? -eq 1 ] || fail "--report: takes a directory that cannot be made"
! command -v jq >/dev/null || jq -e '.results | length > 0' \
	"$work/report/bench.json" >/dev/null || fail "--report: no json"

if command -v gnuplot >/dev/null; then
	# shellcheck disable=SC2086
	expect GB/s bench $small --op copy --plot "$work/a '\$b|.svg"
	grep -q '</svg>' "$work/a '\$b|.svg" || fail "--plot: no picture"
fi

[ $failed -eq 0 ] && echo "streamcpy says what it should"
exit $failed
