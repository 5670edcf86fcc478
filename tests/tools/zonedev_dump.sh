#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_dump.sh - what zonedev dump prints, and what it refuses
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

# sections FILE: the descriptors and pageblocks in it, without its header
sections() {
	sed -n '/^begin images$/,$ { /^#/d; p; }' "$1"
}

# same_as_kernel FILE OPTION...: the namespace of these is that of the file
same_as_kernel() {
	kernel=$srcdir/tests/golden/$1
	shift
	accepted dump --format file "$@"
	sections "$work/out" >"$work/here"
	sections "$kernel" >"$work/there"
	cmp "$work/here" "$work/there" || fail "dump --format file $*: not as $kernel"
	for key in sizeof_page arg_start_pfn arg_nr_pages end_pfn pgmap_type \
		   pgmap_flags vmemmap_shift pgmap_range altmap \
		   init_first_pfn init_nr_pages compounds first_head_flags \
		   descriptors_visited_per_compound; do
		grep "^$key " "$kernel" >"$work/there"
		grep -qxF "$(cat "$work/there")" "$work/out" ||
			fail "dump --format file $*: the kernel has $(cat "$work/there")"
	done
}

zonedev dump --size 4M --format file || :
if ! grep -q big-endian "$work/err"; then
	for path in base head-template template streaming auto; do
		same_as_kernel fsdax-dev.txt --path $path
		same_as_kernel devdax-2M-dev.txt --path $path --type devdax
		same_as_kernel devdax-2M-mem.txt --path $path --type devdax \
			--map mem
		same_as_kernel private.txt --path $path --type private \
			--start-pfn 0xfce0000 --size 256M
		same_as_kernel B-fsdax-dev.txt --path $path \
			--model x86_64-pointer
		same_as_kernel B-devdax-2M-mem.txt --path $path --type devdax \
			--map mem --align 2M --model x86_64-pointer
	done
	accepted dump --early --format file
	printed "free 0x9fe align 0x0 alloc 0x0"
	printed "0x40000 256 1"
fi

# The kernel's words, and what is told once of 256 equal compounds
accepted dump --type devdax --map mem --node 1
printed "pfn 0x40000: head"
printed "page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x40000"
printed "head: order:9 mapcount:0 entire_mapcount:0 nr_pages_mapped:0 pincount:0"
printed "(head|reserved|node=1|zone=4|lastcpupid=0x1fffff)"
printed "(order=9|reserved|node=1|zone=4|lastcpupid=0x1fffff)"
printed "pgmap: GENERIC, vmemmap_shift 9"
printed "pfn 0x40003-0x4007f, 125 descriptors: tail of 0x40000"
printed "pfn 0x40080-0x401ff, 384 descriptors: tail of 0x40000, shared with 0x40040-0x4007f"
printed "pfn 0x40200-0x5ffff, 255 compounds: each as that of 0x40000"
printed "raw: 0067ffffc0002000 ffffffffffff8001 SELF+0x10 SELF+0x10"
accepted dump --type devdax --map mem --pfn 0x401f0+32
printed "pfn 0x401f0-0x401ff, 16 descriptors: tail of 0x40000, shared with 0x40070-0x4007f"
printed "pfn 0x40203-0x4020f, 13 descriptors: tail of 0x40200"
accepted dump --type devdax --map mem --model x86_64-pointer
printed "raw: 0200000000002009 page[0x40000]+0x1"
printed "pfn 0x40200-0x5ffff, 255 compounds: each as that of 0x40000"
accepted dump
printed "pfn 0x40000-0x40001, 2 descriptors: not initialised"
printed "pfn 0x40002-0x409ff, 2558 descriptors: altmap page"
printed "pfn 0x40a00-0x5ffff, 128512 descriptors: single page"

# A section begins at 0x48000: its number is in flags, and no compound is as
# one of the section before.
accepted dump --model classic-sparse --type devdax --map mem
printed "(head|reserved|section=8|node=0|zone=4)"
printed "pfn 0x40200-0x47fff, 63 compounds: each as that of 0x40000"
printed "pfn 0x48200-0x4ffff, 63 compounds: each as that of 0x48000"

# 4 TiB, of which 16 MiB of descriptors exist, are not walked: a billion of them
# would take a minute.
accepted dump --type devdax --map mem --align 1G --size 4T \
	--pfn 0x40000+0x40000000
printed "4095 compounds: each as that of 0x40000"

# Starts inside a section, and a part of one
accepted dump --start-pfn 0x40200 --size 6M
printed "pfn 0x40400-0x407ff, 1024 descriptors: single page"
accepted dump --start-pfn 0x47e00 --size 260M --type devdax
printed "pfn 0x48400: head"

# In sections present since boot nothing is shared, and nobody writes
# what would be.
accepted dump --early --type devdax --map mem
printed "pfn 0x40003-0x4007f, 125 descriptors: tail of 0x40000"
printed "pfn 0x40080-0x401ff, 384 descriptors: not initialised"
printed "pfn 0x40200-0x5ffff, 255 compounds: each as that of 0x40000"
accepted dump --type devdax --align 8K --pfn 0x40000+2
[ "$(grep -c ^pfn "$work/out")" = 1 ] || fail "an altmap's reserve was folded"

accepted dump --format raw --pfn 0x40000-0x4000f --type devdax --map mem
[ "$(wc -c <"$work/out")" = 1024 ] || fail "raw: not 16 descriptors"
accepted dump --format raw --pfn 0x40000+3 --map mem --model page-virtual
[ "$(wc -c <"$work/out")" = 240 ] || fail "raw: not 3 descriptors of 80"

accepted dump --format json --type devdax --map mem
[ "$(grep -c '"kind": "head", "order": 9' "$work/out")" = 256 ] ||
	fail "json: not 256 heads"
printed '"shared_with_pfn": 262208, "shared_with_count": 64'
printed '"node": 0, "zone": 4, "lastcpupid": 2097151'
if command -v python3 >/dev/null; then
	python3 -m json.tool "$work/out" >/dev/null || fail "json: invalid"
fi

refused 2 "'warp'" dump --type warp
refused 2 "'warp'" dump --path warp
refused 2 "'warp'" dump --map warp
refused 2 "'warp'" dump --format warp
refused 2 "'warp'" dump --model warp
refused 2 "'--warp'" dump --warp
refused 2 "'stray'" dump stray
refused 2 "option '--size' requires an argument" dump --size
refused 2 "'0x4000g'" dump --start-pfn 0x4000g
refused 2 "'-1'" dump --node -1
refused 2 "3145728" dump --start-pfn 0x40000 --size 2M --align 3M
refused 2 "size is 0" dump --size 0
refused 2 "0x40100" dump --start-pfn 0x40100
refused 2 "3145728" dump --size 3M
refused 2 "map=dev" dump --type private --map dev
refused 2 "80" dump --model page-virtual
refused 2 "node 64" dump --model x86_64-small --node 64
refused 2 "0x60000" dump --pfn 0x60000
refused 2 "0x3ffff" dump --pfn 0x3ffff-0x40001
refused 2 "'0x40000'" dump --pfn 0x40001-0x40000
refused 2 "''" dump --pfn 0x40000-
refused 2 "'0'" dump --pfn 0x40000+0
refused 2 "FIRST" dump --pfn first
refused 2 "--format file" dump --format file --pfn 0x40000
refused 2 "52 bits" dump --start-pfn 0xfffffffe00
refused 2 "available" dump --map mem --size 2048T
exit $status
