#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# drain.sh - the drain is the barrier that it promises, and publishing without
# it is unordered: what a run cannot show reliably, the instructions do
set -eu
srcdir=${srcdir:-.}
libs=${top_builddir:-.}/.libs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}"
: "${OBJDUMP:=objdump}"
command -v "$OBJDUMP" >/dev/null 2>&1 ||
	{ echo "skipped: no $OBJDUMP"; exit 77; }

fail() {
	echo "$*"
	status=1
}

# The instructions of a function, with relocations
body() {
	sed -n "/<$2>:\$/,/^\$/p" "$1" | sed 1d
}

# The functions that one calls or jumps to
called() {
	body "$1" "$2" | sed -n \
		-e 's/.*<\([a-z_0-9]*\)\(@plt\)\{0,1\}>.*/\1/p' \
		-e 's/[-+]0x[0-9a-f]*$//' \
		-e 's/.*R_[A-Z0-9_]*[[:space:]]\([a-z_0-9]*\)$/\1/p' |
		grep -vx "$2" | sort -u
}

# reaches LISTING FUNCTION BARRIER DEPTH: itself or in what it calls
reaches() {
	body "$1" "$2" | grep -Eq "$3" && return 0
	[ "$4" -gt 0 ] || return 1
	for callee in $(called "$1" "$2"); do
		reaches "$1" "$callee" "$3" $(($4 - 1)) && return 0
	done
	return 1
}

# Of the shared and of the static library, whichever were built
barrier() {
	for library in "$libs/libstreamcpy.so" "$libs/libstreamcpy.a"; do
		[ -e "$library" ] || continue
		"$OBJDUMP" -dr --no-show-raw-insn "$library" >"$work/library"
		# With -flto the members of an archive hold no machine code.
		case ${CC:-}${CFLAGS:-}$library in
		*-flto*.a)
			echo "skipped: $library, not yet compiled"
			continue ;;
		esac
		reaches "$work/library" memcpy_streaming_drain "$1" 3 ||
			fail "$library: memcpy_streaming_drain lacks $1"
	done
}

# From the last streaming store to the flag, is there a drain?
ordered() {
	"$OBJDUMP" -dr --no-show-raw-insn "$1" | awk '
		/movnti/ { streamed = pending = 1 }
		/memcpy_streaming_drain/ { pending = 0 }
		/mov[bl]? +\$0x1,/ { published = 1; late = pending }
		END { exit !(streamed && published && !late) }'
}

compile() {
	object=$1
	shift
	# shellcheck disable=SC2086 # CC may hold options
	$CC -O2 "$@" -I"$srcdir/include" -c "$srcdir/tests/streamcpy/publish_order.c" \
		-o "$work/$object"
}

# Sanitizers instrument the flag's store, and the header does not stream.
streams() {
	printf '%s\n' '#include <streamcpy.h>' '#if STREAMCPY_SANITIZED' \
		'#error' '#endif' |
		$CC -I"$srcdir/include" -E - >/dev/null 2>&1
}

case $("$OBJDUMP" -f "$libs"/libstreamcpy.* 2>/dev/null) in
*x86-64*)
	barrier sfence
	if streams; then
		compile with.o -DDRAIN
		compile without.o
		ordered "$work/with.o" ||
			fail "publishing with a drain is not ordered"
		! ordered "$work/without.o" ||
			fail "publishing without a drain passes for ordered"
	fi ;;
*aarch64*)
	barrier 'dmb[[:space:]]+ishst' ;;
*)
	echo "skipped: neither x86-64 nor arm64"
	exit 77 ;;
esac
exit $status
