#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# inline.sh - a constant copy is a row of movnti: no call, 20 instructions
set -eu
srcdir=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
object=$work/inline_copy.o
status=0

: "${CC:=cc}"
# Not where the header expands nothing: other CPUs, sanitizers
printf '#include <streamcpy.h>\n#ifndef STREAMCPY_INLINE\n#error\n#endif\n' |
	$CC -I"$srcdir/include" -E - >/dev/null 2>&1 || exit 77
command -v objdump >/dev/null 2>&1 || exit 77

$CC -O2 -I"$srcdir/include" -c "$srcdir/tests/inline_copy.c" -o "$object"
objdump -d --no-show-raw-insn "$object" >"$work/all"

# The instructions of a function, without padding
body() {
	sed -n "/<$1>:/,/^\$/p" "$work/all" | grep -P '^\s+[0-9a-f]+:' |
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

# Up to the return: what follows it is the way to the out-of-line copy.
at_most() {
	got=$(body "$1" | sed '/[[:space:]]ret/q' | grep -c .)
	if [ "$got" -gt "$2" ] || [ "$got" -lt 2 ]; then
		echo "$1: $got instructions, expected at most $2"
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
at_most copy_aligned 20
ascending copy_aligned

for function in copy_any flush_any; do
	expect $function movnti movnti 8
	expect $function calls call 0
	expect $function "alignment tests" '[[:space:]]j(n?e|n?z) ' 1
	at_most $function 22
	ascending $function
done

for n in 4 8 16 32 48 80 96; do
	words=$(((n + 7) / 8))
	expect copy_$n movnti movnti $words
	expect copy_$n calls 'call|jmp' 0
	ascending copy_$n
done
exit $status
