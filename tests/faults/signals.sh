#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# signals.sh - SIGINT and SIGTERM in each phase of each command: the status
# that shells know, and what was measured by then printed and marked partial
#
# preload.so raises the signal in the n-th call of a function, which is one
# place in the program and not a time: reading the machine (open), making and
# binding (mmap, calloc), starting threads, measuring (the clock), printing
# (write).
set -u
# shellcheck source=SCRIPTDIR/preload.sh
. "${srcdir:-.}/tests/faults/preload.sh"

fail() {
	echo "$at: $*"
	status=1
}

mkdir "$work/tmp"
TMPDIR=$work/tmp
export TMPDIR

# hit SIGNAL CALL:N COMMAND...: with what it printed in out and err; false where
# there is no such call
hit() {
	signal=$1 fault=$2
	shift 2
	at="signal $signal in $fault: $*"
	rm -f "$work/hit"
	got=0
	FAULT=$fault FAULT_SIGNAL=$signal FAULT_LOG=$work/hit \
		LD_PRELOAD=$work/faults.so "$@" >"$work/out" 2>"$work/err" \
		</dev/null || got=$?
	[ -e "$work/hit" ] || return 1
	[ $got = $((128 + signal)) ] || fail "status $got"
	[ -z "$(ls "$work/tmp")" ] || fail "left $(ls "$work/tmp")"
}

# ended COMMAND...: by either signal, in any of its phases
ended() {
	for place in open:1 open:3 mmap:1 calloc:1 malloc:1 malloc:7 \
		     write:1; do
		hit 2 $place "$@"
		hit 15 $place "$@"
	done
}

# Nothing, or a whole table of which each scenario is marked
table_is_whole() {
	[ -s "$work/out" ] || return 0
	grep -q 'PARTIAL: interrupted' "$work/out" || fail "is not marked"
	grep -q '^First bind.*: base ' "$work/out" ||
		fail "has no first bind by base"
}

# The header names the column.
csv_is_whole() {
	[ -s "$work/out" ] || return 0
	awk -F , '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "partial") at = i; n = NF }
		NR > 1 { rows++; marked += $at == 1 }
		END { exit !(at && rows && marked == rows) }' "$work/out" ||
		fail "csv: not all rows are marked"
}

json_is_whole() {
	[ -s "$work/out" ] || return 0
	grep -q '"partial": true' "$work/out" || fail "json: not marked"
	[ "$(tail -n 1 "$work/out")" = '}' ] || fail "json: cut off"
	! command -v jq >/dev/null 2>&1 || jq . "$work/out" >"$work/jq" 2>&1 ||
		fail "json: $(cat "$work/jq")"
}

# measured SIGNAL FORMAT PLACE...: what is printed can be read, and there is something
# once a path was measured
measured() {
	by=$1 format=$2
	shift 2
	for place in "$@"; do
		hit "$by" "$place" "$zonedev" bench --size 64M --scenario nd_pmem \
			--path base,auto --rebinds 20 --threads 2 \
			--format "$format" || {
			fail "no such call"
			continue
		}
		# By then all was measured.
		[ "$place" != write:1 ] || {
			[ -s "$work/out" ] || fail "nothing is printed"
			continue
		}
		${format}_is_whole
		case $place in
		mmap:1 | clock_gettime:1)
			[ ! -s "$work/out" ] || fail "nothing is measured and printed" ;;
		clock_gettime:500) [ -s "$work/out" ] || fail "nothing is printed" ;;
		esac
	done
}

# copied FORMAT: as measured, of streamcpy bench, in readings of the clock. It
# goes through two tables; some lie in the first round of the second, of which
# nothing is printed: of 20 or 30 readings 11 to 14, or 16 to 21 with libpmem.
copied() {
	format=$1 some=
	for n in 1 7 10 12 14 17 20; do
		hit 2 "clock_gettime:$n" "$streamcpy" bench --op copy --size 64K \
			--rounds 2 --method generic --format "$format" ||
			break
		case $format in
		table) [ ! -s "$work/out" ] ||
			grep -q '^PARTIAL: interrupted; [1-9]' "$work/out" ||
			fail "is not marked" ;;
		*) ${format}_is_whole ;;
		esac
		[ ! -s "$work/out" ] || some=yes
	done
	[ -n "$some" ] || fail "nothing is printed"
}

ended "$streamcpy" info
for format in table csv json; do
	copied $format
done
ended "$streamcpy" bench --rounds 2 --op copy --max-size 64K
[ -x "$zonedev" ] || exit $status
"$zonedev" dump --type fsdax --map dev --size 4M --format file >"$work/runs"
ended "$zonedev" model x86_64
ended "$zonedev" dump --size 4M
ended "$zonedev" compare "$work/runs"
# Without compounds of 1 GiB, for which each run takes seconds
printf '%s\n' 'base x86_64' 'max_folio_order 10' >"$work/small"
ended "$zonedev" verify --model "$work/small"
for format in table csv json; do
	measured 2 $format open:1 mmap:1 mmap:4 calloc:3 pthread_create:1 \
		pthread_create:3 clock_gettime:1 clock_gettime:500 write:1
done
measured 15 csv open:1 mmap:4 clock_gettime:500 write:1
ended "$zonedev" bench --sweep --size 1G --rebinds 1 --threads 1

# While gnuplot draws, which has been told all: it is waited for
mkdir "$work/bin"
cat >"$work/bin/gnuplot" <<'END'
#!/bin/sh
cat >/dev/null
sleep 0.2
kill -TERM $PPID
sleep 0.2
echo drawn
END
chmod +x "$work/bin/gnuplot"
at="SIGTERM while gnuplot draws" got=0
PATH=$work/bin:$PATH "$zonedev" bench --size 64M --scenario nd_pmem \
	--path base --binds 1 --rebinds 1 --plot "$work/x.svg" \
	>"$work/out" 2>"$work/err" || got=$?
[ $got = 143 ] || fail "status $got"
[ "$(cat "$work/x.svg")" = drawn ] || fail "gnuplot was not waited for"
! grep -q "gnuplot failed" "$work/err" || fail "gnuplot is said to have failed"
exit $status
