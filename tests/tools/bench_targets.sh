#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# bench_targets.sh - what bench/targets prints and refuses; never how fast
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"
program=bench/targets

# counted WORDS: how many lines end so, or have it before a reason
counted() {
	grep -Ec "^P.*  $1(; cannot be had here: the write limit allows [0-9.]+)?\$" \
		"$work/out" || :
}

# checked ARGUMENT...: the last line counts the verdicts, the status follows
checked() {
	got=0
	zonedev "$@" || got=$?
	[ ! -s "$work/err" ] || fail "$*: something on standard error"
	met=$(counted met) close=$(counted 'not met, within the spread')
	missed=$(counted MISSED) out=$(grep -c 'left out: ' "$work/out" || :)
	[ "$(tail -n 1 "$work/out")" = "$met met, $close not met within their spread, $missed missed, $out left out" ] ||
		fail "$*: the last line counts otherwise"
	[ "$got" = "$([ "$missed" = 0 ] && echo 0 || echo 1)" ] ||
		fail "$*: $missed missed, and exit status $got"
}

# verdicts N PATTERN
verdicts() {
	[ "$(grep -Ec "^$2" "$work/out" || :)" = "$1" ] || fail "not $1 of '$2'"
}

# Each regime of hmm, with one thread and, where there are CPUs, with two
checked --scenario hmm --size 2M
threads=$(grep -Ec '^P3 .*hmm 2 MiB rebind x[12] ' "$work/out")
verdicts "$threads" 'P3 .*hmm 2 MiB fresh x[12] '
verdicts 0 'P[1245]'

# P1, P2 (against base and template), P4 and P5 count at the largest size, of
# the two published scenarios.
checked --scenario nd_pmem,dedup-2M --size 4M,8M --target P1,P2,P4,P5
verdicts 1 'P1 .*nd_pmem 8 MiB rebind x1 '
verdicts 2 'P2 .*nd_pmem 8 MiB rebind x1 '
verdicts 1 'P5 .*nd_pmem 8 MiB rebind x1 '
verdicts "$((threads - 1))" 'P4 .*nd_pmem 8 MiB rebind x2 '
verdicts 0 'P.*(4 MiB|dedup)'
verdicts 0 'P3'

# What no namespace can be is left out, and does not fail.
checked --scenario nd_pmem --size 2M --target P3
printed 'left out: size 2097152'

# Under load P1 and P3 remain.
checked --scenario dax_pmem --size 4M --load 1
printed '; 1 other thread copying memory'
verdicts 1 'P1'
verdicts "$threads" 'P3'
verdicts 0 'P[245]'

accepted --help
refused 2 "'warp'" --scenario warp
refused 2 "'P7'" --target P7
refused 2 "'3M'" --size 3M
refused 2 "'0'" --size 0
refused 2 "'x'" --load x
refused 2 --load --load
refused 2 "'stray'" stray
exit $status
