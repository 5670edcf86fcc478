#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# setenv.sh - a first call in a handler that interrupts setenv() works, by the
# backend that the environment names and by the preferred one
set -u
program=${top_builddir:-.}/tests/streamcpy/within_setenv
failed=0
unset STREAMCPY_BACKEND

run() {
	# shellcheck disable=SC2086 # a wrapper is a command and its options
	${CHECK_WRAPPER:-} "$program" "$@"
}

run || { [ $? = 77 ] && exit 77; echo "failed: no backend named"; failed=1; }
for backend in nosuch $(run list); do
	(STREAMCPY_BACKEND=$backend; export STREAMCPY_BACKEND; run) ||
		{ echo "failed: STREAMCPY_BACKEND=$backend"; failed=1; }
done
exit $failed
