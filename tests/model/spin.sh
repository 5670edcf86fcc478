#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# spin.sh - Spin's answers on publishing and on the workers' queue: with the
# drain and the right test nothing bad can happen, without them it can
set -u
models=$(cd "${srcdir:-.}/tests/model" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
if ! command -v spin >/dev/null 2>&1 || ! command -v cc >/dev/null 2>&1; then
	echo "skipped: no spin"
	exit 77
fi
cd "$work" || exit 99

# expect ERRORS MODEL DEFINITION...: that many, and no state was left out
expect() {
	wanted=$1 model=$2
	shift 2
	if ! spin "$@" -a "$models/$model.pml" >log 2>&1 ||
	   ! cc -O0 -w -DSAFETY -o pan pan.c >>log 2>&1; then
		cat log
		exit 99
	fi
	./pan -m100000 >log 2>&1
	errors=$(sed -n 's/.*errors: \([0-9]*\)$/\1/p' log)
	echo "$model $*: errors: $errors, $(grep 'states, stored' log)"
	if [ "$errors" != "$wanted" ] ||
	   grep -q 'max search depth too small' log; then
		cat log
		status=1
	fi
}

expect 0 publish -DDRAIN=2
expect 1 publish -DDRAIN=1
expect 1 publish -DDRAIN=0
expect 0 queue -DEXCHANGE=1 -DLATE=0
expect 1 queue -DEXCHANGE=1 -DLATE=1
expect 1 queue -DEXCHANGE=0 -DLATE=0
exit $status
