#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# isa.sh - no instruction beyond the baseline outside the file that is for it,
# and in that file it is there
set -eu
objects=${top_builddir:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
# Instrumentation adds instructions and symbols of its own.
case "${CC:-} ${CFLAGS:-}" in
*-fsanitize*)
	echo "skipped: a sanitizer's own instructions"
	exit 77 ;;
esac
# With -flto objects hold no machine code, and what is linked no longer tells
# which file an instruction came from.
case "${CC:-} ${CFLAGS:-}" in
*-flto*)
	echo "skipped: objects are not yet compiled with -flto"
	exit 77 ;;
esac
: "${CC:=cc}" "${CFLAGS:=}" "${OBJDUMP:=objdump}"
command -v "$OBJDUMP" >/dev/null 2>&1 ||
	{ echo "skipped: no $OBJDUMP"; exit 77; }
tab=$(printf '\t')

fail() {
	echo "$*"
	status=1
}

# All objects of the libraries: static, and position-independent in .libs.
# One listing each, named for the object; mnemonics stand behind a tab.
disassemble_all() {
	for object in "$objects"/lib/*.o "$objects"/lib/.libs/*.o \
		      "$objects"/arch/*/*.o "$objects"/arch/*/.libs/*.o \
		      "$objects"/zonedev/*.o "$objects"/zonedev/.libs/*.o \
		      "$objects"/zonedev/*/*.o \
		      "$objects"/zonedev/*/.libs/*.o; do
		[ -e "$object" ] || continue
		name=${object##*[-/]}
		case $object in
		*/.libs/*) kind=pic ;;
		*) kind=static ;;
		esac
		"$OBJDUMP" -d --no-show-raw-insn "$object" |
			grep "^ .*:$tab" >"$work/${name%.o}.$kind" || true
	done
}

contains() {
	grep -Eq ":$tab($2)" "$1"
}

# only PATTERN FILE...: none but these may contain it
only() {
	pattern=$1
	shift
	for listing in "$work"/*; do
		name=${listing##*/}
		case " $* " in
		*" ${name%.*} "*) ;;
		*) ! contains "$listing" "$pattern" ||
			fail "$name: has $pattern:" \
			     "$(grep -Em1 ":$tab($pattern)" "$listing")" ;;
		esac
	done
}

left_out() {
	grep -qi "^#define WITHOUT_$1 1" "$objects/config.h"
}

# has PATTERN FILE...: each does contain it, but one that configure left out
has() {
	pattern=$1
	shift
	for name in "$@"; do
		! left_out "$name" || continue
		for listing in "$work/$name".*; do
			contains "$listing" "$pattern" ||
				fail "$listing: lacks $pattern"
		done
	done
}

# What CC is told to use everywhere, as by -march=native, is no leak.
# shellcheck disable=SC2086 # options
baseline() {
	printf '#if defined __SSE3__ || defined __AVX__\n#error\n#endif\n' |
		$CC $CFLAGS -E - >/dev/null 2>&1
}

# MOVNTDQ has two twins that store the same, and compilers take any.
x86() {
	has movnti movnti
	has 'movnt(dq|ps|pd) ' sse2
	has 'vmovnt(dq|ps|pd) .*%ymm' avx
	has 'vmovnt(dq|ps|pd) .*%zmm' avx512f
	has movdir64b movdir64b
	has 'prefetchw ' prefetchw mixed
	has 'rep movsb' rep
	has 'clwb|data16 clwb' flushcache
	has clflushopt flushcache
	has 'clflush ' flushcache
	has movntdqa from_wc
	if ! baseline; then
		echo "not looked for: CC uses more than the baseline anyway"
		return
	fi
	only 'v[a-z0-9]+ .*%[xyz]mm|vzero(upper|all)' avx avx512f
	only '.*%(zmm|k[0-7]|[xy]mm(1[6-9]|[23][0-9]))' avx512f
	# The header expands it behind a question to the library's flag.
	only movdir64b movdir64b runs
	only 'movdiri|enqcmd|cldemote'
	only 'clwb|clflush' flushcache
	only movntdqa from_wc
	only 'prefetchw ' prefetchw mixed
	only 'xgetbv' arch
	# SSE3, SSSE3, SSE4, BMI and the like; BSF with a REP prefix runs
	# everywhere and is printed as TZCNT.
	only 'lddqu|movddup|movs[hl]dup|h(add|sub)p|pshufb|palignr|pabs[bwd]'
	only 'pblend|blendv|ptest|pmov[sz]x|pmulld|pextr[bdq]|pinsr[bdq]'
	only 'p(min|max)(sb|sd|ud|uw)|packusdw|pcmp(eq|gt)q|pcmp[ei]str|crc32'
	only 'popcnt|lzcnt|andn[lq]? |bextr|bls[ir]|blsmsk|bzhi|pdep|pext '
	only '(sar|shl|shr|ror)x|mulx|ad[co]x |movbe|rdrand|xsave|aes|pclmul'
}

disassemble_all
if [ -e "$work/flushcache.static" ] || [ -e "$work/flushcache.pic" ]; then
	x86
elif [ -e "$work/stnp.static" ] || [ -e "$work/stnp.pic" ]; then
	has stnp stnp
	only stnp stnp
else
	echo "skipped: no backend with instructions of its own"
	exit 77
fi
exit $status
