#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# man.sh - the manual pages are clean, and say what the headers and the tool do
set -eu
srcdir=${srcdir:-.}
man=$srcdir/man
header=$srcdir/include/streamcpy.h
tool=${top_builddir:-.}/tools/streamcpy/streamcpy
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
	echo "skipped: troff's warnings (no groff)"
fi

# declared HEADER MARK: "TYPE NAME(ARGUMENTS)" of each function that is marked,
# one a line, with single blanks. namespace_ is namespace but for C++.
declared() {
	grep -v '^#' "$1" | tr '\n\t' '  ' | tr -s ' ' | sed "s/$2 /\n&/g" |
		sed -n "s/^$2 \([^;]*\);.*/\1/p" | grep -v '_(\|^extern' |
		sed 's/\*\([a-z_]*(\)/* \1/; s/  */ /g; s/_\([,)]\)/\1/g'
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

declared "$header" STREAMCPY_API >"$work/functions"
declared "$srcdir/include/zonedev.h" ZONEDEV_API |
	sort - "$work/functions" >"$work/header"
described "$man"/*.3 >"$work/manual"
same functions
structure "$header" >"$work/header"
structure "$man/streamcpy_backend.3" >"$work/manual"
same structures

# Each function of libstreamcpy has a page that describes it, by itself or .so
for name in $(sed 's/.* \([a-z_]*\)(.*/\1/' "$work/functions"); do
	page=$man/$name.3
	[ -e "$page" ] || { fail "no $name.3"; continue; }
	target=$(sed -n 's,^\.so ,,p' "$page")
	[ -z "$target" ] || page=$man/${target#man3/}
	described "$page" | grep -q " $name(" ||
		fail "$name.3 does not describe it"
done

# told PAGE COMMAND...: the page has each option that the commands' helps tell
told() {
	page=$1
	shift
	for command in "$@"; do
		${CHECK_WRAPPER:-} "$tool" "$command" --help
	done | grep -o -e '--[a-z][a-z-]*' | sort -u >"$work/options"
	[ -s "$work/options" ] || fail "$page tells no option"
	while read -r option; do
		tr -d '\\' <"$man/$page.1" |
			grep -Eq -e "Fl ${option#-}( |\$)" ||
			fail "$page.1 lacks $option"
	done <"$work/options"
}

# synopsis PAGE COMMAND: its lines there
synopsis() {
	awk -v command="$2" '
		/^\.Sh/ { inside = $2 == "SYNOPSIS" }
		/^\.Nm/ { of = "" }
		/^\.Cm/ { of = of ? of : $2 }
		inside && of == command' "$man/$1.1"
}

# shown PAGE COMMAND...: and so has its synopsis, but for those that all have,
# and for those of a namespace, which stand there by that name
shown() {
	page=$1
	shift
	for command in "$@"; do
		synopsis "$page" "$command" >"$work/synopsis"
		[ -s "$work/synopsis" ] || fail "$page.1 shows no $command"
		! grep -q 'namespace option' "$work/synopsis" || continue
		${CHECK_WRAPPER:-} "$tool" "$command" --help |
			grep -o -e '^  --[a-z][a-z-]*' | tr -d ' ' |
			grep -vx -e --help -e --quiet >"$work/options"
		while read -r option; do
			grep -Eq -e " ${option#-}( |\$)" "$work/synopsis" ||
				fail "$page.1 shows no $option of $command"
		done <"$work/options"
	done
}

commands() {
	${CHECK_WRAPPER:-} "$tool" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'
}

if ${CHECK_WRAPPER:-} "$tool" --help >/dev/null 2>&1; then
	told streamcpy info bench
	shown streamcpy $(commands)
fi
tool=${top_builddir:-.}/tools/zonedev/zonedev
if ${CHECK_WRAPPER:-} "$tool" --help >/dev/null 2>&1; then
	told zonedev $(commands)
	shown zonedev $(commands)
fi
exit $status
