#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# release.sh [--dry-run] [--matrix LOG] - walks the checklist of HACKING.md,
# and then tags the release
#
# All steps are looked at, and what fails is told, before the exit status says
# so. --matrix takes a finished run's output, whose first line is the commit,
# instead of running the matrix again.
set -u
program=release
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=SCRIPTDIR/build.sh
. "$top/build-aux/build.sh"
dry_run='' matrix_log='' failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

usage() {
	say "$*; release.sh [--dry-run] [--matrix LOG]" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	--dry-run) dry_run=yes ;;
	--matrix) [ $# -gt 1 ] || usage "--matrix needs the output of a run"
		matrix_log=$2
		shift ;;
	*) usage "unrecognized option '$1'" ;;
	esac
	shift
done
cd "$top" || exit 1
version=$(build-aux/version.sh)
last_tag=$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null)

# step NAME COMMAND...: the command's output is the reason if it fails. It may
# go to another directory or exit.
step() {
	local name=$1
	shift
	if ("$@") >"$work/step" 2>&1; then
		say "ok      $name"
	else
		say "FAILED  $name"
		sed 's/^/	/' "$work/step" | tail -n 20
		failures=$((failures + 1))
	fi
}

clean_tree() {
	[ -z "$(git status --porcelain)" ] || git status --short | grep .
	[ -z "$(git status --porcelain)" ]
}

# Everything that names the version names this one.
version_everywhere() {
	local bad=0
	grep -qx "$version.*" ChangeLog ||
		{ echo "ChangeLog has no $version"; bad=1; }
	[ -n "$dry_run" ] || ! grep -q "^$version (not yet released)" ChangeLog ||
		{ echo "ChangeLog says that $version is not yet released"; bad=1; }
	grep -q "^libstreamcpy ($version-" debian/changelog ||
		{ echo "debian/changelog has no $version"; bad=1; }
	grep -q "^Version: *$version$" packaging/libstreamcpy.spec ||
		{ echo "packaging/libstreamcpy.spec has another version"; bad=1; }
	[ "$last_tag" != "v$version" ] ||
		{ echo "v$version is there already"; bad=1; }
	return $bad
}

# Names that the last release had and this one has not need another current.
symbols_bumped() {
	local map bad=0 info
	[ -n "$last_tag" ] || { echo "the first release"; return 0; }
	info=$(sed -n 's/.*-version-info //p' Makefile.am)
	for map in lib/streamcpy.map zonedev/zonedev.map; do
		git show "$last_tag:$map" | grep ';$' | sort >"$work/before"
		grep ';$' "$map" | sort >"$work/now"
		cmp -s "$work/before" "$work/now" && continue
		git show "$last_tag:Makefile.am" |
			grep -q -e "-version-info $info\$" || continue
		echo "$map differs from $last_tag, version-info $info does not"
		bad=1
	done
	return $bad
}

# The latest date in README against the last change of what it measures
figures_new() {
	local figures code
	figures=$(grep -oE '[0-9]{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) 20[0-9]{2}' README.md |
		while read -r day; do date -d "$day" +%F; done | sort | tail -n 1)
	code=$(git log -1 --format=%cs -- arch lib zonedev tools/streamcpy \
		tools/zonedev/bench)
	[ -n "$figures" ] || { echo "README.md has no date"; return 1; }
	[ "$figures" = "$code" ] || [ "$figures" \> "$code" ] || {
		echo "README.md's figures are of $figures, the code of $code"
		return 1
	}
}

matrix_green() {
	if [ -z "$matrix_log" ]; then
		build-aux/matrix.sh
		return
	fi
	[ "$(head -n 1 "$matrix_log")" = "$(git rev-parse HEAD)" ] || {
		echo "$matrix_log is not of this commit: its first line"
		return 1
	}
	tail -n 1 "$matrix_log" | grep -E '^[0-9]+ passed, 0 failed'
}

documents_agree() {
	log=$work/make.log
	build_all yes && make -C "$build" check \
		TESTS='tests/man.sh tests/documented.sh tests/symbols.sh'
}

step "a clean tree" clean_tree
step "version $version everywhere" version_everywhere
step "symbols unchanged since ${last_tag:-the beginning}, or version-info bumped" \
	symbols_bumped
step "README's figures are as new as the code" figures_new
step "man pages, --help, README and headers agree" documents_agree
step "packages build, the tarball is reproducible" \
	build-aux/packages.sh "$work/packages"
step "the matrix is green" matrix_green
[ $failures = 0 ] || die "$failures steps failed"
[ -z "$dry_run" ] || { say "ready for git tag v$version"; exit 0; }
git tag -a "v$version" -m "libstreamcpy $version"
say "tagged v$version; its tarball: $(ls "$work"/packages/one/*.tar.xz)"
cp "$work"/packages/one/*.tar.xz .
