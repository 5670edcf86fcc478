#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# bench_targets.sh - what bench/targets prints and refuses; never how fast
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"
program=bench/targets

# counted WORD: how many lines judge so
counted() {
	grep -Ec "^[TP][0-9].* $1(: --time [0-9]+)?\$" "$work/out" || :
}

# checked ARGUMENT...: the last line counts the verdicts, the status follows
checked() {
	got=0
	zonedev "$@" || got=$?
	[ ! -s "$work/err" ] || fail "$*: something on standard error"
	met=$(counted met) undecided=$(counted UNDECIDED)
	missed=$(counted MISSED) out=$(grep -c 'left out: ' "$work/out" || :)
	[ "$(tail -n 1 "$work/out")" = "$met met, $undecided undecided, $missed missed, $out left out" ] ||
		fail "$*: the last line counts otherwise"
	# Undecided is not met.
	[ "$got" = "$([ "$missed$undecided" = 00 ] && echo 0 || echo 1)" ] ||
		fail "$*: $missed missed, $undecided undecided, exit status $got"
}

# verdicts N PATTERN
verdicts() {
	[ "$(grep -Ec "^$2" "$work/out" || :)" = "$1" ] || fail "not $1 of '$2'"
}

# Each phase of hmm, fresh binds and rebinds, with one thread and with two
checked --scenario hmm --size 64M --target T1 --time 1
for threads in 1 2; do
	verdicts 1 "T1 .*hmm 64 MiB rebind x$threads "
	verdicts 1 "T1 .*hmm 64 MiB fresh x$threads "
done
verdicts 0 'T[23]'

# T2 and T3 count from 16 GiB on.
checked --scenario nd_pmem,dedup-2M --size 4M,8M --target T2,T3 --time 1
verdicts 0 "T[0-9]"

# What no namespace can be is left out, and does not fail.
checked --scenario nd_pmem --size 2M --target T1 --time 1
printed 'left out: size 2097152'

# What exploring costs, and the worst rebind, of the largest size
checked --scenario nd_pmem --size 8M,64M --target T4 --time 1
verdicts 2 'T4 .*nd_pmem 64 MiB rebind x1 '

# Copies have no scenario and no size.
checked --scenario nd_pmem --target P10 --time 1
verdicts 1 'P10 .*512 KiB, fill'

# Under load T1 remains.
checked --scenario dax_pmem --size 64M --load 1 --time 1
printed '1 other thread copying memory'
verdicts 4 'T1'
verdicts 0 '[TP][23]'

accepted --help
refused 2 "'warp'" --scenario warp
refused 2 "'T9'" --target T9
refused 2 "'3M'" --size 3M
refused 2 "'0'" --size 0
refused 2 "'x'" --load x
refused 2 --load --load
refused 2 "'stray'" stray
exit $status
