#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# isa.sh - no instruction beyond the baseline outside the file that is for it,
# and the drain is the barrier that it promises
set -eu
objects=${top_builddir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
# Instrumentation adds instructions and symbols of its own.
case ${CC:-} in *-fsanitize*) exit 77 ;; esac
: "${OBJDUMP:=objdump}"
command -v "$OBJDUMP" >/dev/null 2>&1 || exit 77

fail() {
	echo "$*"
	status=1
}

disassemble() {
	"$OBJDUMP" -d --no-show-raw-insn "$1"
}

# allowed PATTERN OBJECT...: only these may contain it, and they do
allowed() {
	pattern=$1
	shift
	for object in "$objects"/arch/x86/*.o "$objects"/lib/*.o \
		      "$objects"/arch/generic/*.o "$objects"/zonedev/*.o; do
		name=${object##*-}
		name=${name%.o}
		case " $* " in
		*" $name "*) expected=yes ;;
		*) expected=no ;;
		esac
		if disassemble "$object" | grep -Eq "$pattern"; then
			[ $expected = yes ] || fail "$object: has $pattern"
		else
			[ $expected = no ] || fail "$object: lacks $pattern"
		fi
	done
}

# The barrier of memcpy_streaming_drain(), in the library itself
barrier() {
	library=$objects/.libs/libstreamcpy.so
	[ -e "$library" ] || library=$objects/.libs/libstreamcpy.a
	disassemble "$library" >"$work/library"
	# It may tail-call the architecture's part.
	sed -n '/<memcpy_streaming_drain>:/,/^$/p; /<streamcpy_arch_drain>:/,/^$/p' \
		"$work/library" | grep -Eq "$1" ||
		fail "memcpy_streaming_drain: lacks $1"
}

if [ -e "$objects/arch/x86/libcore_la-avx.o" ]; then
	allowed '%ymm' avx
	allowed '%zmm' avx512f
	allowed movdir64b movdir64b
	allowed 'clwb|clflush' flushcache
	allowed movntdqa from_wc
	barrier sfence
elif [ -e "$objects/arch/arm64/libcore_la-stnp.o" ]; then
	disassemble "$objects/arch/arm64/libcore_la-stnp.o" | grep -q stnp ||
		fail "stnp.o: lacks stnp"
	barrier 'dmb.*ishst'
else
	exit 77
fi
exit $status
