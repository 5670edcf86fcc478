#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_model.sh - what zonedev model shows, and what it refuses
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

# All presets are listed, each with what it stands for.
accepted model
sed 1d "$work/out" >"$work/list"
while read -r name bytes tails dedup what; do
	[ -n "$what" ] || fail "$name: the list does not say what it stands for"
	accepted model "$name"
	printed "/* size: $bytes,"
	accepted model "$name" --format json
	printed "\"bytes\": $bytes"
	printed "\"tails\": \"$tails\""
	accepted model "$name" --format file
	cp "$work/out" "$work/$name.model"
	accepted model "$work/$name.model" --format file
	cmp -s "$work/out" "$work/$name.model" ||
		fail "$name: its model file reads back as another"
	case $dedup in yes | no) ;; *) fail "$name: dedup is '$dedup'" ;; esac
done <"$work/list"
[ -s "$work/list" ] || fail "no presets"

# The distribution's layout uses every bit; the figures are those of the kernel.
accepted model x86_64
printed "nnnnnnnn nnzzzccc cccccccc cccccccc ccgggrrf ffffffff ffRfffff fHffffff"
printed "node        node of the device"
printed "memcg_data;            /*    56     8 */"
printed "_nr_pages;             /*    56     4 */"
printed "dead000000000400"
printed "ffffffffffff8001"

# A hole, a padding, a second cacheline
printf 'base page-virtual\nmemcg no\n' >"$work/holes"
printf 'page_mapcount no\n' >>"$work/holes"
accepted model "$work/holes"
printed "4 bytes hole"
printed "virtual;               /*    56     8 */"
printf 'base page-virtual\nname two-lines\n' >"$work/lines"
accepted model "$work/lines"
printed "cacheline 1 boundary"
printed "padding: 8"
printed "model two-lines"

refused 2 "'i386'" model i386
refused 2 "'xml'" model --format xml
refused 2 "'arm64'" model x86_64 arm64
refused 2 "one model" model --format file
refused 2 "'--warp'" model --warp
refused 2 "option '--format' requires an argument" model --format
printf 'base x86_64\npage_shift 13\n' >"$work/bad"
refused 2 "$work/bad:2: page_shift is 13" model "$work/bad"
exit $status
