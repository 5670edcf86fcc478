#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# limits.sh - the memory limit of one's own control group, or of one above it,
# is asked before a command takes memory: versions 1 and 2
#
# preload.so shows the programs a made-up hierarchy in the place of the
# system's; they find it as they find that.
set -u
# shellcheck source=SCRIPTDIR/preload.sh
. "${srcdir:-.}/tests/faults/preload.sh"
root=$work/root
export FAULT_ROOT="$root"

# put FILE LINE...: a file of the hierarchy
put() {
	file=$root/$1
	shift
	mkdir -p "${file%/*}"
	printf '%s\n' "$@" >"$file"
}

# version2 GROUP LIMIT, version1 GROUP LIMIT: of a group, with 1 MiB in use
version2() {
	put "made-up$1/memory.max" "$2"
	put "made-up$1/memory.current" 1048576
}

version1() {
	put "made-up$1/memory.limit_in_bytes" "$2"
	put "made-up$1/memory.usage_in_bytes" 1048576
}

# limited WHAT COMMAND...: needs more than 99 MiB, so it is refused
limited() {
	what=$1
	shift
	got=0
	LD_PRELOAD=$work/faults.so "$@" >"$work/out" 2>"$work/err" || got=$?
	if [ $got != 2 ] || [ -s "$work/out" ] ||
	   [ "$(wc -l <"$work/err")" != 1 ] ||
	   ! grep -Eq '(99 MiB|99 are|0\.10 GiB).*available' "$work/err"; then
		echo "$what: exit status $got: $*"
		head -n 5 "$work/out" "$work/err"
		status=1
	fi
}

# unlimited WHAT COMMAND...: runs
unlimited() {
	what=$1
	shift
	LD_PRELOAD=$work/faults.so "$@" >"$work/out" 2>"$work/err" || {
		echo "$what: exit status $?: $*"
		cat "$work/err"
		status=1
	}
}

# each limited|unlimited WHAT: of every command that takes much memory
each() {
	"$1" "$2" "$streamcpy" bench --op copy --size 32M --rounds 1 \
		--method generic
	[ -x "$zonedev" ] || return 0
	"$1" "$2" "$zonedev" bench --scenario nd_pmem --size 7G --rebinds 1 \
		--binds 1 --path base
	"$1" "$2" "$zonedev" dump --map mem --size 7G --pfn 0x40000
}

mib100=104857600
put proc/self/cgroup '0::/user/build'
put proc/self/mountinfo '30 24 0:26 / /made-up rw - cgroup2 cgroup2 rw'
version2 /user max
version2 /user/build $mib100
each limited "version 2, its own"
version2 /user $mib100
version2 /user/build max
each limited "version 2, the one above"
version2 /user max
each unlimited "version 2, max"

rm -r "$root/made-up"
put proc/self/cgroup '4:cpu,cpuacct:/other' '3:memory:/user/build' '0::/'
put proc/self/mountinfo '31 24 0:27 / /cpu rw - cgroup cgroup rw,cpu,cpuacct' \
	'32 24 0:28 / /made-up rw - cgroup cgroup rw,memory'
version1 '' 9223372036854771712
version1 /user 9223372036854771712
version1 /user/build $mib100
each limited "version 1, its own"
version1 /user $mib100
version1 /user/build 9223372036854771712
each limited "version 1, the one above"
version1 /user 9223372036854771712
each unlimited "version 1, none"
exit $status
