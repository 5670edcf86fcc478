#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# completion.sh - bash completes what the tools list
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

if ! command -v bash >/dev/null || [ -n "${CHECK_WRAPPER:-}" ]; then
	echo "skipped: no bash, or an emulator"
	exit 77
fi

# completed EXPECTED WORD...: the last word is the one to complete; = is a word
completed() {
	expected=$1
	shift
	got=$(bash -c '
		. "$0"
		tool=$1 name=$2
		shift 2
		COMP_WORDS=("$tool" "$@") COMP_CWORD=$#
		_$name
		printf "%s " "${COMPREPLY[@]}"
	' "$work/script" "$(path_of tools/$tool/$tool)" $tool "$@")
	case " $got" in
	*" $expected "*) ;;
	*) fail "$tool $*: completes to '$got', not $expected" ;;
	esac
}

for tool in streamcpy zonedev; do
	sed "s/@TOOL@/$tool/g" "$srcdir/completion/tool.bash.in" >"$work/script"
	completed "bench" be
	completed "--version" --
	completed "--format" bench --fo
	completed "json" bench --format js
	completed "json" bench --format = js
	completed "table csv json mail" bench --format ''
done
completed "hmm,dedup-2M hmm,dedup-1G" bench --scenario hmm,de
completed "arm64 arm64-16k arm64-64k" dump --model arm
command -v zsh >/dev/null || exit $status
for tool in streamcpy zonedev; do
	sed "s/@TOOL@/$tool/g" "$srcdir/completion/tool.zsh.in" >"$work/script"
	zsh -n "$work/script" || fail "$tool: zsh does not take it"
done
exit $status
