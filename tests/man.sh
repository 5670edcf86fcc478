#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# man.sh - the manual pages are clean, and say what the header and the tool do
set -eu
srcdir=${srcdir:-.}
man=$srcdir/man
header=$srcdir/include/streamcpy.h
tool=${top_builddir:-.}/tools/streamcpy
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

fail() {
	echo "$*"
	status=1
}

# What troff has to say about any page
if command -v groff >/dev/null 2>&1; then
	for page in "$man"/*.[0-9]; do
		grep -q '^\.so ' "$page" ||
			groff -mandoc -ww -z -Tutf8 "$page" 2>>"$work/troff"
	done
	[ ! -s "$work/troff" ] || fail "$(cat "$work/troff")"
else
	echo "not looked at: troff's warnings (no groff)"
fi

# "TYPE NAME(ARGUMENTS)" of each function, one a line, with single blanks
declared() {
	grep -v '^#' "$header" | tr '\n\t' '  ' | tr -s ' ' |
		sed 's/STREAMCPY_API /\n&/g' |
		sed -n 's/^STREAMCPY_API \([^;]*\);.*/\1/p' |
		sed 's/\*\([a-z_]*(\)/* \1/; s/  */ /g' | sort
}

# The same of the synopses of pages
described() {
	awk -F '"' '
		/^\.Sh/ { synopsis = $0 == ".Sh SYNOPSIS" }
		!synopsis { next }
		/^\.Ft/ { sub(/^\.Ft /, ""); gsub(/"/, ""); type = $0 }
		/^\.Fn/ {
			split($1, word, " ")
			arguments = NF == 1 ? word[3] : ""
			for (i = 2; i <= NF; i += 2)
				arguments = arguments (i > 2 ? ", " : "") $i
			print type " " word[2] "(" arguments ")"
		}' "$@" | sort
}

# The lines of the structure, without its comment
structure() {
	sed -n '/^struct streamcpy_backend {$/,/^};$/p' "$1"
}

same() {
	diff "$work/header" "$work/manual" ||
		fail "$1 differ: the header's (<), the manual's (>)"
}

declared >"$work/header"
described "$man"/*.3 >"$work/manual"
same functions
structure "$header" >"$work/header"
structure "$man/streamcpy_backend.3" >"$work/manual"
same structures

# Each function's page is one that describes it, by itself or by .so
for name in $(declared | sed 's/.* \([a-z_]*\)(.*/\1/'); do
	page=$man/$name.3
	[ -e "$page" ] || { fail "no $name.3"; continue; }
	target=$(sed -n 's,^\.so ,,p' "$page")
	[ -z "$target" ] || page=$man/${target#man3/}
	described "$page" | grep -q " $name(" ||
		fail "$name.3 does not describe it"
done

# Each option that the tool tells
if ${CHECK_WRAPPER:-} "$tool" --help >/dev/null 2>&1; then
	for command in info bench; do
		${CHECK_WRAPPER:-} "$tool" $command --help
	done | grep -o -e '--[a-z][a-z-]*' | sort -u >"$work/options"
	[ -s "$work/options" ] || fail "the tool tells no option"
	while read -r option; do
		tr -d '\\' <"$man/streamcpy.1" |
			grep -Eq -e "Fl ${option#-}( |\$)" ||
			fail "streamcpy.1 lacks $option"
	done <"$work/options"
fi
exit $status
