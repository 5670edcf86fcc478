#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# options.sh - options, messages, helps and man pages say the same
#
# --list tells the tables that all are made from.
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

# said TEXT ARGUMENT...: refused, with that line
said() {
	text=$1
	shift
	refused 2 "$text" "$@"
}

for tool in streamcpy zonedev; do
	program=tools/$tool/$tool
	man=$srcdir/man/$tool.1

	# Usage, as GNU programs say it
	said "$tool: missing command. Try '$tool --help'"
	said "$tool: unrecognized command 'benhc'; valid commands are: " benhc
	said "did you mean 'bench'?" benhc
	said "$tool bench: unrecognized option '--formta'; did you mean '--format'?" \
		bench --formta json
	said "$tool bench: unrecognized option '--xyzzy'. Try '$tool bench --help'" \
		bench --xyzzy=3
	said "$tool bench: invalid option -- 'x'" bench -xyz
	said "option '--format' requires an argument" bench --format
	said "option '--quiet' doesn't allow an argument" bench --quiet=yes
	accepted --list bench format
	formats=$(paste -s -d , "$work/out" | sed 's/,/, /g')
	said "invalid argument 'josn' for '--format'; valid arguments are: $formats; did you mean 'json'?" \
		bench --format josn
	said "extra operand 'stray'" bench stray
	accepted --help
	accepted --version

	accepted --list
	cp "$work/out" "$work/commands"
	[ -s "$work/commands" ] || fail "$tool --list: no commands"
	while read -r command; do
		accepted "$command" --help
		long=$(awk 'length > 80' "$work/out")
		[ -z "$long" ] || fail "$tool $command --help: over 80 columns: $long"
		cp "$work/out" "$work/help"
		accepted --list "$command"
		cp "$work/out" "$work/options"
		while read -r option; do
			name=${option%=} value=
			grep -q -e "^  $name" "$work/help" ||
				fail "$tool $command --help lacks $name"
			tr -d '\\' <"$man" | grep -Eq -e "Fl ${name#-}( |\$)" ||
				fail "$tool.1 lacks $name"
			# Each takes or refuses a value as its row says.
			[ "$option" = "$name" ] ||
				said "option '$name' requires an argument" \
					"$command" "$name"
			[ "$option" != "$name" ] ||
				said "option '$name' doesn't allow an argument" \
					"$command" "$name=1"
			accepted --list "$command" "${name#--}"
			cp "$work/out" "$work/values"
			while read -r value; do
				tr -d '\\' <"$man" | grep -qwF -e "$value" ||
					[ "$name" = --method ] ||
					[ "$name" = --model ] ||
					fail "$tool.1 lacks $value of $name"
			done <"$work/values"
			[ ! -s "$work/values" ] ||
				said "invalid argument 'no such' for '$name'" \
					"$command" "$name" 'no such'
		done <"$work/options"
	done <"$work/commands"
done

program=tools/zonedev/zonedev
said "option '--s' is ambiguous; possibilities: '--scenario' '--size' '--sweep'" \
	bench --s

# Sizes and numbers are decimal, or hexadecimal behind 0x; lists are not cut.
accepted dump --size 010M --map mem --format json
printed '"count": 2560'
accepted dump --size 0xa00000 --map mem --format json
printed '"count": 2560'
zeros=0000000000000000000000000000000000000000000000000000000000000000
accepted dump --size 4M --map mem --pfn "${zeros}262144+1"
printed 'pfn 0x40000: '
refused 2 "x' for '--pfn'" dump --size 4M --pfn "0x40000+${zeros}1x"
refused 2 "'0x'" dump --size 0x
exit $status
