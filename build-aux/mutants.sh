#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# mutants.sh [LIST] - one mistake at a time in the libraries: does a test see it?
#
# On demand, within an hour on two cores. LIST is build-aux/mutants.txt, of lines
#   FILE | SED COMMAND | TESTS | WHY IT MAY LIVE (empty: it must not)
# A command that changes nothing fails the run: the list has to move with the
# code. Works on a copy in the current directory, and stops at the first test
# that fails. The last line counts; exit 1 if one lived that must not.
set -u
source=$(cd "$(dirname "$0")/.." && pwd)
list=${1:-$source/build-aux/mutants.txt}
work=$PWD/mutants
jobs=$(nproc 2>/dev/null || echo 1)
killed=0 lived=0 explained=0 stale=0

prepare() {
	mkdir -p "$work/source" "$work/build" &&
	(cd "$source" && tar -cf - --exclude=./build --exclude=./.git .) |
		tar -xf - -C "$work/source" &&
	cd "$work/build" || exit 1
	[ -e Makefile ] || ../source/configure --disable-shared \
		CFLAGS='-O1' >configure.log 2>&1 || exit 1
	make -j"$jobs" all check TESTS= >make.log 2>&1 || exit 1
}

# The tests of these names, as paths
paths() {
	local name
	for name in "$@"; do
		(cd ../source && ls tests/*/"$name" tests/*/"$name.c" 2>/dev/null) |
			sed 's/\.c$//' | grep . || return 1
	done
}

# Found by a test of those that are named; 2: it does not compile
is_killed() {
	local tests programs
	# shellcheck disable=SC2086 # a list of names
	tests=$(paths $1) || { echo "no such test: $1"; exit 1; }
	programs=$(grep -v '\.sh$' <<<"$tests" | tr '\n' ' ')
	make -j"$jobs" check TESTS= check_PROGRAMS="$programs" \
		>mutant.log 2>&1 || return 2
	! make -j"$jobs" check CHECK_QUICK=1 CASES=1000 \
		TESTS="$(tr '\n' ' ' <<<"$tests")" \
		check_PROGRAMS="$programs" >mutant.log 2>&1
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
while IFS='|' read -r file command tests why; do
	case $file in '' | '#'*) continue ;; esac
	read -r file <<<"$file"
	read -r command <<<"$command"
	read -r why <<<"$why"
	try "$file" "$command" "$tests" "$why"
done <"$list"
echo "$killed killed, $lived survived, $explained explained, $stale stale, $SECONDS s"
[ $((lived + stale)) = 0 ]
