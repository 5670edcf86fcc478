#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# inline.sh - a constant copy is a row of movnti: no call, 20 instructions
set -eu
srcdir=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
object=$work/inline_copy.o
status=0

: "${CC:=cc}" "${OBJDUMP:=objdump}"
command -v "$OBJDUMP" >/dev/null 2>&1 || exit 77
# Under a sanitizer the header calls memcpy(), which it can see.
printf '%s\n' '#include <streamcpy.h>' \
	'#if !defined __x86_64__ || defined __ILP32__ || STREAMCPY_SANITIZED' \
	'#error' '#endif' |
	$CC -I"$srcdir/include" -E - >/dev/null 2>&1 || exit 77

$CC -O2 -I"$srcdir/include" -c "$srcdir/tests/streamcpy/inline_copy.c" -o "$object"
"$OBJDUMP" -d --no-show-raw-insn "$object" >"$work/all"

# The instructions of a function, without padding
body() {
	sed -n "/<$1>:/,/^\$/p" "$work/all" | grep '^ *[0-9a-f]*:' |
		grep -Ev 'nop|xchg +%ax,%ax|endbr64|data16' || true
}

count() {
	body "$1" | grep -Ec "$2" || true
}

# expect FUNCTION WHAT PATTERN NUMBER
expect() {
	got=$(count "$1" "$3")
	if [ "$got" != "$4" ]; then
		echo "$1: $got $2, expected $4"
		body "$1"
		status=1
	fi
}

# Up to the return, without what loads the size for the out-of-line copy and
# jumps there, which may stand before or behind it
at_most_20() {
	got=$(body "$1" | sed '/[[:space:]]ret/q' |
		grep -Evc 'jmp|mov +\$0x[0-9a-f]+,%edx' || true)
	if [ "$got" -gt 20 ] || [ "$got" -lt 17 ]; then
		echo "$1: $got instructions, expected 17 to 20"
		body "$1"
		status=1
	fi
}

# Ascending: the displacements of the stores, in order
ascending() {
	body "$1" | sed -n 's/.*movnti.*,\(0x[0-9a-f]*\)\{0,1\}(.*/\1/p' |
		while read -r at; do echo "$((${at:-0}))"; done >"$work/order"
	sort -n -c "$work/order" || { echo "$1: stores not ascending"; status=1; }
}

expect copy_aligned movnti movnti 8
expect copy_aligned calls 'call|jmp' 0
expect copy_aligned branches '[[:space:]]j' 0
at_most_20 copy_aligned
ascending copy_aligned

for function in copy_any flush_any; do
	expect $function movnti movnti 8
	expect $function calls call 0
	expect $function "alignment tests" '[[:space:]]j(n?e|n?z) ' 1
	at_most_20 $function
	ascending $function
done

for n in 4 8 16 32 48 64 80 96; do
	words=$(((n + 7) / 8))
	for function in copy_$n flush_$n; do
		expect "$function" movnti movnti $words
		expect "$function" branches '[[:space:]](call|j)' 0
		ascending "$function"
	done
	expect copy_any_$n movnti movnti $words
	expect copy_any_$n calls call 0
	expect copy_any_$n "alignment tests" '[[:space:]]j(n?e|n?z) ' 1
	ascending copy_any_$n
done
exit $status
