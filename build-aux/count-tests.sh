#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# count-tests.sh DIR... - adds up the test cases of finished runs of make check
#
# A Check program says how many it ran; a shell test is one. A part that a test
# leaves out ("skipped: ..." in its log) counts as skipped. The last line is
# "N passed, N failed, N skipped".
for dir in "$@"; do
	for trs in "$dir"/examples/*.trs "$dir"/tests/*.trs \
		   "$dir"/tests/*/*.trs; do
		[ -e "$trs" ] || continue
		log=${trs%.trs}.log
		sed -n 's/^:test-result: \([A-Z]*\).*/result \1/p' "$trs"
		sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/checks \1 \2 \3/p' "$log"
		sed -n 's/^skipped: .*/part/p' "$log"
		echo end
	done
done | awk '
	$1 == "result" { result = $2 }
	$1 == "checks" { ran += $2; bad += $3 + $4; counted = 1 }
	$1 == "part" { skipped++; parts++ }
	$1 == "end" {
		if (counted) {
			passed += ran - bad
			failed += bad
			if (result != "PASS" && !bad) failed++
		} else if (result == "PASS") passed++
		else if (result == "SKIP") skipped += !parts
		else failed++
		ran = bad = counted = parts = 0
	}
	END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
