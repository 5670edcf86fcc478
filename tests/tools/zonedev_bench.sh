#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_bench.sh - what zonedev bench says to programs, of sizes, in pictures
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

small="--size 64M --binds 1 --rebinds 2"

# json: one value, with where it comes from and what auto chose. Parsed where
# there is a parser; else the brackets at least.
# shellcheck disable=SC2086 # options
accepted bench $small --threads 2 --format json
for word in '"cpu": "' '"kernel": "' '"compiler": "' '"load": "' \
	'"command": "zonedev bench --size 64M' '"date": "' \
	'"scenario": "dax_pmem"' '"path": "control"' '"kernel": true' \
	'"fill": "' '"quartile_3_ms": ' '"reread": ' '"verdict": "' \
	'"times_base": {"value": ' '"decided": ' '"base_ns": [' \
	'"limit_ns": [' '"partial": false'; do
	printed "$word"
done
printed '"strategies": [{"strategy": '
if command -v python3 >/dev/null; then
	python3 -m json.tool <"$work/out" >"$work/tree" || fail "no json"
fi
[ "$(head -c 1 "$work/out")$(tail -n 1 "$work/out")" = '{}' ] ||
	fail "json is not one object"

# csv: each row has the columns of the header, the last four quoted
# shellcheck disable=SC2086 # options
accepted bench $small --format csv --scenario nd_pmem
sed 's/"[^"]*"//g' "$work/out" | tr -cd ',\n' | sort -u >"$work/commas"
[ "$(wc -l <"$work/commas")" = 1 ] || fail "csv: rows of other columns"
grep -Eq '^nd_pmem,auto,0,1,.*,[a-z0-9_]+ [0-9]+ [0-9.]+[^,]*,"' "$work/out" ||
	fail "csv: auto's strategies are not there"

# Descriptors that no cache holds settle by their last pages, behind an altmap
# too: 320 MiB of them, where 256 are the border.
accepted bench --scenario nd_pmem --size 20G --path base,streaming,auto \
	--rebinds 1 --format csv
[ "$(grep -c '^nd_pmem,' "$work/out")" = 3 ] || fail "20G: not three rows"

# A table that a mail can hold, whatever its numbers
# shellcheck disable=SC2086 # options
accepted bench $small --threads 2
long=$(expand "$work/out" | awk 'length > 80 && !/^zonedev bench/ { n++ } END { print n + 0 }')
[ "$long" = 0 ] || fail "table: $long lines of more than 80 columns"
! grep -q ' $' "$work/out" || fail "table: blanks at the end of lines"
for path in base control head-template template streaming; do
	grep -Eq "^$path +k " "$work/out" || fail "no row $path for a kernel"
done
grep -Eq '^auto  +[0-9]' "$work/out" || fail "no row auto, or a kernel's"
printed 'Does the published series help here?'
# Two rounds decide nothing, and nobody wins.
printed '2 rounds are too'
for word in WARNING Yes, No: 'There is' ' is the fastest path'; do
	! grep -qF "$word" "$work/out" || fail "two rounds say '$word'"
done

# Each format is a row of one table; all print the rounds that a signal left.
for format in table csv json mail; do
	"$top_builddir/libtool" --mode=execute "$top_builddir/$program" bench \
		--size 64M --rebinds 100000 --scenario nd_pmem --format $format \
		>"$work/out" 2>"$work/err" &
	sleep 3
	kill -INT $! && got=0
	wait $! || got=$?
	# A background job of a shell without job control ignores SIGINT, unless
	# it asks for it, as the command does.
	[ "$got" = 130 ] || fail "SIGINT, $format: exit status $got"
	case $format in
	table | mail) printed 'PARTIAL: interrupted' ;;
	csv) grep -q '^nd_pmem,base,1,1,67108864,15872,[0-9]*,1,' "$work/out" ||
		fail "csv: not marked partial" ;;
	json) printed '"partial": true'
		[ "$(tail -n 1 "$work/out")" = '}' ] || fail "json: cut off" ;;
	esac
done

# Whole binds, where the published figures are of those
accepted bench --scenario hmm --size 64M --binds 3 --rebinds 2
printed 'whole binds        fresh ms init %  speed of base'
printed 'over whole binds (the'
# auto by non-temporal stores only is beside auto and not instead.
accepted bench --scenario hmm --size 64M --binds 1 --rebinds 2 --keep-caches
for path in auto auto-keep; do
	grep -Eq "^$path  +[0-9]" "$work/out" || fail "no row $path"
done
grep -Eq '^auto-keep, last rebind.*: (movnti|sse2|avx|avx512f|movdir64b|stnp|base) ' \
	"$work/out" || fail "auto-keep took stores that keep no cache"
accepted bench --scenario nd_pmem --size 64M --rebinds 2
! grep -q 'whole binds ' "$work/out" || fail "whole binds of all scenarios"

# Twice the same is once; all is not more than there is room for.
accepted --list bench scenario
scenarios=$(grep -cvx all "$work/out")
[ "$scenarios" -ge 5 ] || fail "--list: only $scenarios scenarios"
accepted bench --scenario all,nd_pmem,all --size 1G --rebinds 1 --binds 1 \
	--path template --format csv
[ "$(grep -c ',base,' "$work/out")" = "$scenarios" ] ||
	fail "all: not each scenario once"
refused 2 "'0'" bench --time 0

# Another kernel: each format names it, and loops by hand do not write it.
accepted bench --scenario dax_pmem --size 64M --rebinds 1 --binds 1 \
	--model linux-6.12
printed "model linux-6.12"
grep -q '^streaming ' "$work/out" || fail "--model: no row streaming"
! grep -Eq '^(control|streaming-movnti) ' "$work/out" ||
	fail "--model: a loop that writes mask tails where there are none"
accepted bench --scenario nd_pmem --size 64M --rebinds 1 --path template \
	--model linux-7.3 --format csv
[ "$(grep -c ',"linux-7.3"$' "$work/out")" = 2 ] || fail "--model: not in csv"
accepted bench --scenario nd_pmem --size 64M --rebinds 1 --path template \
	--model linux-7.3 --format json
printed '"model": "linux-7.3"'
accepted bench --sweep --size 1G --rebinds 1 --model linux-7.3
printed "model linux-7.3"
refused 2 "x86_65" bench --model x86_65

# A sweep has a row for each doubling, and says how flat each path is.
accepted bench --sweep --size 3G --rebinds 1 --threads 2
[ "$(grep -c '^[12] GiB ' "$work/out")" = 2 ] || fail "sweep: not 1 and 2 GiB"
[ "$(grep -c ': the most expensive size' "$work/out")" = 4 ] ||
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
refused 2 --report bench --sweep --report "$work/report"
refused 2 mail bench --sweep --format mail
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
	for word in nd_pmem dax_pmem control 'limit of the run' base; do
		grep -q "$word" "$picture" || fail "--plot: no '$word' in it"
	done
	! grep -q 'svg.*zonedev bench' "$picture" || fail "--plot: a path in it"
	accepted bench --sweep --size 1G --rebinds 1 --plot "$work/s.svg"
	grep -q streaming "$work/s.svg" || fail "--sweep --plot: no picture"
else
	refused 2 "needs gnuplot" bench --plot "$work/p.png"
	echo "no gnuplot: no picture was drawn"
fi

# A report: one page that asks for nothing else, the data beside it
# shellcheck disable=SC2086 # options
accepted bench $small --report "$work/report"
for file in report.html report.txt bench.csv bench.json; do
	[ -s "$work/report/$file" ] || fail "--report: no $file"
done
grep -q '</svg>' "$work/report/report.html" || fail "--report: no picture"
! grep -Eq '(src|href)="(https?:)?//' "$work/report/report.html" ||
	fail "--report: the page asks for something outside"
# The command may have a name in it that cannot be broken.
! grep -vF "$work" "$work/report/report.txt" | grep -q '^.\{73\}' ||
	fail "--report: over 72 columns in the mail"
# The same on standard output, whole binds among it
accepted bench --scenario hmm --size 64M --binds 1 --rebinds 2 --format mail
printed 'whole binds'
# The first column is as wide as the longest name of a path, which the CPU
# decides.
grep -q '^path  *rebind ms  times base (95 %)' "$work/out" ||
	fail "--format mail has no table"
! grep '^.\{73\}' "$work/out" || fail "--format mail: over 72 columns"
refused 1 "/nowhere/r" bench $small --report /nowhere/r
exit $status
