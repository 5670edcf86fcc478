#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_bench.sh - what zonedev bench says to programs, of sizes, in pictures
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

# Under a sanitizer each path is base, and auto has nothing to choose.
case "${CC:-} ${CFLAGS:-}" in
*-fsanitize*) chooses= ;;
*) chooses=yes ;;
esac

small="--size 64M --rebinds 2"

# json: one value, with where it comes from and what auto chose. Parsed where
# there is a parser; else the brackets at least.
# shellcheck disable=SC2086 # options
accepted bench $small --threads 2 --format json
for word in '"cpu": "' '"command": "zonedev bench --size 64M' '"date": "' \
	'"scenario": "dax_pmem"' '"path": "control"' \
	'"kind": "' '"quartile_3_ms": ' '"reread": ' '"verdict": "'; do
	printed "$word"
done
[ -z "$chooses" ] || printed '"choices": [{"backend": '
if command -v python3 >/dev/null; then
	python3 -m json.tool <"$work/out" >"$work/tree" || fail "no json"
fi
[ "$(head -c 1 "$work/out")$(tail -n 1 "$work/out")" = '{}' ] ||
	fail "json is not one object"

# csv: each row has the columns of the header, the last three quoted
# shellcheck disable=SC2086 # options
accepted bench $small --format csv --scenario nd_pmem
sed 's/"[^"]*"//g' "$work/out" | tr -cd ',\n' | sort -u >"$work/commas"
[ "$(wc -l <"$work/commas")" = 1 ] || fail "csv: rows of other columns"
[ -z "$chooses" ] ||
	grep -Eq '^nd_pmem,auto,1,.*,[a-z0-9_]+ [0-9]+ [0-9.]+[^,]*,"' \
		"$work/out" ||
	fail "csv: auto's choices are not there"

# Whole binds, where the published figures are of those
accepted bench --scenario hmm --size 64M --binds 3 --rebinds 2
printed 'whole binds    fresh ms  init %  recycled ms  init %'
printed 'over whole binds; the reviewer saw 0.97'
# Auto by non-temporal stores only is shown beside auto and not instead.
accepted bench --scenario hmm --size 64M --rebinds 2 --keep-caches
for path in auto auto-keep; do
	grep -Eq "^$path  .*[0-9] \\|" "$work/out" || fail "no row $path"
done
[ -z "$chooses" ] || grep -Eq '^auto-keep, last rebind.*: (movnti|sse2|avx|avx512f|movdir64b|stnp|base) ' \
	"$work/out" || fail "auto-keep took stores that keep no cache"
accepted bench --scenario nd_pmem --size 64M --rebinds 2
! grep -q 'whole binds ' "$work/out" || fail "whole binds of all scenarios"

# A sweep has a row for each doubling, and says how flat each path is.
accepted bench --sweep --size 3G --rebinds 1 --threads 2
[ "$(grep -c '^[12] GiB ' "$work/out")" = 2 ] || fail "sweep: not 1 and 2 GiB"
[ "$(grep -c ': the dearest page' "$work/out")" = 4 ] ||
	fail "sweep: not four paths"
accepted bench --sweep --size 2G --rebinds 1 --threads 1 --format csv
[ "$(wc -l <"$work/out")" = 7 ] || fail "sweep, csv: not two sizes, three paths"
accepted bench --sweep --size 1G --rebinds 1 --scenario dax_pmem --format json
printed '"path": "streaming"'
if command -v python3 >/dev/null; then
	python3 -m json.tool <"$work/out" >"$work/tree" || fail "sweep: no json"
fi
refused 2 "'dax_pmem'" bench --sweep --scenario nd_pmem,dax_pmem
refused 2 --path bench --sweep --path auto
refused 2 1073741824 bench --sweep --size 512M

# Pictures: all that is wrong is told before anything is measured.
refused 2 "'p.gif'" bench --plot p.gif
refused 2 "--plot" bench --plot
if command -v gnuplot >/dev/null; then
	refused 2 "cannot be written" bench --plot /nowhere/p.png
	# shellcheck disable=SC2016,SC2086 # a name that nothing may expand
	accepted bench $small --threads 2 --plot "$work/a '\`b\$.svg"
	# shellcheck disable=SC2016 # as above
	picture="$work/a '\`b\$.svg"
	grep -q '</svg>' "$picture" || fail "--plot: no picture"
	for word in nd_pmem dax_pmem control 'write limit' 'zonedev bench'; do
		grep -q "$word" "$picture" || fail "--plot: no '$word' in it"
	done
	accepted bench --sweep --size 1G --rebinds 1 --plot "$work/s.svg"
	grep -q streaming "$work/s.svg" || fail "--sweep --plot: no picture"
else
	refused 2 "needs gnuplot" bench --plot "$work/p.png"
	echo "no gnuplot: no picture was drawn"
fi
exit $status
