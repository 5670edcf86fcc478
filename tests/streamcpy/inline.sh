#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# inline.sh - a constant copy is a few streaming stores: no call, and for a
# line at most 20 instructions on each way through it
set -eu
srcdir=${srcdir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

: "${CC:=cc}" "${OBJDUMP:=objdump}"
command -v "$OBJDUMP" >/dev/null 2>&1 ||
	{ echo "skipped: no $OBJDUMP"; exit 77; }
# Under a sanitizer the header calls memcpy(), which it can see.
printf '%s\n' '#include <streamcpy.h>' \
	'#if !defined __x86_64__ || defined __ILP32__ || STREAMCPY_SANITIZED' \
	'#error' '#endif' |
	$CC -I"$srcdir/include" -E - >/dev/null 2>&1 ||
	{ echo "skipped: the header expands nothing here"; exit 77; }

# ways LISTING: of each function each way from its first instruction to its
# end, branches taken and not: FUNCTION LENGTH NAMES, of which NAMES are those
# of its streaming stores with their displacements, prefetches and calls. A way
# that ends in the function behind the expansion has "out".
ways() {
	awk '
	function walk(at, length_, names,    text, to) {
		while (at in insn) {
			text = insn[at]
			if (text ~ /^ret/) {
				print name, length_, names
				return
			}
			if (text !~ /^(nop|xchg +%ax,%ax|endbr64|data16|cs nop)/)
				length_++
			if (text ~ /^call/)
				names = names " call"
			if (text ~ /^prefetcht0/)
				names = names " prefetch"
			if (text ~ /^v?mov(nti|ntdq|ntps|ntpd|dir64b)/)
				names = names " " store(text)
			if (text ~ /^j/) {
				to = text
				sub(/^[a-z]+ +/, "", to)
				sub(/ .*/, "", to)
				if (at in outside)
					print name, length_, names " out"
				else
					walk(to, length_, names)
				if (text ~ /^jmp/)
					return
			}
			at = behind[at]
		}
	}
	function store(text,    at) {
		at = text
		sub(/ .*/, "", text)
		if (at !~ /,(-?0x[0-9a-f]+)?\([^()]*\)$/)
			return text
		sub(/.*,/, "", at)
		sub(/\(.*/, "", at)
		return text "@" (at == "" ? "0" : at)
	}
	function done() {
		if (name != "")
			walk(first, 0, "")
		name = first = last = ""
		split("", insn); split("", behind); split("", outside)
	}
	/^[0-9a-f]+ <.*>:$/ {
		done()
		name = $2
		gsub(/[<>:]/, "", name)
		next
	}
	/R_X86_64_(PLT32|PC32)[[:space:]]+streamcpy_(copy|flush)_/ {
		outside[last] = 1
		next
	}
	/^ +[0-9a-f]+:\t/ {
		address = $1
		sub(/:/, "", address)
		text = $0
		sub(/^[^\t]*\t/, "", text)
		insn[address] = text
		if (last == "")
			first = address
		else
			behind[last] = address
		last = address
	}
	END { done() }' "$1"
}

# expect FUNCTION WAY...: these and no others; a way is the names as above
expect() {
	name=$1
	shift
	printf '%s\n' "$@" | sort -u >"$work/wanted"
	sed -n "s/^$name [0-9]*  *//p" "$work/ways" | sort -u >"$work/got"
	if ! diff "$work/wanted" "$work/got"; then
		echo "$function $options $name: wanted (<) and compiled to (>)"
		status=1
	fi
	long=$(awk -v f="$name" -v most="$most" \
		'$1 == f && !/out$/ && $2 > most' "$work/ways")
	[ -z "$long" ] || { echo "$function $options: over $most: $long"; status=1; }
}

# row N FROM: the movnti of the bytes from FROM to N
row() {
	at=$2
	[ "$1" -ge 8 ] || { echo movnti@0; return; }
	while [ "$at" -lt "$1" ]; do
		if [ "$at" = 0 ]; then printf 'movnti@0 '; else
			printf 'movnti@0x%x ' "$at"; fi
		at=$((at + 8))
	done | sed 's/ $//'
}

# wide N: what a line at a multiple of 64 gets, and the rest of N
wide() {
	rest=$(row "$1" 64)
	case $options in
	*avx512f*) echo "vmovntdq@0 $rest" ;;
	*avx*) echo "vmovntdq@0 vmovntdq@0x20 $rest" ;;
	*) echo "movdir64b $rest" ;;
	esac | sed 's/ $//'
}

# lines N [FIRST]: the ways through N >= 64 bytes at any multiple of 8, or
# without the way of MOVNTI; in the last lines of a page the next is prefetched,
# but by MOVNTI of one line
lines() {
	for next in '' 'prefetch '; do
		[ "${2:-0}" = 64 ] || [ "$next$1" = 'prefetch 64' ] ||
			echo "$next$(row "$1" 0)"
		echo "$next$(wide "$1")"
	done
}

# Position-independent code may take one more instruction to find the flag.
try() {
	options=${2:-}
	# shellcheck disable=SC2086 # CC may hold options
	$CC -O2 -fno-pic -DCOPY="$1" $options -I"$srcdir/include" -c "$srcdir/tests/streamcpy/inline_copy.c" \
		-o "$work/object.o"
	"$OBJDUMP" -dr --no-show-raw-insn "$work/object.o" >"$work/listing"
	ways "$work/listing" >"$work/ways"
	for n in 4 8 16 32 48; do
		most=20
		expect copy_$n "$(row $n 0)"
		expect copy_to_line_$n "$(row $n 0)"
		case $1$n in
		memcpy_flushcache4 | memcpy_flushcache8 | memcpy_flushcache16)
			expect copy_any_$n "$(row $n 0)" ;;
		*) expect copy_any_$n "$(row $n 0)" out ;;
		esac
	done
	for n in 64 80 96; do
		most=20
		[ $n = 64 ] || most=$((20 + 9 + (n - 64) / 4))
		expect copy_$n "$(lines $n)"
		expect copy_any_$n "$(lines $n)" out
		case $options in
		'' | -masm=intel) expect copy_to_line_$n "$(lines $n)" ;;
		*) expect copy_to_line_$n "$(lines $n 64)" ;;
		esac
	done
}

# Clang before 14 takes it, and its assembler does not.
intel=-masm=intel
echo 'void f(int *to, int from)
{ __asm__("movnti{l|} {%1, %0|%0, %1}" : "=m"(*to) : "r"(from)); }' |
	$CC $intel -x c -c - -o "$work/intel.o" 2>/dev/null ||
	{ echo "skipped: $CC $intel"; intel=; }

for function in memcpy_streaming memcpy_flushcache; do
	try $function
	[ -z "$intel" ] || try $function $intel
	try $function -mmovdir64b
	try $function -mavx
	try $function -mavx512f
done
exit $status
