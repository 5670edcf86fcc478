#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_compare.sh - files of running kernels are equal, and others are not
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"
golden=$srcdir/tests/golden

zonedev compare "$golden/private.txt" || :
if grep -q big-endian "$work/err"; then
	echo "skipped: a big-endian machine"
	exit 77
fi

# Files of running kernels, by every path
for file in "$golden"/*.txt; do
	accepted compare "$file"
	[ "$(grep -c ' equal: ' "$work/out")" = 5 ] || fail "$file: not 5 paths"
	[ "$(tail -n 1 "$work/out")" = equal ] || fail "$file: not equal"
done
accepted compare "$golden/fsdax-dev.txt" --model x86_64 --path streaming
printed "streaming      equal: 131072 descriptors, 256 pageblocks"
[ "$(grep -c ' equal: ' "$work/out")" = 1 ] || fail "more than --path says"

# changed FILE SED TEXT: FILE after SED differs, and the output says TEXT
changed() {
	sed "$2" "$1" >"$work/changed"
	cmp -s "$1" "$work/changed" && fail "$2 changes nothing"
	got=0
	zonedev compare "$work/changed" || got=$?
	[ "$got" = 1 ] || fail "$2: exit status $got, expected 1"
	[ ! -s "$work/err" ] || fail "$2: something on standard error"
	printed "$3"
}

# dumped TEXT OPTION...: what dump --format file writes is equal, and the output says
# TEXT
dumped() {
	text=$1
	shift
	accepted dump --format file "$@"
	cp "$work/out" "$work/file"
	accepted compare "$work/file"
	[ "$(tail -n 1 "$work/out")" = equal ] || fail "dump $*: not equal"
	printed "$text"
}

dumped "model x86_64-nonuma fits" --model x86_64-nonuma --type devdax --map mem
dumped "model x86_64-nonuma fits" --model x86_64-nonuma
dumped "COHERENT" --type coherent --node 5 --size 64M
dumped "node 5" --type coherent --node 5 --size 64M
dumped "PCI_P2PDMA" --type p2pdma --size 64M
dumped "order 0, 0 pages of altmap" --type devdax --map mem --align 4K
dumped "order 18, 0 pages" --type devdax --map mem --align 1G --size 2G
dumped "order 18, 262144 pages" --type devdax --align 1G --size 3G
dumped "pfn 0x47e00-0x581ff" --start-pfn 0x47e00 --size 260M --type devdax
dumped "pfn 0x40200-0x407ff" --start-pfn 0x40200 --size 6M
dumped "model page-virtual fits" --model page-virtual --map mem --type devdax
dumped "model classic-sparse fits" --model classic-sparse --type devdax
dumped "model arm64 fits" --model arm64 --type devdax
dumped "model arm64-16k fits" --model arm64-16k

# Pageblocks of 512 MiB: the device begins and its altmap ends inside of one.
dumped "model arm64-64k fits" --model arm64-64k --start-pfn 0x11fe0 --size 4G \
	--early
dumped "order 9" --early --type devdax --map mem --size 4M
printed "equal: 256 descriptors, 2 pageblocks"
printed "768 tails in early sections"
dumped "1024 pages of altmap" --early --type devdax --size 130M \
	--start-pfn 0x40200

# A namespace that starts in the middle of a gigabyte, with 1 GiB compounds
# behind its altmap: as one that starts 512 MiB before it
zonedev dump --format file --type devdax --align 1G --size 3G
sed 's/0x40000 nr/0x60000 nr/; s/^arg_start_pfn.*/arg_start_pfn 0x60000/
	s/^arg_nr_pages.*/arg_nr_pages 0xa0000/; s/^0x40000 /0x60000 /
	s/base_pfn 0x40000/base_pfn 0x60000/; s/free 0x3fffe/free 0x1fffe/
	s/^0x40002 262142/0x60002 131070/; s/^0x40200 511/0x60200 255/
	s/^0x40200 1535/0x60200 1279/' "$work/out" >"$work/file"
for model in x86_64 x86_64-pointer; do
	[ $model = x86_64 ] || sed -i 's/0027ffffc000/020000000000/
		s/^\(0x[8c]0[0-9]* [0-9]* [^ ]*\) ffffffffff000001/\1 page[HEAD]+0x1/
		s/^\(0x80.*\)HEAD/\10x80000/; s/^\(0xc0.*\)HEAD/\10xc0000/' \
		"$work/file"
	accepted compare "$work/file"
	printed "model $model fits"
	printed "GENERIC, pfn 0x60000-0xfffff, order 18, 131072 pages of altmap"
	printed "equal: 655360 descriptors, 1280 pageblocks"
done
changed "$work/file" 's/^0x60002 131070 0200/0x60002 131070 0300/' \
	"descriptor of pfn 0x60002, altmap page"

# A kernel that knows early sections visits all descriptors in them.
printf 'base x86_64\npageblock_rule range\n' >"$work/model"
zonedev dump --format file --early --type devdax --map mem --size 4M \
	--model "$work/model"
cp "$work/out" "$work/file"
printed "descriptors_visited_per_compound 0x200"
accepted compare "$work/file" --model "$work/model"
printed "equal: 1024 descriptors, 2 pageblocks"

printf 'base x86_64\nnodes_shift 8\n' >"$work/model"
zonedev dump --format file --model "$work/model" --size 64M
cp "$work/out" "$work/file"
refused 2 "--model FILE" compare "$work/file"
accepted compare "$work/file" --model "$work/model"

zero=0000000000000000
file=$golden/devdax-2M-mem.txt
changed "$file" 's/^\(0x50000 1 .*\) 00000001ffffffff/\1 00000002ffffffff/' \
	"52  _refcount            00000002                 00000001"
changed "$file" 's/^\(0x50000 1 .*\) 00000001ffffffff/\1 00000001fffffffe/' \
	"48  _mapcount            fffffffe                 ffffffff"
changed "$file" 's/^\(0x50001 1 .*\)200$/\1400/' \
	"56  _nr_pages            00000400                 00000200"
changed "$file" 's/^\(0x50001 1 .*\)00000000\(00000200\)$/\1a5a5a5a5\2/' \
	"60  (no member)          a5a5a5a5                 00000000"
changed "$file" 's/^\(0x50002 1 .*\) SELF+0x10 SELF/\1 SELF+0x18 SELF/' \
	"16  _deferred_list.next  SELF+0x18                SELF+0x10"
changed "$file" "s/^\\(0x50000 1 [^ ]*\\) PGMAP/\\1 $zero/" \
	"8  pgmap                $zero         PGMAP"
changed "$file" 's/^0x50003 509 0027ffffc0002000/0x50003 509 0027ffffc0002001/' \
	"kernel: locked|reserved|node=0|zone=4|lastcpupid=0x1fffff"
changed "$file" 's/^0x50003 509 0027ffffc0002000/0x50003 509 0067ffffc0002000/' \
	"kernel: reserved|node=1|zone=4|lastcpupid=0x1fffff"
changed "$file" '/^begin pageblocks_after/,$ s/^0x40000 256 1/0x40000 256 0/' \
	"migratetype: kernel 0, here 1"
changed "$golden/B-devdax-2M-mem.txt" 's/^0x50003 509 0200000000002000 page.0x50000.+0x1/0x50003 509 0200000000002000 page[0x50200]+0x1/' \
	"8  compound_info        page[0x50200]+0x1        page[0x50000]+0x1"
changed "$golden/fsdax-dev.txt" '/^0x40a00 128512/ {
	s/128512/128511/; p; s/^0x40a00 128511 00/0x5ffff 1 04/; }' \
	"descriptor of pfn 0x5ffff, single page"
changed "$golden/fsdax-dev.txt" '/^begin images$/,/^end/ s/SELF+0x8 SELF+0x8/SELF+0x8 SELF+0x10/' \
	"16  lru.prev             SELF+0x10                SELF+0x8"
changed "$golden/fsdax-dev.txt" '/^begin images_before/,$ s/SELF+0x8 SELF+0x8/SELF+0x8 SELF+0x10/' \
	"descriptor of pfn 0x40002, altmap page"
# The first word of all, which is also what a kernel is recognised by
changed "$golden/private.txt" 's/^0xfce0000 65536 0027/0xfce0000 65536 0024/' \
	"flags                0024ffffc0002000         0027ffffc0002000"

# early FILL: the tails that others share exist on their own and hold FILL, as
# in sections present since boot
early() {
	zonedev dump --format file --type devdax --map mem --size "$1"
	sed "s/^\\(0x[0-9a-f]*\\)03 $2 \\(.*\\)/\\103 125 \\2\\n\\180 $3 $4/
		/^begin pageblocks/,/^end/ s/ [01]\$/ 1/" "$work/out" \
		>"$work/file"
	grep -q "80 $3 $4" "$work/file" || fail "no early section was made"
}

a5=a5a5a5a5a5a5a5a5
boot="0014ffffc0002000 SELF+0x8 SELF+0x8 $zero $zero $zero 00000001ffffffff"
for fill in "$a5 $a5 $a5 $a5 $a5 $a5 $a5 $a5" "$boot $zero"; do
	early 4M 509 384 "$fill"
	accepted compare "$work/file"
	printed "equal: 256 descriptors, 2 pageblocks"
	printed "768 tails in early sections"
done
changed "$work/file" 's/^\(0x40203 125 .*\)400 /\1401 /' \
	"24  mapping              dead000000000401         dead000000000400"

# Whether tails are shared is said by the file, or by its other compounds.
changed "$golden/devdax-2M-mem.txt" "s/^0x40003 509 \\(.*\\)/0x40003 125 \\1\\n0x40080 384 $boot $zero/" \
	"descriptor of pfn 0x40080, tail"
grep -v ^vmemmap_page "$golden/devdax-2M-mem.txt" >"$work/unsaid"
changed "$work/unsaid" "s/^0x40003 509 \\(.*\\)/0x40003 125 \\1\\n0x40080 384 $boot $zero/" \
	"descriptor of pfn 0x40080, tail"

early 2M 509 384 "$boot $zero"
accepted compare "$work/file"
changed "$work/file" "s/^altmap/vmemmap_page 1 0x2000\\nvmemmap_page 2 0x2000\\n&/" \
	"descriptor of pfn 0x40080, tail"
sed "s/^altmap/vmemmap_page 1 0x2000\\nvmemmap_page 2 0x3000\\n&/" "$work/file" \
	>"$work/said"
accepted compare "$work/said"

# An altmap in an early section: boot's pageblock, boot's reserve
sed "s/^0x40000 1 0\$/0x40000 1 1/
	s/^0x40000 2 .*/0x40000 2 $boot $zero/
	s/align 0x1fe alloc 0x800/align 0x0 alloc 0x0/" \
	"$golden/fsdax-dev.txt" >"$work/file"
accepted compare "$work/file"
printed "equal: 131070 descriptors, 256 pageblocks"
printed "2 descriptors of the altmap's reserve"

# Keys and sections that we do not know, a header without what can be done
# without, and pageblocks with a bit that is not the type's
sed '/^pgmap_flags/d; /^init_/d; /^end_pfn/d; /^first_head/d; /^#/d
	s/^sizeof_page 64/& bytes\nspin 1 2\nbegin more\nof this\nend more/
	s/^\(0x40a00 251\) 0/\1 8/; s/^\(0x40200 4\) 1/\1 9/
	s/^\(0x40200 255\) 1/\1 9/' \
	"$golden/fsdax-dev.txt" >"$work/file"
accepted compare "$work/file"
printed "equal: 131072 descriptors, 256 pageblocks"

# broken LINE WORD SED: refused in LINE (0: as a whole), the reason holds WORD
broken() {
	sed "$3" "$golden/fsdax-dev.txt" >"$work/file"
	place="$work/file:$1: "
	[ "$1" != 0 ] || place="$work/file: "
	refused 2 "$place" compare "$work/file"
	grep -qF -- "$2" "$work/err" || fail "$3: the error lacks '$2'"
}

line() {
	grep -n "$1" "$golden/fsdax-dev.txt" | head -n 1 | cut -d : -f 1
}

images=$(line '^begin images$')
broken 0 "'sizeof_page' is missing" '/^sizeof_page/,/^# pfn/d; /^begin/,/^end/d'
broken 0 "'arg_nr_pages' is missing" '/^arg_nr_pages/d'
broken 7 "'x'" 's/^sizeof_page.*/sizeof_page x/'
broken 7 "60" 's/^sizeof_page.*/sizeof_page 60/'
broken $((images + 1)) "8 words" 's/^sizeof_page.*/sizeof_page 72/'
broken 10 "'0'" 's/^arg_start_pfn.*/&\narg_nr_pages 0/;/^arg_nr_pages 0x/d'
broken "$(line ^altmap)" "'reserve'" 's/ reserve / reserved /'
broken "$(line ^altmap)" "'many'" 's/ free 0x9fe/ free many/'
broken "$(line ^altmap)" "0x40200" 's/^altmap base_pfn 0x40000/altmap base_pfn 0x40200/'
broken "$(line ^pgmap_flags)" "altmap" 's/^altmap.*/altmap none/'
broken "$(line ^end_pfn)" "0x60000" 's/^end_pfn.*/end_pfn 0x60001/'
broken "$(line ^init_first)" "0x40a00" 's/^init_first_pfn.*/init_first_pfn 0x40c00/'
broken $(($(line ^pgmap_type) + 1)) "duplicate key" 's/^pgmap_type.*/&\n&/'
broken $((images + 1)) "7 words" "s/^\\(0x40000 2 .*\\) $zero/\\1/"
broken $((images + 1)) "more than 8" "s/^0x40000 2 .*/& $zero/"
broken $((images + 2)) "SELF+8" 's/SELF+0x8 SELF/SELF+8 SELF/'
broken $((images + 3)) "'pgmap'" 's/ PGMAP / pgmap /'
broken $((images + 3)) "16 hex" 's/ 0027ffffc0002000 PG/ 027ffffc0002000 PG/'
broken $((images + 1)) "count" 's/^0x40000 2 /0x40000 0 /'
broken $((images + 2)) "0x40003" 's/^0x40002 2558/0x40003 2557/'
broken $((images + 3)) "0x60000" 's/ 128512 / 128513 /'
broken 0 "0x5ffff" 's/ 128512 / 128511 /'
broken $((images + 4)) "'end pictures'" 's/^end images$/end pictures/'
broken "$(wc -l <"$golden/fsdax-dev.txt" | tr -d ' ')" "images_before" \
	'/^end images_before/d; s/^# desc.*/&\n#/'
sed "/^begin pageblocks_after/,/^end/d" "$golden/fsdax-dev.txt" >"$work/file"
accepted compare "$work/file" --path base
printed "left out: pageblocks"
broken 0 "begin images" '/^begin images$/,/^end images$/d'
after=$(line '^begin pageblocks_after$')
broken $((after + 2)) "255 pageblocks" \
	'/^begin pageblocks_after/,$ s/^0x40200 255/0x40400 255/'
broken $((after + 2)) "256 pageblocks" '/^begin pageblocks_after/,$ s/^0x40200 255/0x40200 256/'
broken 0 "1 are missing" '/^begin pageblocks_after/,$ s/^0x40200 255/0x40200 254/'
broken $((after + 1)) "'256'" '/^begin pageblocks_after/,$ s/^0x40000 1 0/0x40000 1 256/'

sed 's/^vmemmap_shift 0/vmemmap_shift 18/' "$golden/private.txt" >"$work/file"
refused 2 "not whole compounds" compare "$work/file" --model x86_64
broken "$(line ^altmap)" "behind the range" 's/ free 0x9fe/ free 0x20000/; /^init_/d'

refused 2 "No such file" compare "$work/none"
refused 2 "directory" compare "$work"
refused 2 "sizeof_page" compare "$golden/README.md"
refused 2 "80 bytes" compare "$golden/private.txt" --model page-virtual
refused 2 "'warp'" compare "$golden/private.txt" --model warp
refused 2 "'warp'" compare "$golden/private.txt" --path warp
refused 2 "'--warp'" compare "$golden/private.txt" --warp
refused 2 "missing operand FILE" compare
refused 2 "extra operand 'two'" compare one two
sed 's/^arg_start_pfn 0xfce0000/arg_start_pfn 0xfce0100/; /^end_pfn/d
	/^init/d; s/^0xfce0000 128/0xfce0000 129/
	s/^0xfce0000 65/0xfce0100 65/' "$golden/private.txt" >"$work/file"
refused 2 "2 MiB" compare "$work/file"
exit $status
