#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# includes.sh - who includes whom: no circle, no arrow against HACKING's table,
# no guard twice
#
# A file and the header of its name are one. What is not found in the tree is
# the system's.
set -u
cd "${srcdir:-.}" || exit 99
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# Folders, and which others each may include from besides itself. zonedev/ has
# what all of its parts use (log.h, clock.h), and calls both of them.
cat >"$work/allowed" <<'END'
include
lib include arch
arch include lib
zonedev include zonedev/kernel zonedev/auto
zonedev/kernel include zonedev
zonedev/auto include zonedev zonedev/kernel zonedev/system
zonedev/system
tools/common include zonedev/system
tools/descriptors include tools/common
tools/streamcpy include tools/common
tools/zonedev include tools/common tools/descriptors tools/zonedev/bench tools/zonedev/vm
tools/zonedev/bench include tools/common tools/descriptors tools/zonedev
tools/zonedev/vm include tools/common tools/descriptors tools/zonedev zonedev/system
bench include tools/common tools/streamcpy tools/zonedev/bench
END

find include lib arch zonedev tools bench tests fuzz -name '*.[ch]' \
	2>/dev/null | sort >"$work/files"

# "FILE INCLUDED": the included is looked for beside the file, then in the
# folders that -I names
awk -v files="$work/files" '
	BEGIN {
		while ((getline file < files) > 0)
			there[file] = 1
		n = split("include/ zonedev/ tools/ tests/ lib/ arch/generic/ " \
			  "arch/x86/ arch/arm64/ bench/", path, " ")
		path[++n] = ""
	}
	/^#include ["<]/ {
		name = $2
		gsub(/[<>"]/, "", name)
		folder = FILENAME
		sub(/[^\/]*$/, "", folder)
		if ((folder name) in there) {
			print FILENAME, folder name
			next
		}
		for (i = 1; i <= n; i++)
			if ((path[i] name) in there) {
				print FILENAME, path[i] name
				break
			}
	}' $(cat "$work/files") >"$work/includes"
[ -s "$work/includes" ] || { echo "no includes were found"; exit 1; }

# A loop is what tsort complains about.
sed 's/\.[ch]//g' "$work/includes" | awk '$1 != $2' >"$work/graph"
if ! tsort "$work/graph" >/dev/null 2>"$work/loop"; then
	echo "a circle of includes:"
	sed 's/^tsort: [^ ]*: *//; s/^/  /' "$work/loop"
	status=1
fi

awk -v allowed="$work/allowed" '
	function folder_of(file) {
		sub(/\/[^\/]*$/, "", file)
		if (file ~ /^arch\//)
			return "arch"
		return file
	}
	BEGIN {
		while ((getline line < allowed) > 0) {
			n = split(line, word, " ")
			known[word[1]] = 1
			for (i = 1; i <= n; i++)
				may[word[1], word[i]] = 1
		}
	}
	{
		from = folder_of($1)
		to = folder_of($2)
		if ((from in known) && !((from, to) in may)) {
			print $1 " includes " $2 ": " from "/ is to know nothing of " to "/"
			bad = 1
		}
	}
	END { exit bad }' "$work/includes" || status=1

# shellcheck disable=SC2046 # no blanks in our names
awk '/^#ifndef [A-Z_0-9]*_H$/ && !(FILENAME in seen) {
		seen[FILENAME] = 1
		if ($2 in owner) {
			print owner[$2] " and " FILENAME " share the guard " $2
			bad = 1
		}
		owner[$2] = FILENAME
	}
	END { exit bad }' $(grep '\.h$' "$work/files") || status=1
exit $status
