#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# mutants.sh [LIST] - one mistake at a time in the libraries: does a test see it?
#
# On demand, within an hour on two cores. LIST is build-aux/mutants.txt, of lines
#   FILE | SED COMMAND | TESTS | WHY IT MAY LIVE (empty: it must not)
# A command that changes nothing fails the run: the list has to move with the
# code. Works on a copy in the current directory, which holds nothing else: what
# the last mutant left there is newer than its source. Builds the tests that are
# named and what they are linked with, and stops at the first that fails. The
# last line counts; exit 1 if one lived that must not.
set -u
source=$(cd "$(dirname "$0")/.." && pwd)
list=${1:-$source/build-aux/mutants.txt}
work=$PWD/mutants
jobs=$(nproc 2>/dev/null || echo 1)
killed=0 lived=0 explained=0 stale=0

prepare() {
	[ ! -e "$work" ] || { echo "$work is there already"; exit 1; }
	mkdir -p "$work/source" "$work/build" &&
	(cd "$source" && tar -cf - --exclude=./build --exclude=./.git .) |
		tar -xf - -C "$work/source" &&
	cd "$work/build" || exit 1
	../source/configure --disable-shared CFLAGS='-O1' >configure.log 2>&1 &&
	make -j"$jobs" >make.log 2>&1 || exit 1
}

# The tests of these names, as paths
paths() {
	local name
	for name in "$@"; do
		(cd ../source && ls tests/*/"$name" tests/*/"$name.c" 2>/dev/null) |
			sed 's/\.c$//' | grep . || return 1
	done
}

# passes TEST: or is skipped. A mistake may be a loop without an end.
passes() {
	local got=0
	case $1 in
	*.sh) timeout 600 sh "../source/$1" ;;
	*) timeout 600 "./$1" ;;
	esac >mutant.log 2>&1 || got=$?
	[ $got = 0 ] || [ $got = 77 ]
}

# Found by a test of those that are named; 2: it does not compile. A script
# reads the library's archive.
is_killed() {
	local tests test targets
	# shellcheck disable=SC2086 # a list of names
	tests=$(paths $1) || { echo "no such test: $1"; exit 1; }
	targets=$(sed 's/.*\.sh$/libstreamcpy.la/' <<<"$tests" | sort -u)
	# shellcheck disable=SC2086 # a list of names
	make -j"$jobs" $targets >mutant.log 2>&1 || return 2
	for test in $tests; do
		passes "$test" || return 0
	done
	return 1
}

# Without a mistake all pass, or a mutant would count as found.
all_pass() {
	local names
	names=$(grep -v '^#' "$list" | cut -d '|' -f 3 | tr ' ' '\n' | sort -u)
	is_killed "$names"
	[ $? = 1 ] || { echo "fails as it is:"; cat mutant.log; exit 1; }
}

try() {
	local file=$work/source/$1 found
	cp -p "$file" "$work/kept"
	sed -i -e "$2" "$file"
	if cmp -s "$file" "$work/kept"; then
		echo "stale    $1: $2"
		stale=$((stale + 1))
		return
	fi
	is_killed "$3"
	found=$?
	if [ $found = 0 ]; then
		killed=$((killed + 1))
	elif [ $found = 2 ]; then
		echo "stale    $1: $2 (does not compile)"
		stale=$((stale + 1))
	elif [ -n "$4" ]; then
		echo "lives    $1: $2 ($4)"
		explained=$((explained + 1))
	else
		echo "SURVIVED $1: $2"
		lived=$((lived + 1))
	fi
	cp "$work/kept" "$file"	# of now, so that make compiles it again
}

prepare
export CHECK_QUICK=1 CASES=1000 srcdir=../source top_builddir=. TMPDIR="$work"
all_pass
while IFS='|' read -r file command tests why; do
	case $file in '' | '#'*) continue ;; esac
	read -r file <<<"$file"
	read -r command <<<"$command"
	read -r why <<<"$why"
	try "$file" "$command" "$tests" "$why"
done <"$list"
echo "$killed killed, $lived survived, $explained explained, $stale stale, $SECONDS s"
[ $((lived + stale)) = 0 ]
