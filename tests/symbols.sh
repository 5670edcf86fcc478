#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# symbols.sh - what is exported is what the map and the header say
set -eu
srcdir=${srcdir:-.}
libs=${top_builddir:-.}/.libs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
# Instrumentation adds instructions and symbols of its own.
case ${CC:-} in
*-fsanitize*)
	echo "skipped: a sanitizer's own symbols"
	exit 77 ;;
esac
: "${NM:=nm}"

# Names behind API_MARK in a header, whatever the line breaks
declared() {
	grep -v '^#' "$1" | tr '\n\t' '  ' | sed "s/$2/\\n&/g" |
		sed -n "s/^$2 [^(;]*[ *]\\([a-z_0-9]*\\)[(;].*/\\1/p" | sort -u
}

mapped() {
	sed -n 's/^\t\([a-z_0-9]*\);$/\1/p' "$1" | sort
}

exported() {
	$NM -D --defined-only "$1" | awk '$2 ~ /[TDBR]/ { print $3 }' |
		sed 's/@.*//' | sort
}

# The names of Debian's list, which a tarball does not have
packaged() {
	list=$srcdir/debian/${1}0.symbols
	[ -e "$list" ] || return 0
	sed -n 's/^ \([a-z_0-9]*\)@.*/\1/p' "$list" | sort >"$work/debian"
	same map debian "$1"
}

same() {
	if ! diff "$work/$1" "$work/$2"; then
		echo "$3: $1 (<) and $2 (>) differ"
		status=1
	fi
}

check() {
	library=$1 header=$2 map=$3 mark=$4
	declared "$srcdir/include/$header" "$mark" >"$work/header"
	mapped "$srcdir/$map" >"$work/map"
	same header map "$library"
	packaged "$library"
	[ -e "$libs/$library.so" ] || return 0
	exported "$libs/$library.so" >"$work/exports"
	same map exports "$library"
}

# Globals of the static library that could clash with a program's
prefixed() {
	[ -e "$libs/$1.a" ] || return 0
	bad=$($NM -g --defined-only "$libs/$1.a" 2>/dev/null |
		awk 'NF == 3 { print $3 }' | grep -Ev "$2|^__x86\.get_pc_thunk" || true)
	if [ -n "$bad" ]; then
		echo "$1.a: globals without a prefix:" "$bad"
		status=1
	fi
}

# All that libstreamcpy asks of libc: nothing that prints, exits, allocates or
# reads a file or the environment, which only its start's strings tell of. The
# rest is what compilers add: libgcc's atomics and divisions, hardening, and gcov's counters.
asked_of_libc='mem(cpy|move|set)|str(len|chr|n?cmp)|pthread_once|getauxval'
added='__aarch64_(cas|swp|ld)[a-z0-9_]*|__aeabi_[a-z]*|__mem(cpy|move|set)_chk'
added="$added"'|__stack_chk_(fail|fail_local|guard)|_GLOBAL_OFFSET_TABLE_|\.TOC\.'
added="$added"'|__gcov_[a-z_]*'
asks_for_no_more() {
	[ -e "$libs/$1.a" ] || return 0
	more=$($NM -u "$libs/$1.a" | awk '$1 == "U" { print $2 }' | sort -u |
		grep -Evx "$asked_of_libc|$added|streamcpy_.*|memcpy_streaming" ||
		true)
	if [ -n "$more" ]; then
		echo "$1.a: asks for" "$more"
		status=1
	fi
}

check libstreamcpy streamcpy.h lib/streamcpy.map STREAMCPY_API
# __x86. is the compiler's own: i386's way to the program counter.
prefixed libstreamcpy '^(streamcpy_|mem(cpy|set|move)_|__x86\.)'
asks_for_no_more libstreamcpy
if [ -e "$libs/libzonedev.a" ] || [ -e "$libs/libzonedev.so" ]; then
	check libzonedev zonedev.h zonedev/zonedev.map ZONEDEV_API
	prefixed libzonedev '^(zonedev_|zd_|memmap_init_)'
fi
exit $status
