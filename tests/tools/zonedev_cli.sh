#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_cli.sh - what zonedev(1) prints, and what it refuses
#
# Over 30 s, since verify --all goes through compounds of 1 GiB of each model;
# CHECK_QUICK=1 leaves that out.
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

refused 2 "'0'" bench --size 0
refused 2 "'-5G'" bench --size -5G
refused 2 "'many'" bench --size many
refused 2 "'5X'" bench --size 5X
refused 2 "'99999999999T'" bench --size 99999999999T
refused 2 3145728 bench --size 3M
refused 2 "'warp'" bench --path warp
refused 2 "'warp'" bench --path base,warp
refused 2 "'warp'" bench --scenario warp
refused 2 "'xml'" bench --format xml
refused 2 "'0'" bench --rebinds 0
refused 2 "'x'" bench --threads x
refused 2 "'stray'" bench stray
refused 2 available bench --scenario hmm --size 2048T
refused 2 fit bench --scenario hmm --size 2048T
refused 2 "'warp'" warp
refused 2 "'stray'" verify stray
refused 2 "'-1'" verify --threads -1

accepted --help
accepted --version
accepted bench --help
accepted bench --size 64M --rebinds 2 --threads 2
grep -q published "$work/out" || fail "the published figures are not labelled"
for path in base control head-template template streaming auto; do
	[ "$(grep -c "^$path " "$work/out")" -ge 2 ] || fail "no row for $path"
done

# The control binds nothing: it has no first bind, and its ratio is to base.
accepted bench --size 64M --rebinds 2 --path base,control
grep -Eq '^control +k +[0-9]' "$work/out" || fail "no control row"
! grep -q '^First bind.*control' "$work/out" || fail "the control binds"
grep -q 'a hand-written loop' "$work/out" ||
	fail "base is not compared with the control"
accepted bench --size 64M --rebinds 2 --path base
! grep -q 'hand-written' "$work/out" ||
	fail "a control that was not run is judged"
# What is compared with base brings it.
accepted bench --size 64M --rebinds 2 --path control
grep -Eq '^base +k +[0-9]' "$work/out" || fail "control alone: no base beside it"

accepted bench --size 64M --rebinds 2 --format csv --scenario nd_pmem
[ "$(grep -c '^scenario,path,' "$work/out")" = 1 ] || fail "csv: not one header"
for path in base control head-template template streaming auto; do
	[ "$(grep -c "^nd_pmem,$path," "$work/out")" = 1 ] ||
		fail "csv: not one row of $path"
done

# A model of one's own: small folios, so that no 1 GiB compounds are there
printf '%s\n' 'base x86_64' 'pageblock_rule range' 'max_folio_order 10' \
	'sparsemem_vmemmap no' 'max_physmem_bits 32' 'kmsan yes' \
	>"$work/model"
accepted verify --model "$work/model"
grep -q '^20 cases, 0 failed$' "$work/out" || fail "verify --model: no summary"
refused 2 "'warp'" verify --model warp
refused 2 "mutually exclusive" verify --all --model x86_64
refused 2 "'--warp'" verify --warp
refused 2 "option '--model' requires an argument" verify --model

# All models, of which the default is the first
if [ -z "${CHECK_QUICK:-}" ]; then
	accepted model --format csv
	models=$(($(wc -l <"$work/out") - 1))
	accepted verify --all
	grep -q "^$((models * 30)) cases, 0 failed\$" "$work/out" ||
		fail "verify --all: not 30 cases for each of $models models"
else
	accepted verify
	grep -q '^30 cases, 0 failed$' "$work/out" || fail "verify: no summary"
fi

# A signal ends a run with its own status.
if command -v timeout >/dev/null && [ -z "${CHECK_WRAPPER:-}" ]; then
	for signal in INT TERM; do
		got=0
		timeout --preserve-status -s $signal 0.3 "$(path_of $program)" \
			verify --all >"$work/out" 2>"$work/err" || got=$?
		case $signal-$got in
		INT-130 | TERM-143) ;;
		*) fail "SIG$signal: exit status $got" ;;
		esac
	done
fi

# Address space ends in the middle: all is undone, and said. Sanitizers and
# emulators need more of it for themselves.
case "${CHECK_WRAPPER:-} ${CC:-}" in
*qemu* | *valgrind* | *-fsanitize*) ;;
*)
	# shellcheck disable=SC3045 # every sh that we know has it
	(ulimit -v 4000000 && refused 1 undone bench --scenario dedup-1G \
		--size 1T --rebinds 1 --format csv; exit $status) || status=1
	;;
esac
exit $status
