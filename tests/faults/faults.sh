#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# faults.sh - a call that fails is told or made up for: every command and the
# life of a namespace, with the n-th call of one function failing
#
# In make check for a few n of each: some 250 runs, so over 30 s where starting a
# program takes long. FAULTS=all takes every n: ten minutes.
set -u
# shellcheck source=SCRIPTDIR/preload.sh
. "${srcdir:-.}/tests/faults/preload.sh"
: "${FAULTS:=some}"
calls='mmap munmap madvise calloc malloc realloc pthread_create clock_gettime
	sched_getaffinity open read write'

# At a program's end gcov's own calls fail too, and it crashes.
case ${CFLAGS:-} in
*--coverage*) gcov_crash=139 ;;
*) gcov_crash= ;;
esac

fail() {
	echo "$*"
	status=1
}

# The numbers to try: on demand every one, but of the thousands of clock
# readings of bench the first 300, which is more than all else has of any
numbers() {
	if [ "$FAULTS" = all ]; then
		seq 1 300
	else
		echo 1 2 3 7
	fi
}

# one CALL N COMMAND...: false when there is no n-th call
one() {
	call=$1 n=$2
	shift 2
	rm -f "$work/hit"
	rc=0
	FAULT=$call:$n FAULT_LOG=$work/hit LD_PRELOAD=$work/faults.so \
		"$@" >"$work/out" 2>"$work/err" </dev/null || rc=$?
	[ -e "$work/hit" ] || return 1
	if [ $rc -gt 2 ] && [ "$rc" != "$gcov_crash" ]; then
		fail "$call:$n $*: exit $rc: $(tail -n 1 "$work/err")"
	elif [ $rc != 0 ] && [ ! -s "$work/err" ]; then
		fail "$call:$n $*: exit $rc without a word"
	elif [ $rc = 0 ] && [ ! -s "$work/out" ]; then
		fail "$call:$n $*: exit 0, and no output"
	elif [ $rc = 0 ] && [ "$measured" = no ] &&
	     ! cmp -s "$work/out" "$work/right"; then
		fail "$call:$n $*: exit 0, and another output"
	fi
}

# in_turn COMMAND...: $measured says whether its output differs by itself
in_turn() {
	"$@" >"$work/right" 2>"$work/err" || {
		fail "$*: $(cat "$work/err")"
		return
	}
	for call in $calls; do
		for n in $(numbers); do
			one "$call" "$n" "$@" || break
		done
	done
}

# It says less of the CPU where files of the system cannot be read.
measured=yes
in_turn "$streamcpy" info
measured=no
if [ -x "$zonedev" ]; then
	"$zonedev" dump --type fsdax --map dev --size 4M --format file >"$work/runs"
	"$zonedev" model x86_64 --format file >"$work/model"
	in_turn "$zonedev" dump --size 4M --pfn 0x40000
	in_turn "$zonedev" compare "$work/runs"
	in_turn "$zonedev" model x86_64
	in_turn "$zonedev" model "$work/model" --format json
	# Without compounds of 1 GiB, for which each run takes seconds
	printf '%s\n' 'base x86_64' 'max_folio_order 10' >"$work/small"
	in_turn "$zonedev" verify --model "$work/small"
	# Addresses, and times
	measured=yes
	in_turn "$zonedev" dump --size 4M --format file --model "$work/model"
	in_turn "$zonedev" bench --size 64M --binds 1 --rebinds 1 \
		--scenario nd_pmem --format csv
	most=24
	[ "$FAULTS" = some ] || most=
	# shellcheck disable=SC2086 # none or one
	LD_PRELOAD=$work/faults.so "$top/tests/faults/binds" $most ||
		fail "the life of a namespace: see above"
fi
exit $status
