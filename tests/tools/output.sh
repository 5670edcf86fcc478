#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# output.sh - output that cannot be written is told: one line, exit status 1
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

# told HOW ARGUMENT...: the call that $got and $work/err are of failed
told() {
	[ "$got" = 1 ] || fail "$*: exit status $got, expected 1"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$*: not one line of error"
	grep -q 'error writing standard output' "$work/err" ||
		fail "$*: the error is another"
}

# lost ARGUMENT...: what the call prints goes where nothing can
lost() {
	# shellcheck disable=SC2086 # a command with options
	run="${CHECK_WRAPPER:-} $(path_of $program)"
	: >"$work/out"
	got=0
	$run "$@" >/dev/full 2>"$work/err" || got=$?
	told "/dev/full" "$@"
	got=0
	$run "$@" >&- 2>"$work/err" || got=$?
	told "closed" "$@"
}

if [ ! -w /dev/full ]; then
	echo "skipped: no /dev/full"
	exit 77
fi
# shellcheck disable=SC2043 # more may come
for format in table csv json; do
	program=tools/streamcpy/streamcpy
	lost info --format $format
	program=tools/zonedev/zonedev
	lost model --format $format
	lost dump --size 2M --map mem --format $format
done
program=tools/streamcpy/streamcpy
lost --help
lost --version
lost bench --help
lost bench --op call --rounds 1
program=tools/zonedev/zonedev
lost --help
lost bench --size 4M --rebinds 1 --scenario nd_pmem --path base
printf '%s\n' 'base x86_64' 'max_folio_order 9' >"$work/model"
lost verify --model "$work/model"
zonedev dump --size 2M --type private --format file || :
if ! grep -q big-endian "$work/err"; then
	cp "$work/out" "$work/file"
	lost compare "$work/file"
fi

# A file size limit, in blocks of 512 or 1024 bytes; the emulator may write more
if [ -z "${CHECK_WRAPPER:-}" ]; then
	got=0
	# shellcheck disable=SC3045 # every sh that we know has it
	(ulimit -f 1; exec "$(path_of $program)" model x86_64 --format json \
		>"$work/limited" 2>"$work/limited.err") || got=$?
	# Under gcov the program has more to write.
	grep -v '^libgcov' "$work/limited.err" >"$work/err" || :
	told "file size limit"
fi
exit $status
